"""The bytes of a list: as the draft's own examples have them, and nothing that is not a list."""

import base64
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sojourn.certificates.status_list.bits import LARGEST_LIST, Value, at, compressed, packed, unpacked

# draft-ietf-oauth-status-list, section 4.1 (second example) and the 2-bit vector of "Test vectors".
SHORT = bytes.fromhex("c944f9")
SHORT_PACKED = bytes.fromhex("78da3be9f2130003df0207")
SHORT_VALUES = (1, 2, 0, 3, 0, 1, 0, 1, 1, 2, 3, 3)
LONG = (
    "eNrt2zENACEQAEEuoaBABP5VIO01fCjIHTMStt9ovGVIAAAAAABAbiEBAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAEB5"
    "WwIAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"
    "AAAAAAAAAID0ugQAAAAAAAAAAAAAAAAAQG12SgAAAAAAAAAAAAAAAAAAAAAAAAAAAOCSIQEAAAAAAAAAAAAAAAAAAAAAAAD8ExIA"
    "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAwJEuAQAAAAAAAAAAAAAAAAAAAAAAAMB9SwIAAAAAAAAAAAAAAAAAAACoYUoA"
    "AAAAAAAAAAAAAEBqH81gAQw"
)
LONG_VALUES = {
    0: 1,
    1993: 2,
    25460: 1,
    159495: 3,
    495669: 1,
    554353: 1,
    645645: 2,
    723232: 1,
    854545: 1,
    934534: 2,
    1000345: 3,
}


def test_the_examples_of_the_draft_are_read_as_it_says() -> None:
    assert unpacked(SHORT_PACKED) == SHORT
    assert tuple(at(SHORT, index) for index in range(12)) == SHORT_VALUES
    long = unpacked(base64.urlsafe_b64decode(LONG + "=" * (-len(LONG) % 4)))
    assert len(long) * 4 == 1 << 20
    said = {index: at(long, index) for index in range(1 << 20) if long[index // 4] and at(long, index)}
    assert said == LONG_VALUES


def test_what_is_written_is_what_the_draft_writes() -> None:
    written = packed(12, [(index, Value(value)) for index, value in enumerate(SHORT_VALUES) if value < 3])
    mended = bytearray(written)
    for index, value in enumerate(SHORT_VALUES):
        if value == 3:
            mended[index // 4] |= 3 << index % 4 * 2
    assert bytes(mended) == SHORT
    assert compressed(SHORT) == SHORT_PACKED


@given(st.dictionaries(st.integers(0, 63), st.sampled_from(list(Value)), max_size=20))
def test_each_place_says_what_was_put_there_and_all_others_valid(values: dict[int, Value]) -> None:
    data = unpacked(compressed(packed(64, values.items())))
    assert [at(data, index) for index in range(64)] == [values.get(index, 0) for index in range(64)]


def test_places_that_are_not_there_are_not_made_up() -> None:
    for index in (-1, 12, 1 << 40):
        with pytest.raises(IndexError):
            at(SHORT, index)
        with pytest.raises(IndexError):
            packed(12, [(index, Value.INVALID)])


def test_what_is_not_a_list_or_swells_is_refused() -> None:
    bomb = zlib.compress(bytes(LARGEST_LIST + 1))
    for refused in (b"", b"nonsense", SHORT_PACKED[:-1], SHORT_PACKED + b"x", bomb):
        with pytest.raises(ValueError, match=r"compressed|cut off"):
            unpacked(refused)
