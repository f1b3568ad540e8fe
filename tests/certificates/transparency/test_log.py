"""The public log: what is issued and changed stands in it, anybody can prove it, and nobody can take it back unseen."""

import hashlib
from pathlib import Path
from typing import Any

import pytest
from django.db import IntegrityError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext

from sojourn.certificates import verification
from sojourn.certificates.access import IssuedCertificate
from sojourn.certificates.events import supersede_certificate, withdraw_certificate
from sojourn.certificates.models import Certificate
from sojourn.certificates.transparency import access, tree
from sojourn.certificates.transparency.events import enter_missing, merge, tend_log
from sojourn.certificates.transparency.heads import sign_head
from sojourn.certificates.transparency.models import Entry, Head, Node
from sojourn.certificates.verdict import Result
from sojourn.certificates.verification import verify_code
from sojourn.config import log_monitor
from sojourn.config.management.commands.worker import PARTS
from sojourn.config.management.commands.worker import Command as Worker
from sojourn.core.merkle import appended, hash_of, leaf_hash, places_of
from tests.certificates.builders import ISSUED_ON, OFFICER, a_certificate
from tests.certificates.transparency import from_tiles, independent

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _own_key(settings: Any, tmp_path: Path) -> None:
    settings.SOJOURN_HOME = tmp_path


def read(path: str) -> bytes:
    response = Client().get(f"/log/{path}")
    assert response.status_code == 200, path
    return bytes(response.content)


def told(certificate: IssuedCertificate, **changed: str) -> list[dict[str, Any]]:
    body = {"number": certificate.number, "secret": certificate.secret} | changed
    response = Client().post("/log/entries", body, content_type="application/json")
    return response.json()["entries"] if response.status_code == 200 else []


def three_certificates() -> list[IssuedCertificate]:
    """One that stands, one that a newer one replaced, and that newer one."""
    plain, old, new = (a_certificate(f"decision-{number}") for number in range(3))
    supersede_certificate(number=old.number, by=new.number, actor=OFFICER, reason_code="extension")
    return [plain, old, new]


def test_issue_and_each_change_are_entries_that_the_holder_can_prove_to_a_stranger() -> None:
    plain, old, new = three_certificates()
    assert merge() == 4
    verifier = read("key").decode().strip()
    assert [entry["told"]["event"] for entry in told(old)] == ["issued", "superseded"]
    assert told(old)[1]["told"]["replaced_by"] == new.number
    for certificate in (plain, old, new):
        for entry in told(certificate):
            assert (
                entry["told"]["document"]
                == Certificate.objects.get(number=certificate.number).document_sha256
            )
            assert independent.is_proven(entry, verifier)
            forged = entry | {"told": entry["told"] | {"event": "withdrawn"}}
            assert not independent.is_proven(forged, verifier)


def test_an_entry_waits_at_most_until_the_worker_comes_round() -> None:
    certificate = a_certificate()
    assert told(certificate)[0]["inclusion"] is None
    assert tend_log() == 1
    assert told(certificate)[0]["inclusion"]["position"] == 0
    assert tend_log() == 0
    assert Head.objects.count() == 1


def test_who_does_not_know_number_and_secret_is_told_nothing() -> None:
    certificate, other = a_certificate("one"), a_certificate("two")
    merge()
    assert told(certificate, secret=other.secret) == []
    assert told(certificate, number="US-2026-0000-0000-00") == []
    for nonsense in (b"", b"[]", b"null", b'{"number": 1}', b"[" * 1500):
        assert Client().post("/log/entries", nonsense, content_type="application/json").status_code == 404
    public = b"".join(read(path) for path in ("checkpoint", "key", "tile/entries/000.p/2", "tile/0/000.p/2"))
    for hidden in (certificate.number, certificate.secret, "Miller", "us-ssa"):
        assert hidden.encode() not in public


def test_the_head_is_signed_and_makes_the_root_of_all_entries() -> None:
    three_certificates()
    merge()
    size, root = independent.signed_head(read("checkpoint").decode(), read("key").decode().strip())
    bundle = read("tile/entries/000.p/4")
    entries = [bundle[at + 2 : at + 34] for at in range(0, len(bundle), 34)]
    assert (size, root) == (4, independent.root(entries))
    assert read("tile/0/000.p/4") == b"".join(hashlib.sha256(b"\0" + entry).digest() for entry in entries)


