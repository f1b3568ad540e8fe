"""Makes a case findable when it is opened, and again when a fact in it is established."""

from collections.abc import Mapping

from sojourn.casework.models import Case
from sojourn.casework.searching.keys import keys_of
from sojourn.casework.searching.models import SearchKey


def write_keys(case: Case, particulars: Mapping[str, str]) -> None:
    """Make the case findable by these particulars. Keys that it had stay: what was declared is found as well."""
    SearchKey.objects.bulk_create(
        [SearchKey(case=case, kind=kind, index=index) for kind, index in sorted(keys_of(particulars))],
        ignore_conflicts=True,
    )
