"""Whom the company sells to and buys from, as the books know them."""
