"""Pages of the host side: certificates from abroad, doubts about them, and what people report."""
