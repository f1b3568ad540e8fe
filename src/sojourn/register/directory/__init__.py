"""Travellers kept in step with an employer's HR directory (SCIM 2.0, RFC 7643 and 7644)."""
