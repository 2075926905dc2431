"""Deliveries: one variant to one space, exactly once, or a person is told."""
