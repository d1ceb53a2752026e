"""SQLite, read through the module that comes with Python."""
