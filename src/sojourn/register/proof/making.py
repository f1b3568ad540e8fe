"""Making a pack: the trips' files, a summary that people read, the index of all of it, and its signature."""

import hashlib
import html
import zipfile
from collections.abc import Iterator, Sequence
from typing import Any, Final

from django.conf import settings
from django.utils.translation import get_language, gettext, override

from sojourn.certificates.transparency.signing_key import log_key, origin
from sojourn.core import clock
from sojourn.engine import load_law
from sojourn.register.models import Assignment
from sojourn.register.proof.checking import INDEX, NAMED, NOTE, VERSION
from sojourn.register.proof.keeping import PartWriter
from sojourn.register.proof.models import AuditPack
from sojourn.register.proof.scope import Scope, trips_in
from sojourn.register.proof.trip_files import TripReader, as_json
from sojourn.register.seats import Seat
from sojourn.requests.countries import country_name

AT_ONCE: Final = 50
SUMMARY: Final = "summary.html"
HOW: Final = "how-to-check.txt"
_SMALL: Final = zipfile.ZIP_DEFLATED
_HOW_TEXT: Final = """\
This pack has an index (index.json) with the SHA-256 of every file, and a note (index.note) that signs the index.

1. Fetch the keys of the service: {base}/.well-known/sojourn-keys.json
2. Run: sojourn verify THIS-PACK.zip --keys sojourn-keys.json

It says whether one byte was changed, taken out or put in since the pack was made. Each certificate.pdf bears its own
seal and can be checked by itself: {base}/verify/file
"""


class PackMaker:
    """Writes one pack, part by part; `write_some` says how many trips it took in."""

    def __init__(self, pack: AuditPack, seat: Seat) -> None:
        self._pack = pack
        self._seat = seat
        self._writer = PartWriter(pack.pk)
        self._zip = zipfile.ZipFile(self._writer, "w", _SMALL)
        self._reader = TripReader(seat, pack.language)
        self._files: list[dict[str, Any]] = []
        self.lines: list[dict[str, Any]] = []

    @property
    def sha256(self) -> str:
        """Of the whole pack, once it is finished."""
        return self._writer.sha256

    @property
    def size(self) -> int:
        """Bytes that were written."""
        return self._writer.size

    @property
    def file_count(self) -> int:
        """Files in the pack, besides index and note."""
        return len(self._files)

    def parts(self) -> Iterator[Sequence[Assignment]]:
        """The trips of the pack, some at a time, in the order of their first days."""
        ids = list(
            trips_in(self._seat, scope_of(self._pack)).order_by("start", "id").values_list("pk", flat=True)
        )
        for first in range(0, len(ids), AT_ONCE):
            some = Assignment.objects.filter(pk__in=ids[first : first + AT_ONCE])
            rows = some.select_related("traveller", "temporariness").prefetch_related(
                "traveller__policies", "evidence", "decisions", "kept"
            )
            yield list(rows.order_by("start", "id"))

    def write(self, trips: Sequence[Assignment]) -> None:
        """Take these trips in."""
        for folder, made in self._reader.read(trips, len(self.lines) + 1):
            for name, data in made.files.items():
                self._put(f"{folder}/{name}", data)
            self.lines.append(dict(made.line))

    def finish(self) -> None:
        """Write summary, index and note, and close the pack."""
        with override(self._pack.language):
            self._put(SUMMARY, _summary(self._pack, self._seat, self.lines).encode())
        self._put(HOW, _HOW_TEXT.format(base=settings.SOJOURN_BASE_URL).encode())
        index = as_json(self._index())
        self._write(INDEX, index)
        signed = f"{origin()}/{NAMED}\n{hashlib.sha256(index).hexdigest()}\n"
        self._write(NOTE, log_key().signed(signed).encode())
        self._zip.close()
        self._writer.close()

    def _index(self) -> dict[str, Any]:
        pack = self._pack
        return {
            "version": VERSION,
            "pack": str(pack.pk),
            "employer": self._seat.label,
            "made_at": clock.now(),
            "law_version": load_law().version,
            "scope": {
                "traveller": pack.traveller.name if pack.traveller else None,
                "country": pack.country or None,
                "start": pack.start,
                "end": pack.end,
            },
            "purpose": pack.purpose,
            "explanation_of_gaps": pack.explanation,
            "trips": self.lines,
            "files": self._files,
        }

    def _put(self, name: str, data: bytes) -> None:
        self._write(name, data)
        digest = hashlib.sha256(data).hexdigest()
        self._files.append({"path": name, "size": len(data), "sha256": digest})

    def _write(self, name: str, data: bytes) -> None:
        # Sealed documents are compressed already.
        way = zipfile.ZIP_STORED if name.endswith(".pdf") else _SMALL
        info = zipfile.ZipInfo(name, date_time=self._pack.asked_at.timetuple()[:6])
        self._zip.writestr(info, data, compress_type=way)


