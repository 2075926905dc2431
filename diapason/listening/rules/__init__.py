"""Rules: what a brand does with every mention of a kind, as it comes in and, on request, with those that came before."""
