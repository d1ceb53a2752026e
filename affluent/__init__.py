"""The front door: command line, settings, words. No data is read or written here."""
