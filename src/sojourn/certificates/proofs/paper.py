"""The paper of a proof: its content in words, in the languages it is asked for, and the sealed PDF."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any, Final

import yaml

from sojourn.certificates.labels import country_words, date_words
from sojourn.certificates.number import spaced_secret
from sojourn.certificates.proofs.content import ProofContent, moment_words
from sojourn.papers.codes import square_code
from sojourn.papers.drawing import draw
from sojourn.papers.sheet import Block, Code, Heading, Part, Row, Rows, Sheet, Text

ATTACHMENT: Final = "application.json"
LANGUAGES: Final = ("en", "de", "fr", "es")


@dataclass(frozen=True, slots=True)
class ProofIssue:
    """What is known only when the proof is made."""

    secret: str = field(repr=False)
    moment: datetime
    base_url: str
    demonstration: bool

    def address(self, reference: str) -> str:
        """Where the proof can be checked."""
        return f"{self.base_url}/c/{reference}/{self.secret}"


def proof_words(key: str, language: str, **values: object) -> str:
    """The words of the paper. Raises KeyError for a key that it does not have."""
    entry = _data()[key]
    text: str = entry.get(language) or entry["en"]
    return text.format(**values)


def drawn_proof(content: ProofContent, issue: ProofIssue) -> bytes:
    """The unsealed PDF. Raises ValueError where it cannot be laid out without loss."""
    return draw(_sheet(content, issue), issue.moment, (ATTACHMENT, attachment(content, issue)))


def attachment(content: ProofContent, issue: ProofIssue) -> bytes:
    """The data that travel with the paper."""
    record = {"check": issue.address(content.reference), "content": content.plain()}
    return json.dumps(record, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def spoken(languages: tuple[str, ...]) -> tuple[str, ...]:
    """Those of the languages in which a proof can be written; English where it can be in none."""
    return tuple(each for each in dict.fromkeys(languages) if each in LANGUAGES) or ("en",)


def _sheet(content: ProofContent, issue: ProofIssue) -> Sheet:
    languages = spoken(content.languages)
    first = languages[0]
    return Sheet(
        subject=proof_words("subject", first, reference=content.reference),
        author=content.sealed_by.name,
        head=(content.sealed_by.name, content.reference),
        parts=[_part(content, issue, language) for language in languages],
        foot=content.reference,
        page=proof_words("page", first, n="{n}", total="{total}"),
        mark=proof_words("demonstration", first) if issue.demonstration else "",
        seal=(proof_words("seal", first), content.sealed_by.name, moment_words(issue.moment)),
    )


def _part(content: ProofContent, issue: ProofIssue, language: str) -> Part:
    day = date_words(content.received_at.date(), (language,))[0]
    blocks: list[Block] = [
        Text(proof_words("lead", language, day=day), "lead"),
        Text(proof_words("not_decided", language)),
    ]
    if not content.hosted:
        blocks.append(Text(proof_words("sent_on", language)))
    blocks += [
        Heading(proof_words("asked", language)),
        Rows(_asked(content, language)),
        Heading(proof_words("fixed", language)),
        Rows(_fixed(content, language)),
        _check(content, issue, language),
    ]
    return Part(proof_words("title", language), language, blocks)


def _asked(content: ProofContent, language: str) -> list[Row]:
    end = date_words(content.period_end, (language,))[0] if content.period_end else None
    kinds = _data()["kinds"]
    kind = kinds.get(content.request_kind, {}).get(language, content.request_kind)
    asker = f"{content.applicant} ({proof_words(content.applicant_kind, language)})"
    values = {
        "reference": content.reference,
        "received": moment_words(content.received_at),
        "institution": content.institution,
        "kind": kind,
        "applicant": asker,
        "person": content.person,
        "birth_date": date_words(content.birth_date, (language,))[0],
        "home": country_words(content.home, (language,))[0],
        "host": country_words(content.host, (language,))[0],
        "start": date_words(content.period_start, (language,))[0],
        "end": end or proof_words("no_end", language),
    }
    return [Row(proof_words(key, language), [value]) for key, value in values.items()]


def _fixed(content: ProofContent, language: str) -> list[Row]:
    values = {
        "fingerprint": content.answers_sha256,
        "law": content.law_version,
        "questions": content.questions_version,
    }
    return [Row(proof_words(key, language), [value]) for key, value in values.items()]


def _check(content: ProofContent, issue: ProofIssue, language: str) -> Code:
    place = f"{issue.base_url}/verify".removeprefix("https://").removeprefix("http://")
    return Code(
        svg=square_code(issue.address(content.reference)).svg,
        alt=proof_words("qr_alt", language),
        lines=[proof_words("check", language, address=place), f"{proof_words('code', language)}:"],
        strong=spaced_secret(issue.secret),
    )


@cache
def _data() -> Mapping[str, Any]:
    loaded: Mapping[str, Any] = yaml.safe_load(Path(__file__).with_name("words.yaml").read_text("utf-8"))
    return loaded
