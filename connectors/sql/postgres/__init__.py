"""PostgreSQL, read through DuckDB's scanner."""
