"""Certificates a second: drawn by Typst against WeasyPrint with the same words; then drawn, sealed, read back, kept."""

import html
import itertools
from datetime import date, timedelta
from typing import Any

import segno
import weasyprint

from bench.clock import median_seconds
from bench.report import Figure
from sojourn.certificates.content import CertificateContent, read_content
from sojourn.certificates.document import attachment, render
from sojourn.certificates.events import issue_certificate
from sojourn.certificates.face import Issue, face
from sojourn.certificates.lettering import latin_font
from sojourn.core import clock
from sojourn.core.actors import SYSTEM

_FONT = latin_font().as_uri()
CONTENT: dict[str, Any] = {
    "kind": "coverage",
    "instrument": "us-de",
    "titles": {
        "en": "Agreement between the United States of America and the Federal Republic of Germany on Social Security"
    },
    "article": "6(2)",
    "category": "posted_employee",
    "issuer": {
        "id": "us-ssa",
        "name": "Social Security Administration",
        "address": ["P.O. Box 17741", "Baltimore, Maryland 21235-7741"],
        "country": "US",
    },
    "legislation": "US",
    "host": "DE",
    "holder": {
        "given_names": "Sarah Anne",
        "family_name": "Miller",
        "birth_date": "1988-05-14",
        "birth_place": "Portland, Oregon",
        "nationalities": ["US"],
        "number": "219-09-9999",
        "number_kind": "us_ssn",
    },
    "employer": {
        "name": "Cascade Robotics Inc.",
        "street": "1420 NW Lovejoy Street",
        "city": "Portland",
        "postcode": "97209",
        "state": "OR",
        "country": "US",
    },
    "workplaces": [
        {
            "name": "Cascade Robotics GmbH",
            "street": "Lindwurmstraße 88",
            "city": "München",
            "postcode": "80337",
            "country": "DE",
        }
    ],
    "period_start": "2027-03-01",
    "period_end": "2030-02-28",
    "period_limit": "2032-02-29",
    "exempt": [{"country": "DE", "branches": ["old_age", "disability", "survivors"]}],
    "languages": ["en", "de"],
    "law_version": "4f7c2a91",
    "decided_on": date(2026, 11, 22).isoformat(),
}


def measure() -> list[Figure]:
    """Needs Django set up with a database that may be written to."""
    content = read_content(CONTENT)
    issue = Issue(
        "US-2026-HNQ8-2QPM-8H", "s" * 22, date(2026, 11, 22), "https://example.org", demonstration=True
    )
    moment = clock.now()
    typst_seconds = median_seconds(lambda: render(content, issue, moment), runs=40)
    weasyprint_seconds = median_seconds(lambda: _weasyprint(content, issue), runs=10, warm_up=1)
    days = itertools.count()
    whole = median_seconds(lambda: _issue(content, next(days)), runs=40)
    return [
        Figure("Typst: PDF/A-3a and PDF/UA-1 with data attached", typst_seconds),
        Figure("WeasyPrint: PDF/A-3a, the same words and data", weasyprint_seconds, than=typst_seconds),
        Figure("drawn, sealed, read back, encrypted and kept", whole, goal=0.15),
    ]


def _issue(content: CertificateContent, day: int) -> None:
    other = content.model_copy(update={"period_start": content.period_start + timedelta(days=day)})
    issue_certificate(content=other, actor=SYSTEM, key=f"bench:{clock.now().isoformat()}:{day}")


def _weasyprint(content: CertificateContent, issue: Issue) -> bytes:
    """The same face as HTML, in the same font, with the same attachment."""
    data = weasyprint.Attachment(string=attachment(content, issue).decode(), name="certificate.json")
    pdf: bytes = weasyprint.HTML(string=_html(face(content, issue), issue)).write_pdf(
        pdf_variant="pdf/a-3a", pdf_tags=True, attachments=[data]
    )
    return pdf


def _html(printed: dict[str, Any], issue: Issue) -> str:
    code = segno.make(issue.address, error="m", micro=False).svg_inline(scale=3)
    sections = "".join(
        f"<h2>{_said(section['heading'])}</h2><dl>"
        + "".join(
            f"<dt>{_said(item['label'])}</dt><dd>{_said(item['value'])}</dd>" for item in section["fields"]
        )
        + "</dl>"
        for section in printed["sections"]
    )
    return f"""<!doctype html><html lang="en"><head><title>{_said(printed["title"])}</title><style>
        @font-face {{ font-family: Noto; src: url({_FONT}) }}
        @page {{ size: A4; margin: 20mm }} body {{ font: 9pt Noto }} dt {{ font-size: 7pt; color: #555 }}
        h2 {{ color: #1a4480; font-size: 10pt; border-top: 1px solid #888 }} dd {{ margin: 0 }} </style></head>
        <body><p>{_said([printed["issuer"]["name"], *printed["issuer"]["lines"]])}</p>
        <h1>{_said(printed["title"])}</h1><p>{issue.number}</p><p>{_said(printed["statement"])}</p>
        {sections}<p>{_said(printed["check"]["how"])}</p>{code}</body></html>"""


def _said(words: object) -> str:
    if isinstance(words, list):
        return "<br>".join(_said(word) for word in words)
    return html.escape(str(words))
