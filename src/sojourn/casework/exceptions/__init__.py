"""Exceptions by agreement of two authorities: proposed, signed by two, answered by the other side, on one file."""
