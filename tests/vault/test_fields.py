"""Particulars rest as ciphertext, bound to their place, and come back as they were."""

import json
import uuid

import pytest
from django.core.exceptions import FieldError
from django.db import connection, models, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from sojourn.vault.errors import VaultError
from sojourn.vault.fields import EncryptedJSONField, EncryptedTextField, Sealed
from tests.vault.builders import Envelope, Numbered, Paper

pytestmark = pytest.mark.usefixtures("papers")

SECRET = "Zoë Ångström-Müller"


def column(row: uuid.UUID, name: str = "name", table: type[models.Model] = Paper) -> bytes:
    """What stands in the column, as the database holds it."""
    sealed = table._base_manager.values_list(name, flat=True).get(pk=row)
    assert isinstance(sealed, Sealed)
    return sealed.ciphertext


def put(row: uuid.UUID, ciphertext: bytes, name: str = "name") -> None:
    """Write into the column behind the application's back."""
    key = row if connection.features.has_native_uuid_field else row.hex
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE vault_tests_paper SET {name} = %s WHERE id = %s", [ciphertext, key])  # noqa: S608


def test_the_column_holds_ciphertext_and_the_instance_the_value() -> None:
    paper = Paper.objects.create(name=SECRET, particulars={"worker.ssn": "123456789"})
    assert SECRET.encode() not in column(paper.id)
    assert b"123456789" not in column(paper.id, "particulars")
    again = Paper.objects.get(pk=paper.id)
    assert again.name == SECRET
    assert again.particulars == {"worker.ssn": "123456789"}


def test_equal_values_have_unequal_ciphertext() -> None:
    one, two = Paper.objects.create(name=SECRET), Paper.objects.create(name=SECRET)
    assert column(one.id) != column(two.id)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(text=st.text(st.characters(codec=None), max_size=50))
def test_any_text_comes_back(text: str) -> None:
    row = Paper.objects.create(name=text).id
    assert Paper.objects.get(pk=row).name == text


JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-(2**53), 2**53) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=8,
)


@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(value=st.dictionaries(st.text(max_size=8), JSON, max_size=3))
def test_any_json_comes_back(value: dict[str, object]) -> None:
    row = Paper.objects.create(name="", particulars=value).id
    assert Paper.objects.get(pk=row).particulars == value


def test_nothing_stays_nothing_and_the_empty_text_is_encrypted() -> None:
    row = Paper.objects.create(name="", note=None).id
    assert Paper.objects.filter(note__isnull=True).count() == 1
    assert len(column(row)) > 0
    again = Paper.objects.get(pk=row)
    assert again.name == ""
    assert again.note is None


def test_json_changed_in_place_is_saved() -> None:
    row = Paper.objects.create(name="", particulars={"sender": {"city": "Ohio"}}).id
    paper = Paper.objects.get(pk=row)
    paper.particulars["sender"]["city"] = "Mainz"
    paper.save(update_fields=["particulars"])
    assert Paper.objects.get(pk=row).particulars == {"sender": {"city": "Mainz"}}


def test_saving_another_field_leaves_the_sealed_values_readable() -> None:
    row = Paper.objects.create(name=SECRET).id
    paper = Paper.objects.get(pk=row)
    paper.colour = "blue"
    paper.save()
    assert Paper.objects.get(pk=row).name == SECRET


def test_bulk_create_refresh_and_deferred_loading_work() -> None:
    Paper.objects.bulk_create([Paper(name=f"{SECRET} {number}") for number in range(3)])
    assert sorted(paper.name for paper in Paper.objects.all()) == [
        f"{SECRET} {number}" for number in range(3)
    ]
    deferred = Paper.objects.defer("name").first()
    assert deferred is not None
    assert deferred.name.startswith(SECRET)
    Paper.objects.get(pk=deferred.pk).delete()
    paper = Paper.objects.first()
    assert paper is not None
    before = paper.name
    paper.name = "typed over"
    paper.refresh_from_db()
    assert paper.name == before


def test_values_gives_ciphertext() -> None:
    Paper.objects.create(name=SECRET)
    (row,) = Paper.objects.values("name")
    assert isinstance(row["name"], Sealed)
    assert SECRET not in repr(row)


def test_ciphertext_moved_to_another_row_does_not_open() -> None:
    one, two = Paper.objects.create(name="one"), Paper.objects.create(name="two")
    put(two.id, column(one.id))
    with pytest.raises(VaultError, match="vault_cannot_open"):
        _ = Paper.objects.get(pk=two.id).name


