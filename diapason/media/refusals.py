"""Why a file is not taken: a sentence for the person who sent it."""

from django.utils.functional import Promise


class Refused(Exception):
    """A file that the library does not take. `str()` says why and what to do, in the reader's language."""

    def __init__(self, code: str, sentence: Promise | str) -> None:
        super().__init__(code)
        self.code = code
        self.sentence = sentence

    def __str__(self) -> str:
        return str(self.sentence)
