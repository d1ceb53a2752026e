"""What pages are made of: filters, cards, charts, the trust line."""
