"""Pages about samples of automatic decisions."""
