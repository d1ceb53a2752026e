"""Where goods are and what they are worth: moves, values, counts, reservations."""
