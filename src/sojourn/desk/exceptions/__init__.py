"""The officers' pages of exceptions by agreement: the list, the file, and what each side does with it."""
