"""Certificates that are decided and not issued yet, because something that issuing needs was away."""
