"""A package as one PDF: a checklist for the applicant, a letter and a data sheet for the institution."""

from collections.abc import Iterable, Iterator

from sojourn.core import clock
from sojourn.papers.drawing import draw
from sojourn.papers.sheet import Address, Block, Heading, Items, Part, Row, Rows, Sheet, Signature, Text
from sojourn.requests.answers import Answers
from sojourn.requests.countries import country_name
from sojourn.requests.models import Request
from sojourn.requests.packages.content import AnswerData, InstitutionData, PackageData, package_data
from sojourn.requests.packages.models import Package
from sojourn.requests.packages.words import channel_words, day, words

ATTACHMENT = "package.json"
_SERVICE = "Sojourn"


def package_pdf(request: Request, package: Package, language: str) -> bytes:
    """The package of a request. `language`: the applicant's, in which the checklist is written.

    Raises ValueError where it cannot be laid out.
    """
    data = package_data(request, package)
    own = package_data(request, package, language)
    sheet = Sheet(
        subject=words("subject", language, reference=data.reference),
        author=_SERVICE,
        head=(_SERVICE, data.reference),
        parts=[_checklist(own, language), _letter(data, request.answers), _data_sheet(data, own)],
        foot=data.reference,
        page=words("page", language, n="{n}", total="{total}"),
    )
    return draw(sheet, clock.now(), (ATTACHMENT, data.as_json()))


def steps(institution: InstitutionData, required: Iterable[str], language: str) -> list[str]:
    """What the applicant does, in order."""
    named = institution.named == "itself" or institution.office_name
    forms = [each.form for each in institution.forms if each.form]
    ways = [channel_words(code, language) for code in institution.channels]
    found = [] if named else [words("do_office", language)]
    found.append(words("do_check", language))
    for portal in institution.portals:
        found.append(words("do_portal", language, portal=_portal(portal.name, portal.url)))
    if forms:
        found.append(words("do_form", language, form=", ".join(dict.fromkeys(forms))))
    found.append(words("do_sign", language))
    found += [words("do_enclose", language, thing=each) for each in institution.requires]
    sending = words("do_send", language, ways=", ".join(ways)) if ways else words("do_send_any", language)
    return [*found, sending, words("do_record", language)]


def _checklist(data: PackageData, language: str) -> Part:
    body = data.institution
    blocks: list[Block] = [Text(words("list_lead", language, institution=body.name), "lead")]
    if not body.office_name and body.named != "itself":
        key = "unnamed" if body.named == "not_at_all" else "which_office"
        blocks.append(Text(words(key, language), "strong"))
    blocks += [
        Heading(words("to_do", language)),
        Items(steps(body, data.law.required_information, language), "boxes"),
        Heading(words("where", language)),
        Rows(list(_where(body, language))),
    ]
    if data.law.required_information:
        blocks += [Heading(words("law_asks", language)), Items(data.law.required_information)]
    if body.notes:
        blocks += [Heading(words("notes", language)), Items(body.notes)]
    if body.sources:
        blocks += [Heading(words("sources", language)), Text(" · ".join(body.sources), "small")]
    return Part(words("list_title", language), language, blocks)


def _where(body: InstitutionData, language: str) -> Iterator[Row]:
    rows = [
        ("institution", (body.name,)),
        ("office", (body.office_name,) if body.office_name else ()),
        ("address", body.office_address or (body.address or words("address_unknown", language),)),
        ("portal", tuple(_portal(each.name, each.url) for each in body.portals)),
        ("website", (body.website,) if body.website else ()),
        ("email", (body.email,) if body.email else ()),
        ("phone", (body.phone,) if body.phone else ()),
        ("fax", (body.fax,) if body.fax else ()),
        ("how", (*(channel_words(code, language) for code in body.channels), *body.channel_notes)),
        ("forms", tuple(_form_lines(body, language))),
        ("times", tuple(_times(body, language))),
        ("apply_from", (body.apply_from,) if body.apply_from else ()),
        ("cost", (body.cost,) if body.cost else ()),
    ]
    return (Row(words(key, language), [line for line in lines if line]) for key, lines in rows if lines)


