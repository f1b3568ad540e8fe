"""Mixed browsing on PostgreSQL with a full table: how long pages take when many people use them at once."""
