"""Odoo 17, 18 and 19, read over its own interface."""
