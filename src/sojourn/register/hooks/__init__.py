"""Telling an employer's own systems what moves in its register: endpoints, what happened, deliveries (Standard
Webhooks)."""
