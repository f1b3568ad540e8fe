"""What waits for a second signature, and signing it."""
