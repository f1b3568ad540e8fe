"""Pages of a package, of the proof of application, and of the request on paper."""
