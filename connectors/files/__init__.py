"""Files that a system exports: CSV in a folder."""
