"""Specimens: drawn and sealed like a certificate, marked on each page, numbered and kept nowhere."""

from dataclasses import replace

import typst
from django.conf import settings

from sojourn.certificates import document, readback
from sojourn.certificates.content import CertificateContent
from sojourn.certificates.errors import FACES_DIFFER, LAYOUT_FAILED, NOT_PRINTABLE, NotIssued
from sojourn.certificates.face import Issue
from sojourn.certificates.keyring import sealer_in_use
from sojourn.certificates.labels import words
from sojourn.certificates.number import new_number, new_secret
from sojourn.certificates.offline import make_code, throwaway_signer
from sojourn.certificates.seal import seal
from sojourn.core import clock
from sojourn.core.errors import InvalidInput, Problem


def draw_specimen(content: CertificateContent) -> bytes:
    """The sealed PDF of a certificate that is none: its number is not given out, so no check finds it.

    Raises InvalidInput (`not_printable`), SealUnavailable (no key), NotIssued (the document did not come out as
    decided), as issuing would.
    """
    found = document.unprintable(content)
    if found:
        raise InvalidInput(
            [Problem(each.field, NOT_PRINTABLE, {"characters": each.characters}) for each in found]
        )
    sealer = sealer_in_use(content.issuer)
    moment = clock.now()
    issue = Issue(
        number=new_number(content.issuer.country, moment.date()),
        secret=new_secret(),
        issued_on=moment.date(),
        base_url=settings.SOJOURN_BASE_URL,
        demonstration=settings.SOJOURN_MODE != "production",
        specimen=True,
    )
    label = words("seal_field", content.languages[:1], issuer=content.issuer.name)[0]
    issue = replace(issue, offline_code=make_code(content, issue, throwaway_signer(issue.issued_on)))
    try:
        drawn = document.render(content, issue, moment)
        pdf = seal(drawn, sealer, label=label, name=content.issuer.name)
        differing = readback.differences(pdf, content, issue)
    except (ValueError, typst.TypstError):
        # The cause may quote the content.
        raise NotIssued(LAYOUT_FAILED) from None
    if differing:
        raise NotIssued(FACES_DIFFER, fields=differing)
    return pdf
