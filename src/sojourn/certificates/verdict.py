"""The answer to a check: a code, what was checked, what may be shown, and what it does not prove."""

from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum


class Code(StrEnum):
    """The verdicts of the check."""

    IN_FORCE = "in_force"
    ENDED = "ended"
    SUPERSEDED = "superseded"
    WITHDRAWN = "withdrawn"
    ALTERED = "altered"
    NO_MATCH = "no_match"
    NOT_OURS = "not_ours"
    CANNOT_CHECK = "cannot_check"
    ERASED = "erased"


class Reason(StrEnum):
    """Why, where the code alone does not say it."""

    CHANGED = "changed"
    APPENDED = "appended"
    SEAL_REMOVED = "seal_removed"
    FOREIGN_SEAL = "foreign_seal"
    UNSEALED = "unsealed"
    NOT_A_PDF = "not_a_pdf"
    TOO_BIG = "too_big"
    UNREADABLE = "unreadable"
    ENCRYPTED = "encrypted"
    SCAN = "scan"
    NO_RECORD = "no_record"
    KEY_COMPROMISED = "key_compromised"
    SEAL_FAULTY = "seal_faulty"
    NO_CODE = "no_code"
    CODE_UNREADABLE = "code_unreadable"
    CREDENTIAL_UNREADABLE = "credential_unreadable"
    KEY_UNKNOWN = "key_unknown"
    SIGNATURE_WRONG = "signature_wrong"
    SIGNING_KEY_COMPROMISED = "signing_key_compromised"
    TEXT_EXPIRED = "text_expired"
    SPECIMEN = "specimen"
    HOLDER_NOT_PROVEN = "holder_not_proven"


class Modifier(StrEnum):
    """A line under the verdict."""

    SUSPENDED = "suspended"
    NOT_BEGUN = "not_begun"
    PROVES_PAPER = "proves_paper"


class Result(StrEnum):
    """How one check came out."""

    PASSED = "passed"
    FAILED = "failed"
    NOT_DONE = "not_done"


class NotProven(StrEnum):
    """What no certificate proves."""

    IDENTITY = "identity"
    PAY = "pay"
    TAX = "tax"


@dataclass(frozen=True, slots=True)
class Check:
    """One thing that was looked at."""

    code: str
    result: Result


@dataclass(frozen=True, slots=True)
class Shown:
    """What the check may show of a certificate. Names are initials unless `named`."""

    number: str
    institution_id: str
    issuer: str
    issuer_contact: tuple[str, ...]
    issued_on: date
    period_start: date
    period_end: date | None
    day: int | None
    days: int | None
    legislation: str
    host: str
    workplaces: tuple[str, ...]
    instrument: str
    titles: dict[str, str]
    article: str | None
    category: str
    named: bool
    holder: str = field(repr=False)
    birth_date: date | None = field(default=None, repr=False)
    employer: str | None = field(default=None, repr=False)
    changed_on: date | None = None
    effective_on: date | None = None


@dataclass(frozen=True, slots=True)
class Erased:
    """What is left of a paper whose data has been erased: nothing that names anybody."""

    number: str
    issued_on: date
    erased_on: date
    period_start: date | None = None
    period_end: date | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """The answer. `certificate` is there when the certificate was found; `sealed_by` when a stranger sealed."""

    code: Code
    checked_at: datetime
    reason: Reason | None = None
    modifiers: tuple[Modifier, ...] = ()
    checks: tuple[Check, ...] = ()
    certificate: Shown | None = None
    sealed_by: str | None = None
    institution: str | None = None
    not_proven: tuple[NotProven, ...] = ()
    erased: Erased | None = None
