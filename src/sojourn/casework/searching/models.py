"""By what a case is found without being readable: one row for each whole value that may be searched for."""

from django.db import models


class SearchKey(models.Model):
    """A blind index of one value in a case. Equal values have equal indexes; nothing else is told."""

    case = models.ForeignKey("casework.Case", on_delete=models.CASCADE, related_name="search_keys")
    kind = models.CharField(max_length=16)
    index = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["index", "kind", "case"], name="search_key_once")]
