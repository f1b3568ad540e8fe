"""Made-up work for the institutions hosted here: a working day of mixed cases, and a rush. Same seed, same data."""
