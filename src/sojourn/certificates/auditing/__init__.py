"""Checking a certificate from files alone: no database, no network, no settings."""
