"""What was said and done with customers, and what is to be done next."""
