"""Objectives and the indicators that show whether they are met, personas, content mix, budget."""
