"""Proofs of application: a sealed paper that says who asked for what, when; it can be checked like a certificate."""
