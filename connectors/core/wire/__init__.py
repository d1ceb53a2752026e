"""From JSON on the wire to typed columns, without a float on the way."""
