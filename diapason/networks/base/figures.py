"""Counts that a network gives, as figures."""

from collections.abc import Mapping
from typing import Any

from diapason.networks.base.content import Figure


def figures(data: Mapping[str, Any], keys: Mapping[str, str], source: str) -> list[Figure]:
    """`keys`: where the answer holds each metric. A count that is absent, or hidden (some say -1), is not made up."""
    return [Figure(metric, data[key], f"{source}.{key}") for metric, key in keys.items() if is_count(data.get(key))]


def is_count(value: object) -> bool:
    return isinstance(value, int) and not isinstance(value, bool) and value >= 0
