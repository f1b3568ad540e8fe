"""Help: a page for each step, the words of the field, and whom to ask."""
