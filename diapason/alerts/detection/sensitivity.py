"""From which score on something is worth an alert.

Between 8 and 11 the figures of `bin/bench alerts` hardly change: the default is in the middle of what does not matter.
"""

HIGH, NORMAL, LOW = 7.0, 9.0, 12.0
THRESHOLDS = {"high": HIGH, "normal": NORMAL, "low": LOW}
