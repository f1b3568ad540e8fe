"""What goes in: the facts of one person's work across borders, read and checked."""
