"""The journal's lines, and the head that says how many there are and how the last one is sealed."""

from typing import Any, NoReturn

from django.db import models

from sojourn.journal.errors import APPEND_ONLY, JournalError


class LineQuerySet(models.QuerySet["JournalLine"]):
    """Reading only."""

    def about(self, kind: str, thing_id: str) -> "LineQuerySet":
        """Lines on one thing, oldest first."""
        return self.filter(subject_kind=kind, subject_id=thing_id).order_by("number")

    def update(self, **kwargs: Any) -> NoReturn:
        raise JournalError(APPEND_ONLY)

    def delete(self) -> NoReturn:
        raise JournalError(APPEND_ONLY)


class JournalLine(models.Model):
    """One thing that somebody did. Never changed, never removed: triggers in the database see to it as
    well.
    """

    number = models.BigIntegerField(primary_key=True)
    at = models.DateTimeField()
    event = models.CharField(max_length=80)
    capacity = models.CharField(max_length=20)
    person_id = models.CharField(max_length=64, blank=True)
    party_id = models.CharField(max_length=64, blank=True)
    firm_id = models.CharField(max_length=64, blank=True)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=64)
    details = models.JSONField(default=dict)
    previous_hash = models.CharField(max_length=64)
    hash = models.CharField(max_length=64, unique=True)

    objects = LineQuerySet.as_manager()

    class Meta:
        base_manager_name = "objects"
        default_permissions = ()
        indexes = [
            models.Index(fields=["subject_kind", "subject_id", "number"], name="journal_about"),
            models.Index(fields=["person_id", "number"], name="journal_by_person"),
            # Looks at people's data, which are reviewed by institution and day.
            models.Index(
                fields=["party_id", "at"],
                name="journal_looks",
                condition=models.Q(
                    event__in=[
                        "case.person_looked_at",
                        "case.restricted_opened",
                        "case.searched",
                        "case.thread_looked_at",
                    ]
                ),
            ),
            models.Index(
                fields=["firm_id", "party_id", "number"],
                name="journal_by_firm",
                condition=~models.Q(firm_id=""),
            ),
        ]

    def save(self, *args: Any, **kwargs: Any) -> NoReturn:
        """Refused: lines are written by `journal.events.record` alone, together with the head."""
        raise JournalError(APPEND_ONLY)

    def delete(self, *args: Any, **kwargs: Any) -> NoReturn:
        raise JournalError(APPEND_ONLY)


class JournalHead(models.Model):
    """The one row that writers queue at: the number of lines and the hash of the last."""

    id = models.SmallIntegerField(primary_key=True, default=1)
    length = models.BigIntegerField(default=0)
    hash = models.CharField(max_length=64)

    class Meta:
        default_permissions = ()
        constraints = [models.CheckConstraint(condition=models.Q(id=1), name="journal_one_head")]
