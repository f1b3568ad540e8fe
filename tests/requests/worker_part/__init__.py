"""The worker's part of a request."""
