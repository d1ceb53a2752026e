"""Pages for those who say which records are one firm."""
