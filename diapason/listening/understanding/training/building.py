"""Making the model of one language: a slow teacher reads every text, and a fast pupil learns from it and from the labels."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.optimize import minimize_scalar
from scipy.special import log_softmax, softmax

from diapason.listening.understanding.features import DENSE, Floats, Tokens
from diapason.listening.understanding.lexicon import Lexicon
from diapason.listening.understanding.model import REVIEWS, TONES, WISHES, Model
from diapason.listening.understanding.reading import tokens
from diapason.listening.understanding.training.data import CUSTOMERS, POSTS, Example
from diapason.listening.understanding.training.fitting import Softmax, counts, fit

DOMAINS = 4
MARK = 3.0  # how large the column of a domain is: each has its own share of tones, which is learned apart from what words mean
LABELS = 0.5  # what the pupil believes of a label, the rest of its teacher
WEIGHTS = {"umsab": 1.5, "minibar": 2.0, "xed": 0.2, "mlma": 0.4, "crisislex": 0.4, "banking77": 0.3, "written": 0.5}
# What a text counts for which nobody has said whether it is one: nearly nothing, and as one that is not.
ELSEWHERE = {
    "complaint": {"banking77": 0.5, "umsab": 0.1, "xed": 0.05, "written": 0.05},
    "toxic": {"minibar": 0.1, "written": 0.05},
}
ELSEWHERE["request"] = ELSEWHERE["complaint"]
L2, L2_DENSE, L2_TEACHER, L2_WISHES, L2_TEACHING_WISHES = 0.7, 0.3, 2000.0, 0.3, 100.0
RARE = {"complaint": 1.5, "request": 2.0, "toxic": 1.0}  # how much more one that is found counts than one that is missed
LARGEST = 32_767
NEVER = 15.0
NEUTRAL = 1
SHIFTS = (0.0, -0.25, -0.5, -0.75, -1.0, -1.25, -1.5)  # of the neutral output; the first of those that are as good
EVEN = 1800.0


@dataclass
class Material:
    """Texts as numbers: `counted` (texts, buckets), `dense`, `embedded`, and the columns of their domains."""

    examples: list[Example]
    counted: Any
    dense: Floats
    embedded: Floats

    @property
    def domains(self) -> Floats:
        return MARK * np.eye(DOMAINS)[[example.domain for example in self.examples]]

    def only(self, chosen: Sequence[bool] | NDArray[np.bool_]) -> "Material":
        at = np.flatnonzero(chosen)
        return Material([self.examples[each] for each in at], self.counted[at], self.dense[at], self.embedded[at])


def material(examples: list[Example], embedded: Floats, lexicon: Lexicon) -> Material:
    counted, dense = counts(tokens([example.text for example in examples]), Tokens(None, lexicon))
    return Material(examples, counted, dense, embedded)


def weights(examples: Sequence[Example], wanted: Floats) -> Floats:
    """Every set counts by `WEIGHTS`, whatever its size, and every tone within a set likewise."""
    found = np.zeros(len(examples))
    names = np.array([example.set for example in examples])
    for name in sorted(set(names.tolist())):
        of = names == name
        shares = wanted[of].sum(axis=0)
        each = (wanted[of] / np.maximum(shares, 0.1 * of.sum())).sum(axis=1)
        found[of] = each / each.mean() * WEIGHTS[name] * EVEN / of.sum()
    return found


def build(all_: Material, lexicon: Lexicon) -> Model:
    """From what is not held out."""
    known = all_.only([not example.held for example in all_.examples])
    fifths = np.arange(len(known.examples)) % 5 == 0
    kept = known.only(fifths & np.array([example.set not in ("written", "xed") for example in known.examples]))
    heat = heats(assembled(known.only(~fifths), lexicon, wishing=False), kept)
    return replace(assembled(known, lexicon), heat=heat)


def assembled(known: Material, lexicon: Lexicon, *, wishing: bool = True) -> Model:
    mean, spread = known.embedded.mean(axis=0), known.embedded.std(axis=0)
    teacher = taught(known, mean, spread)
    pupil = learned(known, teacher, mean, spread)
    wishes = [
        wish(known, name, mean, spread) if wishing and any(getattr(each, name) for each in known.examples) else never(pupil, teacher)
        for name in WISHES
    ]
    fast, slow = [pupil, *(each[0] for each in wishes)], [teacher, *(each[1] for each in wishes)]
    table, seen_by = together(fast, "weights"), together(slow, "dense")
    scales, size = np.maximum(np.abs(table).max(axis=0), 1e-9) / LARGEST, known.embedded.shape[1]
    built = Model(
        np.round(table / scales).astype(np.int16), scales, together(fast, "dense")[: len(DENSE)], biases(fast), np.ones((2, 2)),
        seen_by[:size], seen_by[size : size + len(DENSE)], biases(slow), mean, spread, lexicon,
    )  # fmt: skip
    told = any(example.tone and example.domain == POSTS and example.set != "written" for example in known.examples)
    return built if told else evened(built, known)


def evened(built: Model, known: Material) -> Model:
    """Where no post told how often posts are neutral but the plain ones that we wrote, most would be: as many are as lets the texts of the
    other sets, read as posts, keep what people said of them."""
    told = known.only([example.tone is not None for example in known.examples])
    names = np.array([example.set for example in told.examples])
    wanted = np.array([np.argmax(example.tone or ()) for example in told.examples])
    posts = np.zeros(len(wanted), np.int64)
    fast = told.counted @ (built.weights * built.scales) + told.dense @ built.dense + built.bias[posts]
    slow = built.careful_outputs(fast, told.embedded, told.dense, posts)

    def best(scores: Floats) -> float:
        def right(shift: float) -> float:
            found = (scores[:, :TONES] + np.array([0, shift, 0])).argmax(axis=1) == wanted
            return float(np.mean([found[names == name].mean() for name in sorted(set(names.tolist()))]))

        return max(SHIFTS, key=right)

    of_fast, of_both = best(fast), best(slow)
    bias, careful_bias = built.bias.copy(), built.careful_bias.copy()
    bias[POSTS, NEUTRAL] += of_fast
    careful_bias[POSTS, NEUTRAL] += of_both - of_fast
    return replace(built, bias=bias, careful_bias=careful_bias)


def together(heads: Sequence[Softmax], part: str) -> Floats:
    return np.concatenate([getattr(head, part) for head in heads], axis=-1)


def biases(heads: Sequence[Softmax]) -> Floats:
    return np.concatenate([biased(head) for head in heads], axis=1)


def never(pupil: Softmax, teacher: Softmax) -> tuple[Softmax, Softmax]:
    """Where nothing tells what it is."""

    def nothing(head: Softmax) -> Softmax:
        return Softmax(0 * head.weights[:, :1], 0 * head.dense[:, :1], 0 * head.bias[:1] - NEVER)

    return nothing(pupil), nothing(teacher)


def biased(head: Softmax) -> Floats:
    """For posts, and for reviews."""
    found: Floats = head.bias + MARK * head.dense[-DOMAINS:][: REVIEWS + 1]
    return found


def seen(known: Material, mean: Floats, spread: Floats) -> Floats:
    return np.hstack([(known.embedded - mean) / spread, known.dense, known.domains])


def taught(known: Material, mean: Floats, spread: Floats) -> Softmax:
    """From labels only, over embeddings."""
    told = known.only([example.tone is not None for example in known.examples])
    wanted = np.array([example.tone for example in told.examples])
    return fit(None, seen(told, mean, spread), wanted, weights(told.examples, wanted), 1, L2_TEACHER)


def learned(known: Material, teacher: Softmax, mean: Floats, spread: Floats) -> Softmax:
    """From labels and from the teacher, over letters and words."""
    heard = known.only([example.domain != CUSTOMERS for example in known.examples])
    wanted = softmax(teacher.logits(None, seen(heard, mean, spread)), axis=1)
    for row, example in zip(wanted, heard.examples, strict=True):
        if example.tone is not None:
            row[:] = LABELS * np.array(example.tone) + (1 - LABELS) * row
    return fit(heard.counted, np.hstack([heard.dense, heard.domains]), wanted, weights(heard.examples, wanted), L2, L2_DENSE, 100)


def wish(known: Material, name: str, mean: Floats, spread: Floats) -> tuple[Softmax, Softmax]:
    """Whether it is a complaint, a request, or hostile: the pupil, and its teacher."""
    elsewhere = ELSEWHERE[name]
    told = known.only([getattr(example, name) is not None or example.set in elsewhere for example in known.examples])
    yes = np.array([getattr(example, name) or 0.0 for example in told.examples])
    share = np.array([elsewhere.get(example.set, 1.0) for example in told.examples]) * np.where(yes > 0.5, RARE[name], 1)
    seldom = np.zeros_like(told.domains)  # no domain has its own share: a complaint is one everywhere
    eyes = np.hstack([(told.embedded - mean) / spread, told.dense, seldom])
    teacher = fit(None, eyes, np.stack([1 - yes, yes], axis=1), share, 1, L2_TEACHING_WISHES)
    wanted = LABELS * np.stack([1 - yes, yes], axis=1) + (1 - LABELS) * softmax(teacher.logits(None, eyes), axis=1)
    return one(fit(told.counted, np.hstack([told.dense, seldom]), wanted, share, L2_WISHES, L2_DENSE, 100)), one(teacher)


def one(head: Softmax) -> Softmax:
    """Of two outputs, what the second has more than the first."""
    return Softmax(*(part[..., 1:] - part[..., :1] for part in (head.weights, head.dense, head.bias)))


def raw(built: Model, of: Material) -> tuple[Floats, Floats]:
    """Outputs of the fast and of the careful reading."""
    reviews = np.array([REVIEWS if example.domain == REVIEWS else POSTS for example in of.examples])
    scores = of.counted @ (built.weights * built.scales) + of.dense @ built.dense + built.bias[reviews]
    return scores, built.careful_outputs(scores, of.embedded, of.dense, reviews)


def heats(trial: Model, kept: Material) -> Floats:
    """(readings, posts or reviews): what makes the chances true on texts that the trial has not seen."""

    def best(scores: Floats, wanted: Floats) -> float:
        def loss(heat: float) -> float:
            return float(-(wanted * log_softmax(scores / heat, axis=1)).sum())

        return float(minimize_scalar(loss, bounds=(0.3, 6), method="bounded").x)

    found = np.ones((2, 2))
    for domain in (POSTS, REVIEWS):
        told = kept.only([example.tone is not None and example.domain == domain for example in kept.examples])
        if told.examples:
            wanted = np.array([example.tone for example in told.examples])
            found[:, domain] = [best(scores[:, :TONES], wanted) for scores in raw(trial, told)]
    return found
