"""Tables and queries of a database: PostgreSQL."""
