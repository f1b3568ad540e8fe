"""What can be wrong with the law data."""


class LawError(Exception):
    """The law data cannot be loaded. The message names the file and the place."""
