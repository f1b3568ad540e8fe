"""What stands around the questions of a draft: other windows, newer editions, what is known from earlier requests."""
