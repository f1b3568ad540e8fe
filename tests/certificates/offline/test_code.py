"""The offline code: short, whole, read by others, and read as nothing else than what was signed."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import base45
import cbor2
import cborx
import cwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from hypothesis import given, settings
from hypothesis import strategies as st

from sojourn.certificates.face import Issue
from sojourn.certificates.offline import (
    LONGEST_CODE,
    LONGEST_STATUS_ADDRESS,
    OfflineFacts,
    Outcome,
    facts_of,
    make_code,
    read_code,
)
from sojourn.certificates.offline.alphabet import decoded, encoded
from sojourn.certificates.offline.facts import Mark
from sojourn.certificates.offline.reading import LONGEST_READ
from sojourn.certificates.offline.strict import MOST_ITEMS, Unreadable, loads
from sojourn.certificates.status_list import StatusReference
from tests.certificates.builders import ISSUED_ON, an_issue, content
from tests.certificates.offline.keys import BEGINS, ENDS, Key, a_key

NOW = ISSUED_ON + timedelta(days=1)
STATUS = StatusReference("https://coverage.example.gov/status-lists/us-ssa/1", 523_456)


def issue(**changes: Any) -> Issue:
    return an_issue(**({"status": STATUS} | changes))


def code(key: Key | None = None, of: Issue | None = None, **changes: Any) -> str:
    return make_code(content(**changes), of or issue(), key or a_key())


def test_a_code_says_what_was_decided_and_who_signed_it() -> None:
    certificate, at_issue = content(), issue()
    read = read_code(make_code(certificate, at_issue, a_key()), [a_key().published()], NOW)
    assert read.outcome is Outcome.GENUINE
    assert read.facts == facts_of(certificate, at_issue)
    assert (read.institution_id, read.kid, read.expires_at) == ("us-ssa", a_key().kid, ENDS)


def test_another_library_reads_signature_and_claims() -> None:
    at_issue = issue()
    message = base45.b45decode(make_code(content(), at_issue, a_key()).removeprefix("SJ1:"))
    public = a_key().key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    key = cwt.COSEKey.from_pem(public, alg="ES256", kid=bytes.fromhex(a_key().kid))
    assert cwt.COSE.new().decode(message, key) == cborx.loads(message).value[2]
    claims = cborx.loads(cborx.loads(message).value[2])
    assert claims[65535] == {"status_list": {"idx": STATUS.index, "uri": STATUS.uri}}
    assert claims[4] == int(ENDS.timestamp())
    assert claims[6] == int(datetime(2026, 11, 22, tzinfo=UTC).timestamp())
    day = (date(1988, 5, 14) - date(1970, 1, 1)).days
    assert claims[-65537][:5] == [0, at_issue.number.replace("-", ""), "Miller", "Sarah Anne", day]


texts = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]), min_size=1, max_size=200)


@settings(max_examples=60, deadline=None)
@given(
    family=texts,
    given_names=texts,
    article=st.none() | texts,
    index=st.integers(0, 2**31),
    uri=st.integers(20, LONGEST_STATUS_ADDRESS).map(lambda length: "https://".ljust(length, "x")),
    born=st.dates(date(1890, 1, 1), date(2026, 1, 1)),
)
def test_any_certificate_fits_and_what_is_missing_is_seen(
    family: str, given_names: str, article: str | None, index: int, uri: str, born: date
) -> None:
    certificate = content(
        holder__family_name=family,
        article=article,
    ).model_copy(update={"legislation": "CA-QC", "host": "DE"})
    holder = certificate.holder.model_copy(update={"given_names": given_names, "birth_date": born})
    certificate = certificate.model_copy(update={"holder": holder})
    at_issue = issue(status=StatusReference(uri, index))
    text = make_code(certificate, at_issue, a_key())
    assert len(text) <= LONGEST_CODE
    facts = _facts(text)
    whole = facts_of(certificate, at_issue)
    for name, mark in (
        ("family_name", Mark.NAMES_SHORTENED),
        ("given_names", Mark.NAMES_SHORTENED),
        ("article", Mark.ARTICLE_SHORTENED),
    ):
        said, is_whole = getattr(facts, name), getattr(whole, name)
        if said != is_whole:
            assert mark in facts.marks
            assert said.endswith("…")
            assert is_whole.startswith(said[:-1])
    same = (
        "number",
        "birth_date",
        "legislation",
        "host",
        "period_start",
        "period_end",
        "status",
        "issued_on",
    )
    assert all(getattr(facts, name) == getattr(whole, name) for name in same)


def test_names_are_shortened_only_where_they_must_be() -> None:
    assert _facts(code(holder__family_name="Müller-Lüdenscheidt")).marks == Mark(0)
    facts = _facts(code(holder__family_name="ஶ்ரீ" * 60))
    assert facts.marks == Mark.NAMES_SHORTENED
    assert facts.given_names == "Sarah Anne"


def test_the_address_of_the_status_list_leaves_room() -> None:
    with pytest.raises(ValueError, match="too long"):
        code(of=issue(status=StatusReference("x" * (LONGEST_STATUS_ADDRESS + 1), 1)))


def test_a_code_expires_with_its_key_and_is_not_made_outside_its_time() -> None:
    read = read_code(code(), [a_key().published()], ENDS + timedelta(seconds=1))
    assert read.outcome is Outcome.EXPIRED
    assert read.facts is not None
    early = read_code(code(), [a_key().published()], ISSUED_ON - timedelta(days=1))
    assert early.outcome is Outcome.NOT_YET
    on_the_first_day = code(of=issue(issued_on=BEGINS.date()))
    assert read_code(on_the_first_day, [a_key().published()], NOW).outcome is Outcome.GENUINE
    for day in (BEGINS.date() - timedelta(days=1), ENDS.date() + timedelta(days=1)):
        with pytest.raises(ValueError, match="not valid"):
            code(of=issue(issued_on=day))


def test_every_changed_character_is_noticed() -> None:
    text = code()
    keys = [a_key().published()]
    for at in range(len(text)):
        other = "A" if text[at] != "A" else "B"
        read = read_code(text[:at] + other + text[at + 1 :], keys, NOW)
        assert read.facts is None, at
        assert read.outcome is not Outcome.GENUINE


def test_the_keys_entry_decides_and_not_the_code() -> None:
    text = code()

    def outcome(*keys: Any) -> Outcome:
        return read_code(text, keys, NOW).outcome

    ours = a_key().published()
    assert outcome() is Outcome.KEY_UNKNOWN
    assert outcome(a_key("other").published()) is Outcome.KEY_UNKNOWN
    assert outcome(replace(ours, purpose="seal")) is Outcome.KEY_UNKNOWN
    # Another institution's key under the same short name is tried, and signs nothing of ours.
    assert outcome(a_key("other").published(kid=ours.kid)) is Outcome.ALTERED
    assert outcome(a_key("other").published(kid=ours.kid), ours) is Outcome.GENUINE
    assert outcome(replace(ours, compromised_since=NOW)) is Outcome.KEY_COMPROMISED
    assert outcome(replace(ours, valid_until=ISSUED_ON - timedelta(days=2))) is Outcome.ALTERED


def test_a_specimen_says_that_it_is_none() -> None:
    assert read_code(code(of=issue(specimen=True)), [a_key().published()], NOW).outcome is Outcome.SPECIMEN


def _signed(payload: bytes, protected: bytes | None = None, unprotected: Any = None) -> str:
    key = a_key()
    head = protected if protected is not None else cbor2.dumps({1: -7, 4: bytes.fromhex(key.kid)})
    signature = key.sign_raw(cbor2.dumps(["Signature1", head, b"", payload]))
    message = cbor2.CBORTag(18, [head, unprotected or {}, payload, signature])
    return "SJ1:" + encoded(cbor2.dumps(message))


@pytest.mark.parametrize(
    "headers",
    [
        {1: -7},
        {1: -35, 4: b"kid"},
        {1: 5, 4: b"kid"},
        {4: b"kid"},
        {1: None, 4: b"kid"},
        {1: -7, 4: b"kid", 2: [99]},
        {1: -7, 4: "kid"},
    ],
)
def test_other_headers_are_not_read(headers: dict[int, Any]) -> None:
    if headers.get(4) == b"kid":
        headers = headers | {4: bytes.fromhex(a_key().kid)}
    text = _signed(b"\xa0", cbor2.dumps(headers))
    assert read_code(text, [a_key().published()], NOW).outcome is Outcome.UNREADABLE


def _claims(**changes: Any) -> dict[int, Any]:
    message = decoded(code().removeprefix("SJ1:"))
    claims: dict[int, Any] = cbor2.loads(cbor2.loads(message).value[2])
    return claims | {int(name.removeprefix("c").replace("_", "-")): value for name, value in changes.items()}


def _facts_with(place: int, value: object) -> list[Any]:
    facts: list[Any] = list(_claims()[-65537])
    facts[place] = value
    return facts


@pytest.mark.parametrize(
    "claims",
    [
        {},
        _claims(c4="soon"),
        _claims(c4=2**63),
        _claims(c1="another issuer"),
        _claims(c65535={"status_list": {"idx": -1, "uri": "x"}}),
        _claims(c65535={"idx": 1, "uri": "x"}),
        _claims(c65535=[1]),
        _claims(c_65537=[]),
        *(
            _claims(c_65537=_facts_with(at, value))
            for at, value in ((0, 4096), (1, "short"), (2, None), (4, 2**40), (7, 13), (8, 8), (9, None))
        ),
    ],
)
def test_rightly_signed_nonsense_is_unreadable(claims: dict[int, Any]) -> None:
    read = read_code(_signed(cbor2.dumps(claims)), [a_key().published()], NOW)
    assert (read.outcome, read.facts) == (Outcome.UNREADABLE, None)


@pytest.mark.parametrize(
    "data",
    [
        b"",
        b"\x81" * 600 + b"\x00",
        b"\x9f\xff",
        b"\x9a\xff\xff\xff\xff",
        b"\x5b" + b"\xff" * 8,
        b"\x18\x17",
        b"\x19\x00\xff",
        b"\xa2\x01\x01\x01\x02",
        b"\xa1\x80\x01",
        b"\xc2\x41\x01",
        b"\xfb" + bytes(8),
        b"\xf4",
        b"\x62\xff\xff",
        b"\x00\x00",
        bytes([0x98, MOST_ITEMS + 1]) + bytes(MOST_ITEMS + 1),
    ],
)
def test_what_is_deep_or_endless_or_not_the_shortest_is_not_read(data: bytes) -> None:
    with pytest.raises(Unreadable):
        loads(data)


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=120))
def test_what_is_read_is_what_others_read(data: bytes) -> None:
    try:
        read = loads(data)
    except Unreadable:
        return
    assert cborx.loads(data) == read
    assert len(cbor2.dumps(read)) == len(data)


@settings(max_examples=150, deadline=None)
@given(st.text(max_size=80) | st.text("0123456789AZ $%*+-./:", max_size=80))
def test_anything_in_a_code_is_read_without_a_crash(text: str) -> None:
    assert read_code(text, [a_key().published()], NOW).facts is None
    assert read_code("SJ1:" + text, [a_key().published()], NOW).outcome is Outcome.UNREADABLE
    assert read_code("SJ1:" + "0" * LONGEST_READ, [], NOW).outcome is Outcome.UNREADABLE


@settings(max_examples=100, deadline=None)
@given(st.binary(max_size=300))
def test_base45_as_others_write_it(data: bytes) -> None:
    assert encoded(data).encode() == base45.b45encode(data)
    assert decoded(encoded(data)) == data


@pytest.mark.parametrize("text", ["A", "GGW", ":::", "::", "é00", "00a", "0000"])
def test_what_is_not_base45_has_no_reading(text: str) -> None:
    with pytest.raises(ValueError, match=r"Base45|ascii"):
        decoded(text)


def test_reading_needs_no_database_and_no_framework(subprocess_modules: Sequence[str]) -> None:
    assert not [
        name for name in subprocess_modules if name.split(".")[0] in {"django", "socket", "segno", "typst"}
    ]


@pytest.fixture
def subprocess_modules() -> list[str]:
    import subprocess  # noqa: PLC0415
    import sys  # noqa: PLC0415

    script = "import sys, sojourn.certificates.offline; print(*sys.modules)"
    return subprocess.run(
        [sys.executable, "-c", script], capture_output=True, text=True, check=True
    ).stdout.split()


def _facts(text: str) -> OfflineFacts:
    facts = read_code(text, [a_key().published()], NOW).facts
    assert facts is not None
    return facts
