"""How long institutions take, measured: for everybody, as a page and as data."""
