"""Pages of the retention schedule: for those who lead or administer the institution."""
