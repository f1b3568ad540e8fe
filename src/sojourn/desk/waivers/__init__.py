"""Pages about waivers that stand for a time, and about what officers record of employers and workers."""
