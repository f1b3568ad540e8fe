"""One record, five faces: whatever a certificate says, each face says it. Thousands: `python -m bench.faces 5000`."""

import pytest

from bench.each_face import differing_faces
from tests.certificates.builders import ISSUED_ON

# Other certificates each week would be better, and a test that fails by chance worse: the command tries the others.
TRIED = range(24)


@pytest.mark.parametrize("seed", TRIED)
def test_each_face_says_what_was_decided(seed: int) -> None:
    assert differing_faces(seed, ISSUED_ON)[0] == []
