"""Many at once: a spreadsheet becomes rows, rows are mended, and become requests."""
