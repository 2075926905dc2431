"""Listening from nothing: what a brand could listen for and where, from its name, its site, its competitors and its sector."""
