"""Three kiosks that tell one another in pieces, twice and late come to the same board."""

from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.coproduction.board import board
from kiosk.coproduction.merging import Counted, Share, merged
from kiosk.coproduction.outcomes import Facts
from tests.coproduction.boards import PAIN, day
from tests.coproduction.test_board_promises import DAYS, streams

KIOSKS = ("one", "two", "three")


def pieces(known: Facts, chance: Random) -> list[Share]:
    """All of it, each thing as a message of its own, some of them more than once."""
    counters = [
        (Counted(chance.choice(KIOSKS), url, on), many)
        for url, days in known.sittings.items()
        for on, many in days.items()
    ]
    shares = [
        *(Share(said=(one,)) for one in known.said),
        *(Share(decisions=(one,)) for one in known.decisions),
        *(Share(events=(one,)) for one in known.events),
        *(Share(finished={key: many}) for key, many in counters),
        # A counter as it was earlier on that day.
        *(Share(finished={key: chance.randint(0, many)}) for key, many in counters),
    ]
    return shares + chance.choices(shares, k=len(shares) // 2 if shares else 0)


@given(streams(), st.integers(0, 2**32))
@settings(max_examples=60, deadline=None)
def test_three_kiosks_come_to_one_board_whatever_the_line_does(known: Facts, seed: int) -> None:
    chance = Random(seed)  # noqa: S311
    sent = pieces(known, chance)
    heard = []
    for _ in KIOSKS:
        order = chance.sample(sent, len(sent))
        cut = chance.randint(0, len(order))
        # Before and after a partition; the first part is told again after it.
        before = order[:cut]
        heard.append(merged([*before, *order[cut:], *before], known.forms))

    assert heard[0] == heard[1] == heard[2]
    assert heard[0].sittings == {url: days for url, days in known.sittings.items() if days}
    for on in range(0, DAYS + 30, 15):
        boards = [board(one, day(on)) for one in heard]
        assert boards[0] == boards[1] == boards[2]


def test_counters_of_kiosks_add_up_and_a_later_reading_replaces_an_earlier() -> None:
    key, other = Counted("one", PAIN, day(0)), Counted("two", PAIN, day(0))
    shares = [Share(finished={key: 3}), Share(finished={other: 2}), Share(finished={key: 5})]

    assert merged(shares, {}).sittings == {PAIN: {day(0): 7}}
