"""What comes out, as data and in words."""
