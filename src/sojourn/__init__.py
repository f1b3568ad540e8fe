"""Sojourn: an open certificate-of-coverage service."""

__version__ = "0.1.0"
