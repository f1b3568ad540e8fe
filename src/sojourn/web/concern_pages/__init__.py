"""Reporting what was seen about a certificate: for anybody, without an account."""
