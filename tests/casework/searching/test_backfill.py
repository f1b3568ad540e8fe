"""Cases of before are made findable: once, in steps that can be stopped, with where it stands."""

import pytest

from sojourn.casework.models import Case
from sojourn.casework.searching.access import Wanted, find_cases
from sojourn.casework.searching.backfill import Progress, make_findable, progress
from sojourn.casework.searching.models import Backfill, SearchKey
from tests.casework.builders import a_hosted_institution, a_queued_case, an_acting_officer
from tests.desk.builders import an_officer_at_work
from tests.parties.builders import an_employer

pytestmark = pytest.mark.django_db
NAME = "Adaeze Okafor"


def test_cases_of_before_are_found_again_and_nothing_is_done_twice() -> None:
    a_hosted_institution()
    cases = [a_queued_case(an_employer()) for _ in range(3)]
    officer = an_acting_officer()
    keys = set(SearchKey.objects.values_list("case", "kind", "index"))
    places = {case.pk: case.workplace_index for case in cases}
    assert all(places.values())
    # As cases were that were opened before there were keys.
    SearchKey.objects.all().delete()
    Case.objects.update(workplace_index="")
    assert not find_cases(officer, Wanted(NAME))
    versions = set(Case.objects.values_list("pk", "version"))

    assert progress() is None
    assert make_findable(2) == 2
    assert progress() == Progress(2, 3)
    _, client = an_officer_at_work()
    assert "Older cases are just being made findable: 2 of 3." in client.get("/desk/search").content.decode()
    late = a_queued_case(an_employer())
    while make_findable(2):
        pass
    assert progress() is None
    assert "being made findable" not in client.get("/desk/search").content.decode()
    assert keys <= set(SearchKey.objects.values_list("case", "kind", "index"))
    assert {case.pk: case.workplace_index for case in Case.objects.exclude(pk=late.pk)} == places
    assert versions <= set(Case.objects.values_list("pk", "version"))
    assert len(find_cases(officer, Wanted(NAME))) == 4

    count = SearchKey.objects.count()
    Backfill.objects.update(ended_at=None, last_case=None, done=0)
    assert make_findable(10) == 4
    assert SearchKey.objects.count() == count
    assert make_findable(10) == 0
