"""Ledgers as the French tax office wants them: FEC files, one a year and company."""
