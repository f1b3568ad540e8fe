"""The vocabulary of conditions that provisions are made of."""
