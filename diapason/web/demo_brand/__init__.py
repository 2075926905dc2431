"""The demo brand: Maison Lumen, a French maker of lamps, with a year behind it. Generated with a fixed seed.

Its spaces are on the sandbox networks, and the interface says so everywhere.
"""

SLUG = "maison-lumen"
SEED = 20260119