def scope_of(pack: AuditPack) -> Scope:
    """For which trips the pack is made."""
    return Scope(pack.traveller_id, pack.country, pack.start, pack.end)


def _summary(pack: AuditPack, seat: Seat, lines: Sequence[dict[str, Any]]) -> str:
    """One page for people: what the pack is about, its gaps with what is said of them, and every trip."""
    gaps = [line for line in lines if line["gap"]]
    head = [
        f"<h1>{_safe(gettext('Audit pack'))}</h1>",
        f"<p>{_safe(seat.label)}, {clock.today().isoformat()}</p>",
        f"<p>{_safe(pack.purpose)}</p>" if pack.purpose else "",
        f"<h2>{_safe(gettext('Gaps'))}</h2>",
        _table(gaps)
        if gaps
        else f"<p>{_safe(gettext('No gap: every trip has its cover or needs none.'))}</p>",
        f"<p>{_safe(pack.explanation)}</p>" if pack.explanation else "",
        f"<h2>{_safe(gettext('Trips'))}</h2>",
        _table(lines),
    ]
    style = "body{font:16px sans-serif;margin:2rem}table{border-collapse:collapse}td,th{border:1px solid;padding:.3rem}"
    title = _safe(gettext("Audit pack"))
    return (
        f'<!doctype html><html lang="{_safe(pack.language)}"><meta charset="utf-8"><title>{title}</title>'
        f"<style>{style}</style>{''.join(head)}</html>"
    )


def _table(lines: Sequence[dict[str, Any]]) -> str:
    head = "".join(
        f"<th scope=col>{_safe(each)}</th>"
        for each in (
            gettext("Traveller"),
            gettext("Country"),
            gettext("First day"),
            gettext("Last day"),
            gettext("Cover"),
            gettext("Certificate"),
        )
    )
    return f"<table><tr>{head}</tr>{''.join(_row(line) for line in lines)}</table>"


def _row(line: dict[str, Any]) -> str:
    certificate = _safe(line["certificate_number"])
    if line["certificate_is_here"]:
        certificate = f'<a href="{_safe(line["folder"])}/certificate.pdf">{certificate}</a>'
    cells = [
        f'<a href="{_safe(line["folder"])}/trip.json">{_safe(line["traveller"])}</a>',
        _safe(country_name(line["host"], _language())),
        line["start"].isoformat(),
        line["end"].isoformat() if line["end"] else "",
        _safe(_cover_word(line)),
        certificate,
    ]
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _cover_word(line: dict[str, Any]) -> str:
    words = {
        "covered": gettext("Covered"),
        "requested": gettext("Requested"),
        "needed": gettext("Needed"),
        "at_risk": gettext("At risk"),
        "not_needed": gettext("Not needed"),
    }
    if line["cover"] == "covered" and line["covered_until"]:
        return gettext("Covered until %(day)s") % {"day": line["covered_until"].isoformat()}
    return words[line["cover"]]


def _language() -> str:
    return (get_language() or "en")[:2]


def _safe(text: Any) -> str:
    return html.escape(str(text))
