"""How much of a delivery can be seen on the network: a thread may stop in the middle."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef

from diapason.publishing.models import Attempt, Delivery


@dataclass(frozen=True, slots=True)
class Progress:
    """`out` of the `of` parts that people see are known to be out; `doubt`: one more may be."""

    out: int
    of: int
    doubt: bool

    @property
    def untouched(self) -> bool:
        """Nothing of it can be seen, for certain."""
        return not (self.out or self.doubt)


def progress(delivery: Delivery) -> Progress:
    doubtful = Attempt.objects.filter(step=OuterRef("pk"), outcome__in=["", "unknown"])
    shown = delivery.steps.filter(publishes=True).annotate(doubtful=Exists(doubtful)).values_list("result", "doubtful")
    out = sum(result is not None for result, _doubtful in shown)
    return Progress(out, len(shown), any(result is None and doubtful for result, doubtful in shown))
