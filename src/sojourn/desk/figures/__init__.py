"""Pictures and figures of the institution, and the same as files."""
