"""Number, content, document, seal and verification of a certificate. Knows no case and no request."""
