"""Keeping the law data sound: checks, how well each instrument is known, what changed, the published forms."""
