"""Are the names free of slips of the keyboard?"""

from sojourn.requests.checks.gathered import Finding, Gathered, hindrance, rows_of, warning
from sojourn.requests.written import is_latin

NAMES = (
    "worker.given_names",
    "worker.family_name",
    "worker.birth_name",
    "worker.given_names_latin",
    "worker.family_name_latin",
)
LATIN = ("worker.given_names_latin", "worker.family_name_latin")
STRANGE = frozenset('0123456789@#$%&*+=<>{}[]|\\/_~^!?;:"')


def names(gathered: Gathered) -> list[Finding]:
    """Names as people have them are not judged; digits and signs in them are asked about."""
    typed = {name: gathered.answers.text(name) for name in NAMES}
    for number, row in enumerate(rows_of(gathered, "worker.family")):
        typed |= {
            f"worker.family[{number}].{part}": str(row.get(part, ""))
            for part in ("given_names", "family_name")
        }
    found = [warning("name_unusual", field) for field, name in typed.items() if STRANGE & set(name)]
    found += [hindrance("name_not_latin", field) for field in LATIN if not is_latin(typed[field])]
    return found
