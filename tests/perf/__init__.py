"""Benchmarks: `bin/bench NAME` runs one. They print figures to be read and compared; they are not timed tests."""
