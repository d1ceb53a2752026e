"""The pages, one folder a domain."""
