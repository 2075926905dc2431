"""The language of listening: what a brand wants to hear of, in a text that people write and read.

`parse` reads a query, `matching.compiled` asks it of one mention, `percolator.Percolator` asks thousands of queries at once.
"""
