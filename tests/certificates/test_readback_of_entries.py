"""The log's entry is made again from what was issued before anything is released."""

from dataclasses import replace

import pytest

from sojourn.certificates import readback
from sojourn.certificates.errors import NotIssued
from sojourn.certificates.models import Certificate
from sojourn.certificates.transparency import access, entries
from tests.certificates.builders import ISSUED_ON, a_certificate, paper

pytestmark = pytest.mark.django_db


def test_each_change_in_an_entry_is_named() -> None:
    certificate = a_certificate()
    (entered,) = access.entries_about(certificate.number)
    issued = {
        "number": certificate.number,
        "institution_id": "us-ssa",
        "pdf": paper(certificate),
        "issued_at": ISSUED_ON.isoformat(),
    }

    def found(**changes: object) -> list[str]:
        return readback.entry.differences(replace(entered, **changes), **issued)  # type: ignore[arg-type]

    assert found() == []
    assert found(salt="00" * 32) == ["entry.digest"]
    assert found(told={**entered.told, "v": 2}) == ["entry.v", "entry.digest"]
    assert found(told={**entered.told, "name": "x"}) == ["entry.name", "entry.digest"]
    assert readback.entry.differences(entered, **{**issued, "pdf": b""}) == ["entry.document"]  # type: ignore[arg-type]


def test_a_certificate_whose_entry_says_something_else_is_not_issued(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(entries, "digest_of", lambda salt, told: b"\0" * 32)
    with pytest.raises(NotIssued) as caught:
        a_certificate()
    assert caught.value.params["fields"] == ["entry.digest"]
    assert Certificate.objects.count() == 0
