"""The officers' pages of European notifications: the list, one of them, and what can be done with it."""
