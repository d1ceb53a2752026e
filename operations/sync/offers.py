"""What a seller can offer: the price of each product, and how much of it is free to be sold."""

from __future__ import annotations

from operations.database.connection import Connection


def refresh(connection: Connection, product_id: int) -> None:
    """Bring price and available quantity of a product to the CRM."""
