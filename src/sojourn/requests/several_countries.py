"""Work that is usually done in several countries: from its rows to the activities of the situation."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from sojourn.requests.answers import Answers

QUESTION: Final = "question.several_countries"
ROWS: Final = "question.countries_of_work"
_STATUS: Final = {"for_us": "employee", "for_another": "employee", "own_business": "self_employed"}


def usually_in_several(answers: Answers) -> bool:
    """Whether the applicant says that the work belongs to several countries at the same time."""
    return answers.values.get(QUESTION) is True


def put_several_countries(situation: dict[str, Any], answers: Answers) -> None:
    """Make the activity one of several, each with its share of the working time over the next 12 months.

    Regulation 987/2009 article 14(8) and (10): shares are those expected for the following 12 calendar months.
    """
    if not usually_in_several(answers):
        return
    main = situation["activities"][0]
    main["pattern"] = "regular"
    rows = answers.values.get(ROWS)
    named = [row for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
    own = next((row for row in named if _is_main(row, main)), None)
    if own is not None:
        main["share_of_time"] = own["share"]
    for row in named:
        if row is not own:
            situation["activities"].append(_activity(situation, main, row))


def _is_main(row: Mapping[str, Any], main: Mapping[str, Any]) -> bool:
    return row.get("country") == main.get("country") and _STATUS[str(row["how"])] == main["status"]


def _activity(situation: dict[str, Any], main: Mapping[str, Any], row: Mapping[str, Any]) -> dict[str, Any]:
    status = _STATUS[str(row["how"])]
    activity: dict[str, Any] = {
        "id": f"a{len(situation['activities']) + 1}",
        "country": row["country"],
        "status": status,
        "pattern": "regular",
        "share_of_time": row["share"],
    }
    activity |= {name: main[name] for name in ("start", "end") if name in main}
    if row["how"] == "for_us":
        activity["employer"] = main["employer"]
    elif row["how"] == "for_another":
        activity["employer"] = _other_employer(situation, row)
    return activity


def _other_employer(situation: dict[str, Any], row: Mapping[str, Any]) -> str:
    """The employer with that seat, made when it is first named: two rows with one seat speak of one employer."""
    employers: Sequence[Mapping[str, Any]] = situation.setdefault("employers", [])
    seat = row.get("seat")
    for employer in employers:
        if str(employer["id"]).startswith("other") and employer.get("seat") == seat:
            return str(employer["id"])
    made = {"id": f"other{len(employers) + 1}"} | ({"seat": seat} if seat else {})
    situation["employers"].append(made)
    return made["id"]
