"""Spaces: every place where the brand speaks or is spoken of; how they are connected and whether they are well."""
