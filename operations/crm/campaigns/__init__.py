"""What the company does to be heard of: what it costs, whom it reaches, who answers."""
