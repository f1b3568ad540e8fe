"""Officers' pages: thin views and templates."""
