"""MySQL and MariaDB, read through PyMySQL."""
