"""What leaves the service compressed, and what does not."""

import gzip

import pytest
from django.test import Client
from django.urls import reverse

pytestmark = pytest.mark.django_db


def test_a_page_is_a_fraction_of_its_length_for_browsers_that_take_it(client: Client) -> None:
    plain = client.get(reverse("find_out"))
    packed = client.get(reverse("find_out"), headers={"accept-encoding": "gzip"})
    assert not plain.has_header("Content-Encoding")
    assert packed["Content-Encoding"] == "gzip"
    assert "Accept-Encoding" in packed["Vary"]
    assert len(packed.content) < len(plain.content) / 3
    assert b"</html>" in gzip.decompress(packed.content)


def test_the_same_page_never_betrays_itself_by_its_length(client: Client) -> None:
    lengths = {
        len(client.get(reverse("verify"), headers={"accept-encoding": "gzip"}).content) for _ in range(8)
    }
    assert len(lengths) > 1


def test_a_style_sheet_is_not_packed_twice(client: Client) -> None:
    sheet = client.get("/static/built/sojourn.css", headers={"accept-encoding": "br, gzip"})
    assert sheet["Content-Encoding"] == "br"
