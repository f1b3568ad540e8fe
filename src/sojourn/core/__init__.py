"""Periods, countries, codes, errors, clock, actors. Standard library only."""
