"""By what a case is found without being readable: one row for each whole value that may be searched for."""

from django.db import models


class SearchKey(models.Model):
    """A blind index of one value in a case. Equal values have equal indexes; nothing else is told."""

    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, related_name="search_keys")
    kind = models.CharField(max_length=16)
    index = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["index", "kind", "case"], name="search_key_once")]


class Backfill(models.Model):
    """How far cases of before were made findable, for each version of what keys are made of."""

    version = models.PositiveSmallIntegerField(unique=True)
    begun_at = models.DateTimeField()
    ended_at = models.DateTimeField(null=True)
    last_case = models.UUIDField(null=True)
    done = models.PositiveIntegerField(default=0)
    total = models.PositiveIntegerField(default=0)
