"""The officers' pages of questions and messages."""
