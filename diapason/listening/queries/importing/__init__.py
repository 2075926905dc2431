"""Queries written for other tools, in ours.

`translation.translated` reads the text with one of the `dialects`; what has no equal in our language is left out and named, with its
place, and what is only nearly the same is named too.
"""
