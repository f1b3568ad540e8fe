"""Checking for anybody: the ways to ask, the limits on guessing, and how often was asked."""
