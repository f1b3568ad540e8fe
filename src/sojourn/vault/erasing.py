"""Taking out of a row, and of all rows that hang on it, everything that names somebody.

A retention schedule erases what a later model adds as well, without a list that somebody has to keep: whatever is
encrypted names somebody, and so does a blind index, by which a person is found.
"""

from collections.abc import Iterator
from typing import Any, Final
from uuid import UUID

from django.db import models

from sojourn.vault.fields import EncryptedField, EncryptedTextField

_FILES: Final = ("file_id", "document_file", "sent_file")
_INDEX: Final = "_index"
# A row that is nothing but a key to search by goes whole.
_ONLY_A_KEY: Final = "index"


def erase_below(root: models.Model, room: str) -> list[UUID]:
    """Blank what is encrypted, and every blind index, in `root` and in all rows of `room` ("sojourn.casework") that
    hang on it, whatever the number of steps. Rows that exist for a file alone, or for a key to search by, are deleted.

    Returns the ids of the files that hung on them: letting go of those is for the caller. Rows of the same model as
    `root` are other things (what followed it) and stay. Again changes nothing. The caller holds the transaction.
    """
    found: list[UUID] = []
    rows = list(_below(root, room))
    for row in reversed(rows):
        found += _files_of(row)
        if row is not root and _goes_whole(row):
            row.delete()
        else:
            _blank(row)
    return list(dict.fromkeys(found))


def _below(root: models.Model, room: str) -> Iterator[models.Model]:
    """The row and all that hang on it, each once, outer before inner."""
    waiting, seen = [root], {(type(root), root.pk)}
    while waiting:
        row = waiting.pop(0)
        yield row
        relation: Any
        for relation in row._meta.get_fields(include_hidden=True):
            if not (relation.auto_created and (relation.one_to_many or relation.one_to_one)):
                continue
            model: Any = relation.related_model
            if model is type(root) or not f"{model.__module__}.".startswith(f"{room}."):
                continue
            for each in model._base_manager.filter(**{relation.field.name: row.pk}).order_by("pk"):
                if (model, each.pk) not in seen:
                    seen.add((model, each.pk))
                    waiting.append(each)


def _files_of(row: models.Model) -> list[UUID]:
    fields = [field for field in row._meta.concrete_fields if field.attname in _FILES]
    return [value for field in fields if (value := getattr(row, field.attname)) is not None]


def _goes_whole(row: models.Model) -> bool:
    """Whether the row is nothing without what is taken out of it."""
    fields = row._meta.concrete_fields
    for_a_file = any(field.attname in _FILES and not field.null for field in fields)
    return for_a_file or any(field.attname == _ONLY_A_KEY for field in fields)


def _blank(row: models.Model) -> None:
    changed = []
    for field in row._meta.concrete_fields:
        if isinstance(field, EncryptedField):
            empty: Any = None if field.null else "" if isinstance(field, EncryptedTextField) else {}
        elif field.attname.endswith(_INDEX) and isinstance(field, models.CharField) and not field.unique:
            empty = ""
        else:
            continue
        if getattr(row, field.attname) != empty:
            setattr(row, field.attname, empty)
            changed.append(field.attname)
    if changed:
        row.save(update_fields=changed)
