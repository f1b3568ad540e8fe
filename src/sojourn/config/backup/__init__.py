"""Backups: one encrypted file that holds the database as it stood at one moment, and what must be found in it again.

`archive` is the file, `database` copies and puts back on each kind of database, `picture` says what a database holds.
The keys that seal particulars are never in it: see `docs/how-to/back-up-and-restore.md`.
"""
