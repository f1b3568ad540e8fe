"""What a hosted institution has set: who it is, what it takes on, how long it has, who works there."""
