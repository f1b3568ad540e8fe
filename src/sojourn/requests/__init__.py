"""Drafts, answers against the vocabulary of facts, checks, handing in."""