def _form_lines(body: InstitutionData, language: str) -> Iterator[str]:
    for each in body.forms:
        asks = words("form_asks", language, things=", ".join(each.asks_for)) if each.asks_for else ""
        told = (each.form or "", each.situation or "", each.note or "", asks)
        yield "; ".join(part for part in told if part)


def _times(body: InstitutionData, language: str) -> Iterator[str]:
    if not body.processing_times:
        yield words("times_unknown", language)
    for each in body.processing_times:
        yield f"{each.text} ({'; '.join(each.source)})"


def _letter(data: PackageData, answers: Answers) -> Part:
    language, body = data.language, data.institution
    person = " ".join(
        answers.text(f"worker.{name}_latin") or answers.text(f"worker.{name}")
        for name in ("given_names", "family_name")
    )
    asked = words(
        "letter_ask_exception" if data.kind == "exception" else "letter_ask",
        language,
        person=person,
        home=country_name(data.home, language),
        host=country_name(data.host, language),
        start=day(data.period_start, language),
        end=day(data.period_end, language) if data.period_end else words("open_end", language),
    )
    blocks: list[Block] = [
        Address([line for line in (body.office_name or body.name, *_address(body)) if line]),
        Text(words("letter_date", language, day=day(clock.today(), language))),
        Text(words("greeting", language)),
        Text(asked),
    ]
    if data.law.article and data.law.title:
        basis = words("letter_basis", language, article=data.law.article, instrument=data.law.title)
        blocks.append(Text(basis))
    blocks += [
        Text(words("letter_encloses", language, reference=data.reference)),
        Text(words("closing", language)),
        Address(list(_sender(answers))),
        Signature(words("sign", language).split("|")),
    ]
    title = "letter_title_a1" if data.law.certificate == "a1" else "letter_title"
    return Part(words(title, language), language, blocks)


def _address(body: InstitutionData) -> tuple[str, ...]:
    return body.office_address or tuple(part.strip() for part in (body.address or "").split(", ") if part)


def _sender(answers: Answers) -> Iterator[str]:
    """Who asks, with the address at home."""
    named = answers.text("sender.name")
    yield named or f"{answers.text('worker.given_names')} {answers.text('worker.family_name')}"
    town = (answers.text(key) for key in ("sender.postcode", "sender.city", "sender.state"))
    for line in (answers.text("sender.street"), " ".join(part for part in town if part)):
        if line:
            yield line


def _data_sheet(data: PackageData, own: PackageData) -> Part:
    """The answers under the labels of the institution's language, with the applicant's own labels where they differ."""
    language, law = data.language, data.law
    pairs = zip(data.answers, own.answers, strict=True)
    blocks: list[Block] = [
        Text(words("declaration", language, day=day(data.handed_in_at.date(), language)), "small"),
        Rows([_row(theirs, ours) for theirs, ours in pairs]),
        Heading(words("law_part", language)),
    ]
    told = [("agreement", law.title), ("article", law.article), ("form", law.form)]
    rows = [Row(words(key, language), [value]) for key, value in told if value]
    if rows:
        blocks.append(Rows(rows))
    if law.reasons:
        blocks += [Heading(words("reasons", language)), Items(law.reasons)]
    blocks += [
        Text(words("worked_out", language, version=law.law_version[:12]), "small"),
        Signature(words("sign", language).split("|")),
    ]
    return Part(words("data_title", language), language, blocks)


def _row(theirs: AnswerData, ours: AnswerData) -> Row:
    return Row(theirs.label, list(theirs.text), ours.label if ours.label != theirs.label else "")


def _portal(name: str, url: str | None) -> str:
    return f"{name} ({url})" if url else name
