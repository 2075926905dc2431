"""What is said, in which tone and what for, in French and English: `understand` for every mention, `careful` where it counts."""

from diapason.listening.understanding.attentive import careful
from diapason.listening.understanding.fast import understand

__all__ = ["careful", "understand"]
