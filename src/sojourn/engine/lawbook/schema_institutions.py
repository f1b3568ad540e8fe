"""The form of an institution's entry: who it is, what it does under which law, and how it is asked."""

from typing import Literal

from pydantic import Field

from sojourn.engine.lawbook.schema import Confidence, Country, Model, Source

Does = Literal[
    "issues",
    "agrees_exceptions",
    "agrees_extensions",
    "liaison",
    "receives",
    "informs",
    "collects",
    "rules_on_liability",
    "benefits",
    "competent_authority",
    "other",
]
Persons = Literal[
    "employees",
    "self_employed",
    "civil_servants",
    "seafarers",
    "aircrew",
    "railways",
    "agriculture",
    "multi_state",
    "professional_schemes",
    "grant_recipients",
]
Weekday = Literal["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
Channel = Literal["online", "email", "post", "fax", "phone", "office", "form", "agent", "data_box"]


class Role(Model):
    """One thing that it does.

    `under`: ids of instruments, or `agreements` where the source speaks of its country's agreements in general.
    `persons`: for whom; none named = for everybody.
    """

    does: Does
    under: tuple[str, ...] = Field(min_length=1)
    persons: tuple[Persons, ...] = ()
    note: str | None = None
    source: tuple[str, ...] = Field(min_length=1)
    confidence: Confidence | None = None


class Address(Model):
    """A further postal address, with what speaks for or against it."""

    text: str
    note: str | None = None
    source: tuple[str, ...] = Field(min_length=1)


class Portal(Model):
    """A service on the web; `for_whom` in words."""

    name: str
    url: str | None = None
    for_whom: str | None = None


class ProcessingTime(Model):
    """How long it takes, as the source says it; `days` counts working or calendar days, where that was said."""

    text: str
    days: int | None = Field(None, gt=0)
    count: Literal["working", "calendar"] | None = None
    persons: tuple[Persons, ...] = ()
    source: tuple[str, ...] = Field(min_length=1)


class Hours(Model):
    """When somebody answers there, in the institution's own time (`zone`, as in the IANA time zone data)."""

    channel: Literal["phone", "office"]
    days: tuple[Weekday, ...] = Field(min_length=1)
    opens: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    closes: str = Field(pattern=r"^([01]\d|2[0-3]):[0-5]\d$")
    zone: str = Field(pattern=r"^[A-Z][A-Za-z_]+/[A-Za-z_/]+$")
    source: tuple[str, ...] = Field(min_length=1)


class ApplicationForm(Model):
    """A form to ask with, or the name of the paper that comes back. `partners`: for these countries alone."""

    form: str | None = None
    partners: tuple[Country, ...] = ()
    situation: str | None = None
    note: str | None = None
    data_asked: tuple[str, ...] = ()


class Institution(Model):
    """Who issues, agrees or receives. Every entry says where it was read.

    `name`: as it is called in the sources; `names`: in a reader's language, where known. `aliases`: other ids under
    which a source or an older record may name it. `instruments`: those that concern it beside the ones of its roles and
    those that name it themselves. `directory_code`: in the public directory of the Union's electronic exchange
    (EESSI).
    """

    id: str
    country: Country
    name: str
    names: dict[str, str] = {}
    aliases: tuple[str, ...] = ()
    part_of: str | None = None
    role: str
    roles: tuple[Role, ...] = Field(min_length=1)
    instruments: tuple[str, ...] = ()
    address: str | None = None
    addresses: tuple[Address, ...] = ()
    email: str | None = None
    phone: str | None = None
    other_phones: tuple[str, ...] = ()
    fax: str | None = None
    url: str | None = None
    portals: tuple[Portal, ...] = ()
    channels: tuple[Channel, ...] = ()
    channel_notes: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()
    directory_code: str | None = None
    hours: tuple[Hours, ...] = ()
    processing_times: tuple[ProcessingTime, ...] = ()
    apply_from: str | None = None
    cost: str | None = None
    certificate_names: dict[Literal["a1", "agreement"], str] = {}
    forms: tuple[ApplicationForm, ...] = ()
    requires: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    sources: dict[str, Source] = Field(min_length=1)
    confidence: Confidence
    open_questions: tuple[str, ...] = ()
