"""Following a request: where it stands, what happened, what is asked, what was written; and the list of all."""
