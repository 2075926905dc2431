"""What the models are worth where nothing was known: an application that was left out, tweets when no tweet was read."""

from typing import Any

import numpy as np

from diapason.listening.understanding.features import Floats
from diapason.listening.understanding.lexicon import Lexicon
from diapason.listening.understanding.model import TONES, WISHES
from diapason.listening.understanding.scoring import macro_f1
from diapason.listening.understanding.training.building import Material, assembled, raw

TWEETS = ("umsab", "mlma", "crisislex")
NAMES = {"complaint": "problem reports", "request": "requests"}  # nobody said which reviews are hostile


def unseen(everything: Material, lexicon: Lexicon) -> list[dict[str, Any]]:
    """One row for each thing that was left out, and each reading of it."""
    rows = [row for app in apps(everything) for row in without_app(everything, lexicon, app)]
    tweeted = np.array([example.set in TWEETS for example in everything.examples])
    held = everything.only([example.set == "umsab" and example.held for example in everything.examples])
    built = assembled(everything.only(~tweeted & free(everything)), lexicon, wishing=False)
    fast, slow = raw(built, held)
    wanted = np.array([np.argmax(example.tone or ()) for example in held.examples])
    for reading, scores in (("fast", fast), ("careful", slow)):
        rows.append(row_of("tone of tweets, no tweet read", "macro-F1 of 3", reading, macro_f1(wanted, chosen(scores), range(3)), wanted))
        rows.append(tones_row("tone of tweets, no tweet read", reading, scores, wanted))
    return rows


def free(of: Material) -> np.ndarray[Any, Any]:
    return np.array([not example.held for example in of.examples])


def apps(of: Material) -> list[str]:
    return sorted({example.app for example in of.examples if example.app})


def chosen(scores: Floats) -> np.ndarray[Any, Any]:
    return scores[:, :TONES].argmax(axis=1)


def without_app(everything: Material, lexicon: Lexicon, app: str) -> list[dict[str, Any]]:
    out = np.array([example.app == app for example in everything.examples])
    built, left = assembled(everything.only(~out & free(everything)), lexicon), everything.only(out)
    fast, slow = raw(built, left)
    rows = []
    for name, shown in NAMES.items():
        at = WISHES.index(name)
        wanted = np.array([int(getattr(example, name) or 0) for example in left.examples])
        for reading, scores in (("fast", fast), ("careful", slow)):
            told = (scores[:, TONES + at] > 0).astype(int)
            rows.append(row_of(f"{shown}, {app} left out", "F1", reading, macro_f1(wanted, told, [1]), wanted))
    wanted = np.array([np.argmax(example.tone) if example.tone and max(example.tone) > 0.5 else 1 for example in left.examples])
    return rows + [tones_row(f"stars, {app} left out", reading, scores, wanted) for reading, scores in (("fast", fast), ("careful", slow))]


def tones_row(what: str, reading: str, scores: Floats, wanted: np.ndarray[Any, Any]) -> dict[str, Any]:
    """Of negative against positive: what is neutral is left out."""
    said = wanted != 1
    told = np.where(scores[said, 2] > scores[said, 0], 2, 0)
    return row_of(what, "macro-F1 of 2", reading, macro_f1(wanted[said], told, (0, 2)), wanted[said])


def row_of(what: str, measure: str, reading: str, value: float, wanted: np.ndarray[Any, Any]) -> dict[str, Any]:
    return {"what": what, "measure": measure, "reading": reading, "value": round(value, 3), "n": len(wanted)}
