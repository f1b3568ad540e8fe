"""Many at once, through the pages, without scripts."""

import uuid
from datetime import UTC, datetime
from io import BytesIO
from typing import Any

import fastexcel
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.files.uploadhandler import StopUpload
from django.test import Client
from django.urls import reverse

from sojourn.core import clock
from sojourn.parties.access import ActingAs, acting_for_self
from sojourn.parties.api_keys import api_keys_of
from sojourn.requests.bulk.models import Upload
from sojourn.requests.models import Request
from tests.parties.builders import a_person, an_employer
from tests.requests.bulk.builders import an_upload, csv_of, mapping_of, people, person, worked_off
from tests.web.builders import client_of, html

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _monday() -> Any:
    with clock.fixed(datetime(2026, 11, 23, 9, 0, tzinfo=UTC)):
        yield


def brought(client: Client, acting: ActingAs, data: bytes, name: str = "people.csv") -> Any:
    post = {"file": SimpleUploadedFile(name, data), "key": str(uuid.uuid4()), "acting": acting.token}
    return client.post(reverse("bulk"), post)


def test_from_a_file_to_requests_and_their_results() -> None:
    acting = an_employer()
    client = client_of(acting)
    answer = brought(client, acting, csv_of([*people(2), person(7, country="Germny")]))
    upload = Upload.objects.get()
    assert answer["Location"] == reverse("bulk_columns", args=[upload.pk])
    page = html(client.get(answer["Location"]))
    assert "Ada A" not in page
    assert "Ad• •" in page
    columns = {f"column-{at}": meant for at, meant in enumerate(mapping_of(upload))}
    here = client.post(answer["Location"], columns)["Location"]
    assert "0 of 3 rows" in html(client.get(here))
    worked_off(upload)
    page = html(client.get(here))
    assert "3 rows: 2 ready, 1 to mend" in page
    row = upload.rows.get(state="to_mend")
    name = f"c-{row.pk.hex}-activities[0].country"
    assert name in page
    client.post(here, {name: "Germany", f"v-{row.pk.hex}": row.version})
    assert upload.rows.filter(state="ready").count() == 3
    assert "3 rows: Certificate possible" in html(client.get(reverse("bulk_law", args=[upload.pk])))
    send = reverse("bulk_send", args=[upload.pk])
    assert "Send 3 requests" in html(client.get(send))
    refused = client.post(send, {"wants": "send", "acting": acting.token})
    assert (refused.status_code, Request.objects.count()) == (400, 0)
    client.post(send, {"wants": "send", "acting": acting.token, "declared": "yes"})
    worked_off(upload)
    results = client.get(reverse("bulk_results", args=[upload.pk])).content.decode("utf-8-sig")
    for reference in Request.objects.values_list("reference", flat=True):
        assert reference in results
        assert reference in html(client.get(here + "?state=sent"))


def test_another_employer_does_not_find_it() -> None:
    upload = an_upload(an_employer(), people(1))
    client = client_of(an_employer())
    for name in ("bulk_upload", "bulk_columns", "bulk_law", "bulk_send", "bulk_results", "bulk_abandon"):
        assert client.get(reverse(name, args=[upload.pk])).status_code == 404
    assert client.post(reverse("bulk_alike", args=[upload.pk])).status_code == 404


def test_somebody_for_themselves_is_told_who_may() -> None:
    answer = client_of(acting_for_self(a_person())).get(reverse("bulk"))
    assert "Choose for whom you act" in html(answer)


@pytest.mark.parametrize(
    ("name", "data", "said"),
    [
        ("p.csv", b"", "The file is empty. Nothing was stored."),
        ("p.xlsm", b"PK\x03\x04", "The file has macros."),
        ("p.pdf", b"%PDF-1.7", "not a table"),
        ("p.csv", b"x" * (10 * 1024 * 1024 + 1), "too big: over 10 MB"),
    ],
)
def test_a_file_that_is_not_taken(name: str, data: bytes, said: str) -> None:
    acting = an_employer()
    answer = brought(client_of(acting), acting, data, name)
    assert answer.status_code == 400
    assert said in html(answer)
    assert not Upload.objects.exists()


def test_a_hundred_megabytes_are_not_kept_in_memory() -> None:
    acting = an_employer()
    try:
        answer = brought(client_of(acting), acting, bytes(100 * 1024 * 1024))
    except StopUpload:
        pass
    else:
        assert answer.status_code >= 400
    assert not Upload.objects.exists()


@pytest.mark.parametrize("language", ["en", "de", "fr", "es"])
def test_the_template_comes_back_with_every_column_known(language: str) -> None:
    acting = an_employer()
    client = client_of(acting)
    answer = client.get(
        reverse("bulk_template", args=["xlsx"]) + "?host=DE", headers={"accept-language": language}
    )
    book = fastexcel.read_excel(answer.content)
    header = book.load_sheet(0, header_row=None).to_polars().row(0)
    row = dict(zip(header, ["x"] * len(header), strict=True))
    assert len(header) >= 17
    filled = BytesIO()
    filled.write(",".join(f'"{name}"' for name in header).encode() + b"\r\n")
    filled.write(",".join(row.values()).encode())
    brought(client, acting, filled.getvalue())
    assert all(Upload.objects.get().mapping), [
        name for name, meant in zip(header, Upload.objects.get().mapping, strict=True) if not meant
    ]


def test_a_page_has_twenty_rows() -> None:
    acting = an_employer()
    upload = an_upload(acting, people(25, country="Germny"))
    client = client_of(acting)
    page = html(client.get(reverse("bulk_upload", args=[upload.pk])))
    assert page.count('class="sj-mend"') == 20
    assert "Page 1 of 2" in page
    assert "25 rows:" in page


def test_a_key_is_shown_once_and_revoked() -> None:
    acting = an_employer()
    client = client_of(acting)
    here = reverse("employer_keys", args=[acting.employer_id])
    post = {"name": "Payroll", "scopes": ["read"], "acting": acting.token, "key": str(uuid.uuid4())}
    last = {"expires_on-day": "1", "expires_on-month": "3", "expires_on-year": "2027"}
    assert "Choose what the key may do." in html(client.post(here, post | last | {"scopes": []}))
    assert "between today and a year" in html(client.post(here, post))
    shown = html(client.post(here, post | last))
    assert "sjk_" in shown
    assert "sjk_" not in html(client.get(here))
    (view,) = api_keys_of(acting)
    client.post(reverse("key_revoke", args=[acting.employer_id, view.id]), {"acting": acting.token})
    assert api_keys_of(acting)[0].state == "revoked"
    assert client_of(an_employer()).get(here).status_code == 404
