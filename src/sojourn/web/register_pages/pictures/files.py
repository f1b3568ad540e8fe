"""Tables of the pictures given out as files."""

from collections.abc import Iterable, Sequence
from typing import Any, cast
from urllib.parse import urlencode

from django.http import HttpResponse, StreamingHttpResponse
from django.urls import reverse

from sojourn.register.exporting import csv_lines, xlsx_file

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table_file(name: str, ending: str, head: Sequence[str], rows: Iterable[Sequence[str]]) -> HttpResponse:
    """The table as CSV or as a workbook; 404 for any other ending."""
    if ending == "xlsx":
        response: Any = HttpResponse(xlsx_file(head, rows), content_type=XLSX)
    elif ending == "csv":
        response = StreamingHttpResponse(csv_lines(head, rows), content_type="text/csv; charset=utf-8")
    else:
        return HttpResponse(status=404)
    response["Content-Disposition"] = f'attachment; filename="sojourn-{name}.{ending}"'
    return cast(HttpResponse, response)


def file_links(address: str, *parts: Any, **query: str) -> list[dict[str, str]]:
    """The links to both forms, with the filters of the page."""
    said = urlencode({name: value for name, value in query.items() if value})
    return [
        {"label": ending.upper(), "url": f"{reverse(address, args=[*parts, ending])}?{said}"}
        for ending in ("csv", "xlsx")
    ]
