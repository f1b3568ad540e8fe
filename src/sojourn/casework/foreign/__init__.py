"""Certificates issued abroad: registered, checked, doubted; and what anybody reports about a certificate."""
