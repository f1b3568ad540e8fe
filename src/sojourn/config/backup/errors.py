"""What can go wrong with a backup, in words for the person who runs the command."""


class BackupFault(Exception):
    """A backup that cannot be made, opened or put back. Its message says why and what to do."""
