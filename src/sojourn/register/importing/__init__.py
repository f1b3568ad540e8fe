"""Travellers and trips brought in by a table: looked at first, then taken in; brought again, they are updated."""
