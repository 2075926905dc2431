"""What was answered to a write that carried an Idempotency-Key, kept a day to be answered again."""

from django.db import models

from diapason.api.models.token import ApiToken


class Answer(models.Model):
    """Written in the transaction of the change. `fingerprint` is the SHA-256 of the method, the address and the body."""

    token = models.ForeignKey(ApiToken, models.CASCADE, related_name="+", db_index=False)
    key = models.CharField(max_length=200)
    fingerprint = models.CharField(max_length=64)
    status = models.PositiveSmallIntegerField()
    body = models.TextField()
    created_at = models.DateTimeField(db_index=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["token", "key"], name="one_answer_per_key")]
