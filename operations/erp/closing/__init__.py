"""A month's end: what is accrued, what is checked against every room, then the close."""
