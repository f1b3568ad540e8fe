"""What an institution does with a certificate of its own: corrects it, ends it early, hands out a copy."""
