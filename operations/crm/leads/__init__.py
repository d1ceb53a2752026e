"""Requests and hints that somebody may buy, until they are deals or nothing."""
