"""Sheets of paper: a letter, a form, a proof, drawn as one PDF that is PDF/A-3a and PDF/UA-1, in any script.

Knows how things look and nothing of what they mean. Who asks for a sheet gives finished words.
"""