def test_ciphertext_moved_to_another_column_does_not_open() -> None:
    paper = Paper.objects.create(name="one", note="two")
    put(paper.id, column(paper.id, "note"))
    with pytest.raises(VaultError, match="vault_cannot_open"):
        _ = Paper.objects.get(pk=paper.id).name


def test_ciphertext_moved_to_another_table_does_not_open() -> None:
    row = uuid.uuid4()
    Paper.objects.create(id=row, name="paper")
    Envelope.objects.create(id=row, name="envelope")
    put(row, column(row, table=Envelope))
    with pytest.raises(VaultError, match="vault_cannot_open"):
        _ = Paper.objects.get(pk=row).name


@pytest.mark.parametrize("place", [0, 3, 10, -1])
def test_a_changed_byte_is_an_error_that_tells_no_value(place: int) -> None:
    paper = Paper.objects.create(name=SECRET)
    changed = bytearray(column(paper.id))
    changed[place] ^= 1
    put(paper.id, bytes(changed))
    with pytest.raises(VaultError) as caught:
        _ = Paper.objects.get(pk=paper.id).name
    assert caught.value.code == "vault_cannot_open"
    assert str(caught.value) == "vault_cannot_open (table=vault_tests_paper, column=name)"


@pytest.mark.parametrize("cut", [b"", b"\x01", b"\x01abcd"])
def test_a_cut_value_is_an_error(cut: bytes) -> None:
    paper = Paper.objects.create(name=SECRET)
    put(paper.id, cut)
    with pytest.raises(VaultError, match="vault_cannot_open"):
        _ = Paper.objects.get(pk=paper.id).name


@pytest.mark.parametrize("lookup", ["name", "name__exact", "name__in", "name__contains", "particulars__city"])
def test_looking_up_an_encrypted_value_is_refused(lookup: str) -> None:
    with pytest.raises(FieldError, match="blind index"):
        Paper.objects.filter(**{lookup: "x"}).exists()


def test_writing_without_saying_which_row_is_refused() -> None:
    paper = Paper.objects.create(name=SECRET)
    with pytest.raises(VaultError, match="vault_needs_row "), transaction.atomic():
        Paper.objects.update(name="plain")
    with pytest.raises(VaultError, match="vault_needs_row "), transaction.atomic():
        Paper.objects.bulk_update([paper], ["name"])
    assert Paper.objects.get(pk=paper.pk).name == SECRET


def test_a_row_without_a_uuid_is_refused() -> None:
    with pytest.raises(VaultError, match="vault_needs_row_id"):
        Numbered.objects.create(name=SECRET)


def test_the_system_check_finds_a_wrong_key_and_a_useless_constraint() -> None:
    assert {message.id for message in Numbered._meta.get_field("name").check()} == {
        "vault.E001",
        "vault.E002",
    }
    assert Paper._meta.get_field("name").check() == []


@pytest.mark.parametrize(
    ("field", "value"), [("name", 5), ("particulars", {"when": object()}), ("particulars", float("nan"))]
)
def test_a_value_of_another_type_is_refused_without_repeating_it(field: str, value: object) -> None:
    with pytest.raises(VaultError, match="vault_wrong_type") as caught:
        Paper.objects.create(**{"name": "", field: value})
    assert "object at" not in str(caught.value)
    assert caught.value.__cause__ is None


def test_an_instance_tells_nothing_about_itself() -> None:
    paper = Paper.objects.create(name=SECRET, particulars={"city": SECRET})
    again = Paper.objects.get(pk=paper.pk)
    _ = again.name
    for row in (paper, again):
        assert SECRET not in f"{row!r} {row} {vars(row)!r}"


def test_a_dump_of_the_table_is_refused() -> None:
    paper = Paper.objects.create(name=SECRET)
    with pytest.raises(VaultError, match="vault_no_export"):
        Paper._meta.get_field("name").value_to_string(paper)


def test_a_copied_row_is_sealed_for_its_own_place() -> None:
    paper = Paper.objects.get(pk=Paper.objects.create(name=SECRET).pk)
    _ = paper.name, paper.note, paper.particulars
    paper.pk = uuid.uuid4()
    paper.save(force_insert=True)
    assert Paper.objects.get(pk=paper.pk).name == SECRET


def test_fields_are_rebuilt_by_migrations_as_they_were() -> None:
    for field in (EncryptedTextField(null=True, blank=True), EncryptedJSONField(default=dict)):
        _, path, args, kwargs = field.deconstruct()
        assert path == f"sojourn.vault.fields.{type(field).__name__}"
        assert json.dumps(args) == "[]"
        assert type(field)(**kwargs).deconstruct()[1:] == (path, args, kwargs)
