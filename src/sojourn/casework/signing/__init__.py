"""Second signatures: one officer proposes, another one signs, and only then is it done."""
