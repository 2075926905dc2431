"""One folder a network; `base` holds what they share, `conformance` the one suite that all of them pass."""
