"""The law for everybody to read: agreements, pairs of countries, the world from one country. No account, no cookie."""
