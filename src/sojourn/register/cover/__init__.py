"""The cover of each trip: what the law says of it, what was asked and certified, and what is still to be done."""
