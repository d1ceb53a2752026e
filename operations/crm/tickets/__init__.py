"""Questions and complaints of customers, what was promised for them, what they thought of it."""
