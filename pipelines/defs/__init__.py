"""The assets, one module a stage: a definition is a name, what it needs, and one call."""
