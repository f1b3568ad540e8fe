"""The audit pack: everything that proves the cover of some trips, in one file whose index is signed."""
