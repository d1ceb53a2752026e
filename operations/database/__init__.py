"""The operational store itself: a PostgreSQL server, its roles, its migrations."""
