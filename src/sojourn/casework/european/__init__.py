"""European notifications as data, under the names of the EESSI use cases. No network is reached from here."""
