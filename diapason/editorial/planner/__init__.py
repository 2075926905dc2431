"""The editorial calendar (E1, E2, E3): what a span of days holds, and what is missing in it or said twice."""
