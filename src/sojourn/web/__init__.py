"""Public and applicant pages: thin views and templates."""
