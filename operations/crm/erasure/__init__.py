"""A person's right to be forgotten, in the store: what names them gives way to a pseudonym."""
