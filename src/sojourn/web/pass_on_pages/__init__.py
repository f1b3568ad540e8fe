"""Passing a certificate on, and what whoever got the link sees."""
