"""Customer relations: one concept, one folder, its commands the only writers."""
