"""Codes of uploads in words."""

import re
from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from sojourn.core.errors import Problem
from sojourn.engine.lawbook.facts import load_facts
from sojourn.requests.bulk.access import RowFinding
from sojourn.requests.bulk.states import RowState, UploadState
from sojourn.requests.texts import problem_text
from sojourn.web.language import language

UPLOAD_STATES: Final = {
    UploadState.UPLOADED: _("Say which column is which"),
    UploadState.MAPPED: _("Rows are being checked"),
    UploadState.CHECKED: _("Checked"),
    UploadState.SENDING: _("Requests are being made"),
    UploadState.DONE: _("Done"),
    UploadState.ABANDONED: _("Given up"),
}
ROW_STATES: Final = {
    RowState.READY: _("Ready"),
    RowState.TO_MEND: _("To mend"),
    RowState.NO_CERTIFICATE: _("No certificate possible"),
    RowState.ASKED: _("Already asked"),
    RowState.LEFT_OUT: _("Left out"),
    RowState.DRAFTED: _("Draft made"),
    RowState.SENT: _("Sent"),
}
WAYS: Final = {
    "certificate": _("Certificate possible"),
    "officer": _("An officer has to look"),
    "more_answers": _("Answers are missing that decide"),
    "no_certificate": _("No certificate possible"),
    "no_institution": _("No institution is known that could issue one"),
    "": _("Countries or first day missing"),
}
# M44: what is wrong with the file, and that nothing was kept of it.
_FILES: Final = {
    "file_missing": _("Choose a file."),
    "file_empty": _("The file is empty. Nothing was stored."),
    "file_too_large": _("The file is too big: over %(largest)s MB. Nothing was stored."),
    "file_wrong_type": _("The file is not a table in XLSX, CSV or Parquet. Nothing was stored."),
    "file_locked": _("The file is locked with a password. Save it without one. Nothing was stored."),
    "file_macros": _("The file has macros. Save it as XLSX without them. Nothing was stored."),
    "file_not_safe": _("The file is not safe to open. Nothing was stored."),
    "file_too_much_inside": _(
        "The file is not safe to open: it holds far more than it shows. Nothing was stored."
    ),
    "file_encoding": _("The letters in the file cannot be read. Save it as CSV UTF-8. Nothing was stored."),
    "file_no_rows": _("The file has no rows with people. Nothing was stored."),
    "file_too_many_rows": _("The file has more than %(limit)s rows. Split it. Nothing was stored."),
    "file_too_many_columns": _(
        "The file has more than %(limit)s columns. Keep those of the template. Nothing was stored."
    ),
    "file_cell_too_long": _("A cell has more than %(limit)s characters. Nothing was stored."),
    "column_unknown": _("Choose what this column means."),
    "date_order_missing": _("Choose whether the day or the month comes first."),
    "sheet_unknown": _("Choose the sheet with the people."),
    "not_declared": _("Tick the declaration to send."),
    "nothing_ready": _("No row is ready. Mend the rows first."),
    "text_missing": _("Enter what these rows should have."),
}
_DAY: Final = re.compile(r"^\d{4}-\d{2}-\d{2}$")


def told(problem: Problem) -> str:
    """The sentence of a problem with an upload."""
    if problem.code in ("column_twice", "column_needed"):
        name = load_facts()[str(problem.params["fact"])].words_in(language()).name
        if problem.code == "column_twice":
            return gettext("Two columns cannot both mean: %(name)s. Change one of them.") % {"name": name}
        return gettext("Choose the column for: %(name)s.") % {"name": name}
    return str(_FILES[problem.code]) % dict(problem.params)


def finding_text(finding: RowFinding) -> str:
    """The sentence of a finding, as the form says it."""
    return problem_text(
        Problem(finding.field, finding.code, as_said(finding.params)), load_facts(), language()
    )


def as_said(params: Mapping[str, Any]) -> dict[str, Any]:
    """Values of a finding with its days as days."""
    return {
        name: date.fromisoformat(value) if isinstance(value, str) and _DAY.match(value) else value
        for name, value in params.items()
    }
