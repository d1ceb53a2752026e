"""Whom the company sells to, as the books know them."""
