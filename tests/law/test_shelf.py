"""The shelf says without opening anything what the open instruments say of themselves."""

from itertools import permutations

from sojourn.engine import load_law


def test_pairs_are_those_that_the_open_instruments_join() -> None:
    law = load_law()
    supplements = {each.id for instrument in law.instruments.values() for each in instrument.supplements}
    joined = {
        (pair, instrument.id)
        for instrument in law.instruments.values()
        if instrument.id not in supplements
        for pair in permutations(instrument.party_of, 2)
        if instrument.party_of[pair[0]] != instrument.party_of[pair[1]] and instrument.joins(*pair)
    }
    assert joined == {(pair, each.id) for pair in law.by_pair for each in law.between(*pair)}
