"""The general ledger: entries that balance, and nothing else."""
