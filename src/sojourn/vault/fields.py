"""Model fields whose column holds ciphertext only.

On an instance the value is plain Python; from the database comes a `Sealed`, opened when it is first read.
Each ciphertext is bound to its table, column and row, so that it opens nowhere else. Consequences, all on
purpose:
- the row's primary key is a UUID known before saving;
- `QuerySet.values()` and friends give `Sealed`, never the plain value;
- look-ups other than `isnull` raise (use a blind index); `QuerySet.update()` and `bulk_update()` raise,
  because they do not say which row a value is for;
- renaming a table or column needs a migration that seals anew.
"""

import json
import uuid
from typing import Any, Final, NoReturn

from django import forms
from django.core import checks
from django.core.exceptions import FieldError
from django.db import models
from django.db.models.lookups import IsNull
from django.db.models.query_utils import DeferredAttribute

from sojourn.vault import envelope
from sojourn.vault.errors import CANNOT_OPEN, NEEDS_ROW, NEEDS_ROW_ID, NO_EXPORT, WRONG_TYPE, VaultError

_FORBIDDEN_OPTIONS: Final = ("primary_key", "unique", "db_index")


class Sealed:
    """Ciphertext as it stands in the column."""

    __slots__ = ("ciphertext",)

    def __init__(self, ciphertext: bytes) -> None:
        self.ciphertext = ciphertext

    def __repr__(self) -> str:
        return f"<Sealed: {len(self.ciphertext)} bytes>"


class _Opened:
    """Keeps the plain value on the instance without showing it in `vars()`, debuggers and error reports."""

    __slots__ = ("value",)

    def __init__(self, value: Any) -> None:
        self.value = value

    def __repr__(self) -> str:
        return "<Opened>"


class _EncryptedAttribute(DeferredAttribute):
    """Opens a sealed value when it is first read."""

    field: "EncryptedField"

    def __get__(self, instance: models.Model | None, cls: type[models.Model] | None = None) -> Any:
        if instance is None:
            return self
        held = super().__get__(instance, cls)
        if isinstance(held, Sealed):
            held = _Opened(self.field.open(held, instance))
            instance.__dict__[self.field.attname] = held
        return held.value if isinstance(held, _Opened) else held

    def __set__(self, instance: models.Model, value: Any) -> None:
        instance.__dict__[self.field.attname] = value if isinstance(value, Sealed) else _Opened(value)


class EncryptedField(models.Field[Any, Any]):
    """What encrypted text and encrypted JSON have in common. Not for use by itself."""

    descriptor_class = _EncryptedAttribute
    empty_strings_allowed = False

    def get_internal_type(self) -> str:
        return "BinaryField"

    def check(self, **kwargs: Any) -> list[checks.CheckMessage]:
        return [*super().check(**kwargs), *self._check_options(), *self._check_row_id()]

    def _check_options(self) -> list[checks.CheckMessage]:
        return [
            checks.Error(
                f"An encrypted field cannot be {option}: equal values differ.", obj=self, id="vault.E001"
            )
            for option in _FORBIDDEN_OPTIONS
            if getattr(self, option)
        ]

    def _check_row_id(self) -> list[checks.CheckMessage]:
        key: Any = self.model._meta.pk
        while key is not None and key.remote_field:
            key = key.target_field
        if isinstance(key, models.UUIDField):
            return []
        return [
            checks.Error("A model with encrypted fields needs a UUID primary key.", obj=self, id="vault.E002")
        ]

    def to_bytes(self, value: Any) -> bytes:
        """The plain value as bytes to seal. Raises VaultError when it is of another type."""
        raise NotImplementedError

    def from_bytes(self, data: bytes) -> Any:
        """The plain value again."""
        raise NotImplementedError

    def context(self, instance: models.Model) -> str:
        """What binds a value to its place. Raises VaultError when the row has no UUID yet."""
        if not isinstance(instance.pk, uuid.UUID):
            raise VaultError(NEEDS_ROW_ID, **self._place())
        return f"field:{self.model._meta.db_table}.{self.column}:{instance.pk.hex}"

    def open(self, sealed: Sealed, instance: models.Model) -> Any:
        """The plain value. Raises VaultError("vault_cannot_open") when it was changed or stands in another
        place.
        """
        try:
            return self.from_bytes(envelope.decrypt(sealed.ciphertext, context=self.context(instance)))
        except VaultError as error:
            raise VaultError(error.code, **self._place()) from None
        except ValueError:
            raise VaultError(CANNOT_OPEN, **self._place()) from None

    def pre_save(self, model_instance: models.Model, add: bool) -> Sealed | None:
        value = getattr(model_instance, self.attname)
        if value is None:
            return None
        return Sealed(envelope.encrypt(self.to_bytes(value), context=self.context(model_instance)))

    def get_db_prep_value(self, value: Any, connection: Any, prepared: bool = False) -> Any:
        if value is None:
            return None
        if not isinstance(value, Sealed):
            raise VaultError(NEEDS_ROW, **self._place())
        return connection.Database.Binary(value.ciphertext)

    def from_db_value(self, value: Any, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(bytes(value))

    def get_lookup(self, lookup_name: str) -> Any:
        if lookup_name == "isnull":
            return IsNull
        self._refuse(lookup_name)

    def get_transform(self, lookup_name: str) -> Any:
        self._refuse(lookup_name)

    def value_to_string(self, obj: models.Model) -> str:
        raise VaultError(NO_EXPORT, **self._place())

    def _refuse(self, lookup_name: str) -> NoReturn:
        raise FieldError(
            f"{self.model.__name__}.{self.name} is encrypted: no look-up {lookup_name!r}. Use a blind index."
        )

    def _place(self) -> dict[str, Any]:
        return {"table": self.model._meta.db_table, "column": self.column}

    def _wrong_type(self) -> VaultError:
        return VaultError(WRONG_TYPE, **self._place())


class EncryptedTextField(EncryptedField):
    """Text, encrypted in the column."""

    description = "Encrypted text"
    empty_strings_allowed = True

    def to_bytes(self, value: Any) -> bytes:
        if not isinstance(value, str):
            raise self._wrong_type()
        return value.encode("utf-8", "surrogatepass")

    def from_bytes(self, data: bytes) -> str:
        return data.decode("utf-8", "surrogatepass")

    def to_python(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else str(value)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(
            **{"form_class": forms.CharField, "empty_value": None if self.null else "", **kwargs}
        )


class EncryptedJSONField(EncryptedField):
    """A JSON value (mapping, list, text, number, truth), encrypted in the column. None is SQL NULL."""

    description = "Encrypted JSON"

    def to_bytes(self, value: Any) -> bytes:
        try:
            return json.dumps(value, ensure_ascii=True, allow_nan=False, separators=(",", ":")).encode()
        except (TypeError, ValueError):
            # The original message would repeat the value.
            raise self._wrong_type() from None

    def from_bytes(self, data: bytes) -> Any:
        return json.loads(data)

    def formfield(self, **kwargs: Any) -> Any:
        return super().formfield(**{"form_class": forms.JSONField, **kwargs})
