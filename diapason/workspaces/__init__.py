"""Brands, the people who work for them, their roles, the doors to what they may touch, and the record of what was done."""
