"""The public log: each certificate and each change of its status is an entry that can never be altered unseen."""
