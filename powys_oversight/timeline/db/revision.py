from django.db import models
from django.db.models import F


class Revision(models.Model):
    """The record's revision: one row, one number, raised with any change in the same transaction.

    It is part of every ETag, so that a page is fetched anew only after a change.
    """

    number = models.PositiveBigIntegerField(default=0)

    class Meta:
        constraints = [models.CheckConstraint(name="there_is_one_revision_row", condition=models.Q(pk=1))]

    def __str__(self) -> str:
        return str(self.number)

    @classmethod
    def current(cls) -> int:
        return cls.objects.filter(pk=1).values_list("number", flat=True).first() or 0

    @classmethod
    def hold(cls) -> None:
        list(cls.objects.select_for_update().filter(pk=1))

    @classmethod
    def raise_by_one(cls) -> None:
        """Raise the number in the current transaction. Two transactions may both create the row."""
        if not cls.objects.filter(pk=1).update(number=F("number") + 1):
            Revision.objects.bulk_create([Revision(pk=1, number=0)], ignore_conflicts=True)
            cls.objects.filter(pk=1).update(number=F("number") + 1)
