"""Figures read from the networks, indicators, dashboards and reports."""
