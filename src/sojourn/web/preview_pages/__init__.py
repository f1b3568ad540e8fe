"""All texts of the service on one page, with sample data, for those who review and translate them."""
