"""What every network shares: contracts, errors, limits, counting. No network is named here."""
