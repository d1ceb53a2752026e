"""From a source to the landing: what a source said, whole and exact; nothing is repaired here."""
