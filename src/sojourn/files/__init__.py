"""Documents that are kept: encrypted, typed, with a digest."""
