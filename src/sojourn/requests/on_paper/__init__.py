"""The request on paper: blank or filled, for those who will not use the web."""