def test_an_empty_log_says_so() -> None:
    size, root = independent.signed_head(read("checkpoint").decode(), read("key").decode().strip())
    assert (size, root) == (0, hashlib.sha256().digest())
    assert merge() == 0


def test_certificates_from_before_the_log_are_entered_once() -> None:
    three_certificates()
    Entry.objects.all().delete()
    assert enter_missing() == 4
    assert enter_missing() == 0
    assert merge() == 4


def test_nothing_that_stands_in_the_log_can_be_written_over() -> None:
    three_certificates()
    merge()
    with pytest.raises(IntegrityError), transaction.atomic():
        tree.keep({(0, 0): leaf_hash(b"something else")})
    with pytest.raises(IntegrityError), transaction.atomic():
        sign_head(4, leaf_hash(b"something else"))


def test_proofs_are_given_for_what_is_there_and_for_nothing_else() -> None:
    three_certificates()
    merge()
    later = a_certificate("later")
    merge()
    digest = told(later)[0]["digest"]
    assert Client().get(f"/log/inclusion?digest={digest}").json()["position"] == 4
    assert len(Client().get("/log/consistency?first=4&second=5").json()["proof"]) == 1
    for nothing in (
        "inclusion?digest=00",
        "inclusion?digest=xyz",
        "consistency?first=0&second=5",
        "consistency?first=5&second=6",
        "consistency?first=-1&second=5",
        "tile/0/000",
        "tile/0/000.p/6",
        "tile/0/001.p/1",
        "tile/9/000.p/1",
        "tile/0/../000.p/1",
        "tile/entries/000.p/0",
        "tile/x/000",
        "tile/0/99999999999999999999",
    ):
        assert Client().get(f"/log/{nothing}").status_code == 404, nothing


def a_tree_of(size: int) -> None:
    """Nodes and a head of so many entries, appended in uneven steps."""
    nodes: dict[tuple[int, int], bytes] = {}
    grown = 0
    for step in (1, 300, size - 301):
        leaves = [leaf_hash(str(grown + at).encode()) for at in range(step)]
        new = appended(grown, leaves, tree.nodes_at(places_of((0, grown))))
        tree.keep(new)
        nodes |= new
        grown += step
    sign_head(size, hash_of((0, size), nodes))


def test_tiles_and_proofs_of_a_larger_log_cost_one_query_each() -> None:
    a_tree_of(1000)
    full = access.tile(0, 2)
    assert len(full) == 256 * 32
    assert full[:32] == leaf_hash(b"512")
    assert access.tile(1, 0, 3)[:32] == hash_of(
        (0, 256),
        {(0, at): leaf_hash(str(at).encode()) for at in range(256)} | tree.nodes_at(places_of((0, 256))),
    )
    with CaptureQueriesContext(connection) as queries:
        access.consistency(333, 1000)
    assert len(queries) == 2  # the head, and all nodes
    assert Node.objects.count() == 1994


def grown_to(sizes: list[int], changed: int | None = None) -> list[str]:
    """Nodes of a log that grew in these steps, and the checkpoint of each; `changed`: an entry that is another one."""
    checkpoints, grown = [], 0
    for size in sizes:
        leaves = [
            leaf_hash(bytes([2] * 32) if at == changed else at.to_bytes(32)) for at in range(grown, size)
        ]
        tree.keep(appended(grown, leaves, tree.nodes_at(places_of((0, grown)))))
        root = hash_of((0, size), tree.nodes_at(places_of((0, size))))
        checkpoints.append(sign_head(size, root).note)
        grown = size
    return checkpoints


