"""The demonstration: invented people, true-to-life requests, the real service."""
