"""The worker's part on the web: what the employer sees of it, and the worker's own pages, which need no account."""
