"""Requests that follow another one: extension, correction, early end, exception, replacement.

They live the life of every request (`requests.events`). Here is how one begins, and what of it is read elsewhere.
"""
