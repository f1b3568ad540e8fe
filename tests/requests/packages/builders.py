"""A request that became a package, and files as they might come back."""

from io import BytesIO

import pikepdf
from PIL import Image

from sojourn.parties.access import ActingAs
from sojourn.requests.models import Request
from sojourn.requests.packages.events import pack
from sojourn.requests.packages.models import Package
from tests.requests.builders import a_sent_request


def a_package(**changes: object) -> tuple[ActingAs, Request, Package]:
    """Handed in to an institution that is not hosted, and packed."""
    acting, request = a_sent_request(**changes)  # type: ignore[arg-type]
    pack(request_id=request.pk)
    request.refresh_from_db()
    return acting, request, Package.objects.get(request=request)


def a_pdf(*, password: str = "", script: str = "") -> bytes:
    """A plain PDF of one page; locked, or with a script in it."""
    made = pikepdf.new()
    made.add_blank_page()
    if script:
        made.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS=script)
    out = BytesIO()
    locked = pikepdf.Encryption(owner=password, user=password) if password else False
    made.save(out, encryption=locked)
    return out.getvalue()


def a_picture(kind: str = "PNG") -> bytes:
    """A small picture."""
    out = BytesIO()
    Image.new("RGB", (40, 20), "white").save(out, kind)
    return out.getvalue()
