"""Looking again, afterwards and by chance, at what was decided without a person; and what the errors mean."""
