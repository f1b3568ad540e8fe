"""Counts by institution and day, so that a year of a million cases is told from some thousand rows."""

from datetime import date
from typing import Self

from django.db import models


class FigureQuerySet(models.QuerySet["Figure"]):
    """Ways of reading counts."""

    def of(self, institution_id: str, measure: str) -> Self:
        """One measure of one institution."""
        return self.filter(institution_id=institution_id, measure=measure)

    def between(self, first: date, last: date) -> Self:
        """Those of these days, both included."""
        return self.filter(day__gte=first, day__lte=last)


class Figure(models.Model):
    """How often something was counted on a day. `detail` is what the measure tells apart (see `measures.py`)."""

    institution_id = models.CharField(max_length=64)
    measure = models.CharField(max_length=16)
    day = models.DateField()
    kind = models.CharField(max_length=32)
    host = models.CharField(max_length=8)
    detail = models.CharField(max_length=64, blank=True)
    count = models.PositiveIntegerField()

    objects = FigureQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["institution_id", "measure", "day", "kind", "host", "detail"], name="figure_once"
            )
        ]


class CountedDay(models.Model):
    """A day of an institution that was counted: when last, and whether nothing can be added any more."""

    institution_id = models.CharField(max_length=64)
    day = models.DateField()
    counted_at = models.DateTimeField()
    is_final = models.BooleanField(default=False)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["institution_id", "day"], name="counted_day_once")]
