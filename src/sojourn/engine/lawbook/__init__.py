"""The law data: how they are written, read, checked and bound."""
