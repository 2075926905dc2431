"""One suite for every network: what its folder must be, and how it must behave on a bad day."""
