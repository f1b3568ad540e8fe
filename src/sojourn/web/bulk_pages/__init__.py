"""Many people at once: the pages from a file to requests."""
