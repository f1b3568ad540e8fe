"""Limits on guessing at what only one person knows: codes on papers, links in letters, dates of birth."""