@pytest.mark.parametrize(("first", "second"), [(1, 2), (255, 257), (300, 700), (512, 777)])
def test_who_sees_nothing_but_tiles_and_heads_can_prove_what_is_in_the_log_and_that_it_grew(
    first: int, second: int
) -> None:
    old, _ = grown_to([first, second])
    assert from_tiles.only_grew(read, old)
    for position in {0, first - 1, first, second - 1}:
        assert from_tiles.is_included(read, position.to_bytes(32), position)
        assert not from_tiles.is_included(read, bytes([1] * 32), position)
    assert not from_tiles.is_included(read, second.to_bytes(32), second)
    # The same growth over another history, signed with the same key, is not what was seen before.
    Node.objects.all().delete()
    Head.objects.all().delete()
    grown_to([first, second], changed=first - 1)
    assert not from_tiles.only_grew(read, old)


def test_what_is_issued_is_covered_by_a_signed_head_after_one_round_of_the_worker() -> None:
    """A round comes each second, so that an entry waits far less than a minute; nothing new signs nothing new."""
    interval = Worker().create_parser("sojourn", "worker").get_default("interval")
    assert interval <= 10
    certificate = a_certificate()
    assert [part() for _, part in PARTS if part is tend_log] == [1]
    before = read("checkpoint")
    (entry,) = told(certificate)
    assert independent.is_proven(entry, read("key").decode().strip())
    assert tend_log() == 0
    assert read("checkpoint") == before
    assert Client().get("/log/checkpoint")["Cache-Control"] == "public, max-age=5"
    assert "immutable" in Client().get("/log/tile/0/000.p/1")["Cache-Control"]


class Service:
    """The log as a monitor sees it; `told_instead` are files that the service forges."""

    def __init__(self) -> None:
        self.told_instead: dict[str, bytes] = {}

    def fetch(self, path: str) -> bytes:
        return self.told_instead.get(path) or read(path)


def test_a_monitor_follows_the_log_and_notices_when_it_is_rewritten() -> None:
    three_certificates()
    merge()
    service = Service()
    seen, head = log_monitor.watch(service.fetch, log_monitor.Seen())
    assert head.size == 4
    a_certificate("later")
    merge()
    again, head = log_monitor.watch(service.fetch, seen)
    assert (head.size, again.size) == (5, 5)

    first = Entry.objects.get(position=0)
    Entry.objects.filter(pk=first.pk).update(digest=hashlib.sha256(b"back-dated").digest())
    with pytest.raises(log_monitor.LogFault, match="do not make the root"):
        log_monitor.watch(service.fetch, log_monitor.Seen())


def test_a_head_signed_with_another_key_or_not_at_all_is_refused() -> None:
    a_certificate()
    merge()
    service = Service()
    seen, _ = log_monitor.watch(service.fetch, log_monitor.Seen())
    checkpoint = read("checkpoint")
    service.told_instead["checkpoint"] = checkpoint.replace(b"\n1\n", b"\n2\n", 1)
    with pytest.raises(log_monitor.LogFault, match="not signed"):
        log_monitor.watch(service.fetch, seen)
    service.told_instead["checkpoint"] = checkpoint.partition(b"\n\n")[0]
    with pytest.raises(log_monitor.LogFault, match="no signature"):
        log_monitor.watch(service.fetch, seen)
    with pytest.raises(log_monitor.LogFault, match="another key"):
        log_monitor.watch(service.fetch, seen, key="other+00000000+AQ==")


def looked_up(certificate: IssuedCertificate) -> Result:
    checks = verify_code(certificate.number, certificate.secret).checks
    return next(check.result for check in checks if check.code == "log")


def test_whoever_checks_a_certificate_is_told_whether_the_log_shows_it() -> None:
    certificate = a_certificate()
    assert looked_up(certificate) is Result.NOT_DONE
    merge()
    assert looked_up(certificate) is Result.PASSED
    entry = Entry.objects.get()
    Entry.objects.filter(pk=entry.pk).update(told=entry.told | {"document": "another"})
    # Within some minutes a proof that was checked counts as checked.
    verification.forget_proofs()
    assert looked_up(certificate) is Result.FAILED


def test_withdrawn_is_an_entry_of_its_own() -> None:
    certificate = a_certificate()
    withdraw_certificate(
        number=certificate.number, actor=OFFICER, reason_code="issued_in_error", effective_on=ISSUED_ON.date()
    )
    merge()
    assert [entry["told"]["event"] for entry in told(certificate)] == ["issued", "withdrawn"]
