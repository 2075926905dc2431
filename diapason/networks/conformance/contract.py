"""Holds a capability's file to its contract in `protocols.py`, which modules cannot inherit."""

import inspect
from types import ModuleType

from diapason.networks.base.manifest import Manifest

# What the manifest says is not offered need not be there.
ONLY_WITH = {"authorize": "oauth", "complete": "oauth", "connect": "password"}
NAMES = {"Converse": ("STREAMS",), "Insights": ("POST_METRICS", "ACCOUNT_METRICS")}


def differences(module: ModuleType, contract: type, manifest: Manifest) -> list[str]:
    """What is missing or of another form, in words."""
    found = [f"{name} is missing" for name in NAMES.get(contract.__name__, ()) if not isinstance(getattr(module, name, None), tuple)]
    for name, wanted in vars(contract).items():
        if name.startswith("_") or not callable(wanted):
            continue
        method = ONLY_WITH.get(name)
        if method and method not in manifest.auth.get("methods", []):
            continue
        found += of_function(getattr(module, name, None), name, wanted)
    return found


def of_function(given: object, name: str, wanted: object) -> list[str]:
    if not inspect.isfunction(given) or not inspect.isfunction(wanted):
        return [f"{name} is missing"]
    if inspect.iscoroutinefunction(given) != inspect.iscoroutinefunction(wanted):
        return [f"{name} is {'not ' if inspect.iscoroutinefunction(wanted) else ''}asynchronous"]
    count = len(inspect.signature(wanted).parameters) - 1  # without self
    required = [one for one in inspect.signature(given).parameters.values() if one.default is one.empty]
    takes = len(inspect.signature(given).parameters)
    return [] if len(required) <= count <= takes else [f"{name} takes {takes} arguments, not {count}"]
