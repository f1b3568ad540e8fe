"""Pure functions over the law data: load, determine, explain. No Django, no clock, no network."""
