"""Pages for those who run the company."""
