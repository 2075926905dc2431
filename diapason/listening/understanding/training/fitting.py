"""Fitting: a softmax over sparse counts and dense features, by L-BFGS, to labels that may be soft. Deterministic."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from scipy import sparse
from scipy.optimize import minimize
from scipy.special import log_softmax

from diapason.listening.understanding.features import BUCKETS, Batch, Floats, Tokens, pieces


def counts(tokens: Sequence[list[str]], table: Tokens) -> tuple[Any, Floats]:
    """What `Batch.sums` weighs, as a sparse matrix (texts, buckets), and `Batch.dense`."""
    batch = Batch.of(table, tokens)
    known: dict[str, list[int]] = {}
    data: list[float] = []
    at: list[int] = []
    ends = [0]
    for words in tokens:
        for word in words:
            if word not in known:
                known[word] = pieces(word) if word[0].isalpha() else []
        found = [place for word in words for place in known[word]]
        at += found
        data += [1 / np.sqrt(max(len(found), 1))] * len(found)
        ends.append(len(at))
    letters = sparse.csr_matrix((np.array(data), np.array(at), np.array(ends)), shape=(len(tokens), BUCKETS))
    buckets, text = batch.words
    many = np.maximum(np.bincount(text, minlength=len(tokens)), 1)
    paired = sparse.csr_matrix((1 / np.sqrt(many)[text], (text, buckets)), shape=(len(tokens), BUCKETS))
    return (letters + paired).tocsr(), batch.dense()


@dataclass
class Softmax:
    weights: Floats  # (buckets, classes)
    dense: Floats  # (dense, classes)
    bias: Floats

    def logits(self, counted: Any, dense: Floats) -> Floats:
        return (counted @ self.weights if self.weights.size else 0) + dense @ self.dense + self.bias


def fit(counted: Any, dense: Floats, wanted: Floats, weight: Floats, l2: float, l2_dense: float, steps: int = 150) -> Softmax:
    """`wanted`: (texts, classes), rows sum to 1. `weight`: of each text."""
    whole = 0 if counted is None else counted.shape[1]
    used = np.unique(counted.indices) if whole else np.zeros(0, int)  # the others stay at nothing
    counted = counted[:, used] if whole else None
    buckets = len(used)
    classes, many = wanted.shape[1], dense.shape[1]
    turned = None if counted is None else counted.T.tocsr()
    share = weight / weight.sum()
    pull = np.concatenate((np.full(buckets, l2), np.full(many, l2_dense), [0]))[:, None] / weight.sum()

    def loss(flat: Floats) -> tuple[float, Floats]:
        w = flat.reshape(-1, classes)
        scores = dense @ w[buckets:-1] + w[-1]
        if buckets:
            scores = scores + counted @ w[:buckets]
        logged = log_softmax(scores, axis=1)
        error = (np.exp(logged) - wanted) * share[:, None]
        below = [dense.T @ error, error.sum(0)[None]]
        gradient = np.concatenate(([turned @ error] if buckets else []) + below)
        value = -(share[:, None] * wanted * logged).sum() + 0.5 * (pull * w * w).sum()
        return value, (gradient + pull * w).ravel()

    found = minimize(loss, np.zeros((buckets + many + 1) * classes), jac=True, method="L-BFGS-B", options={"maxiter": steps, "maxcor": 10})
    w = found.x.reshape(-1, classes)
    spread = np.zeros((whole, classes))
    spread[used] = w[:buckets]
    return Softmax(spread, w[buckets:-1], w[-1])
