"""What every source shares: the contract, the manifest, the landing, the arrival check."""
