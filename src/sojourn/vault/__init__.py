"""Encrypted fields, key ring and blind index. Particulars rest here only as ciphertext."""
