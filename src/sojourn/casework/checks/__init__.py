"""What is looked at before an institution decides: one check a file, coded findings, no queries."""
