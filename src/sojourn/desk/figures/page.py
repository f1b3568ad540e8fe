"""The page of figures, and the files of what it shows."""

import csv
from io import BytesIO, StringIO

from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe
from xlsxwriter import Workbook

from sojourn.casework.figures.access import PERIODS, figures_of
from sojourn.core import clock
from sojourn.desk.entrance import draw, officers_only
from sojourn.desk.figures.pictures import pictures_of
from sojourn.desk.figures.tables import tables_of
from sojourn.parties.acting import ActingAs

_USUAL = 90
_SHEET_NAME_LENGTH = 31


@require_safe
@officers_only
def figures_page(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """What came and went in a period, as pictures with their tables."""
    days = _days(request)
    figures = figures_of(acting, days)
    periods = [
        {"days": each, "words": _("Last %(days)s days") % {"days": each}, "chosen": each == days}
        for each in PERIODS
    ]
    context = {"figures": figures, "pictures": pictures_of(figures, days), "periods": periods, "days": days}
    return draw(request, acting, "desk/figures/page.html", context)


@require_safe
@officers_only
def figures_csv(request: HttpRequest, acting: ActingAs, table: str) -> HttpResponse:
    """One table as CSV."""
    found = tables_of(figures_of(acting, _days(request))).get(table)
    if found is None:
        raise Http404
    text = StringIO()
    writer = csv.writer(text)
    writer.writerow(found.heads)
    writer.writerows(found.rows)
    # The mark lets spreadsheets read it as UTF-8.
    return _file(f"\ufeff{text.getvalue()}".encode(), "text/csv; charset=utf-8", f"{table}.csv")


@require_safe
@officers_only
def figures_xlsx(request: HttpRequest, acting: ActingAs) -> HttpResponse:
    """All tables, a sheet each."""
    out = BytesIO()
    with Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        strong = book.add_format({"bold": True})
        for table in tables_of(figures_of(acting, _days(request))).values():
            sheet = book.add_worksheet(table.name[:_SHEET_NAME_LENGTH])
            sheet.write_row(0, 0, table.heads, strong)
            for at, row in enumerate(table.rows, 1):
                sheet.write_row(at, 0, row)
            sheet.autofit()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    return _file(out.getvalue(), kind, "figures.xlsx")


def _days(request: HttpRequest) -> int:
    wanted = request.GET.get("days", "")
    return next((days for days in PERIODS if str(days) == wanted), _USUAL)


def _file(content: bytes, kind: str, name: str) -> HttpResponse:
    response = HttpResponse(content, content_type=kind)
    response.headers["Content-Disposition"] = f'attachment; filename="{clock.today().isoformat()}-{name}"'
    response.headers["Cache-Control"] = "no-store"
    return response
