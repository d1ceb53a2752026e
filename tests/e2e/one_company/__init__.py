"""One small company, told once (``facts``), and written down as three systems would have it."""
