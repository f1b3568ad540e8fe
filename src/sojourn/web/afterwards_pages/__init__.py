"""The page of a certificate, and the beginnings of what can be asked about it."""
