"""The interface for programs: versioned JSON over HTTP. Thin, and nothing that the web cannot do."""
