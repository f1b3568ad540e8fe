"""Packages: what an applicant sends to an institution that does not decide in this service, and what comes back."""
