"""People across networks: one profile a person, with their history."""
