"""At which question of a form people leave.

A question stands beside those who saw it, not beside all who began: behind a branch few come by.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kiosk.coproduction.passage import CHECK_PAGE
from kiosk.coproduction.suppression import MIN_SITTINGS, public_count
from kiosk.desk.pictures.figure import Bar, Figure, Phrases, full_length
from kiosk.desk.pictures.forms import share_text
from kiosk.store.figures import Shown

MOST_BARS: Final = 20
_LEAST_FULL: Final = 0.25
"""Where hardly anybody leaves, no bar is long."""


def where_people_leave(
    counts: Mapping[str, Shown], texts: Mapping[str, str], phrases: Phrases, *, public: bool = False
) -> Figure:
    """Of those who saw a question, how many left there, in the order of the form.

    Of a question that fewer than 10 saw nothing is told. Where a form has more than 20 questions
    the picture shows those where most leave, most first; the table has all.

    Args:
        counts: by linkId.
        texts: the form's questions by linkId, in its order; one that is not among them was asked
            by another version.
        phrases: what is said.
        public: for everybody: counts are rounded, and small ones not told.
    """
    told = in_order(counts, texts, phrases)
    seen = [one for one in told if counts[one].shown >= MIN_SITTINGS]
    rows = [_row(told[one], counts[one], phrases, public=public) for one in seen]
    drawn = [bar for bar, _ in rows]
    notes = [phrases.say("left_note" if rows else "too_few_note")]
    if len(drawn) > MOST_BARS:
        drawn = longest(drawn)
        notes.append(phrases.say("left_most_note", count=MOST_BARS))
    columns: Sequence[str] = ("question", "shown", "left", "left_share")
    return Figure(
        name="left", title=phrases.say("left_title"), note=" ".join(notes),
        bars=tuple(drawn), full=max(_LEAST_FULL, full_length(drawn)),
        heading=tuple(phrases.say(f"col_{each}") for each in columns),
        rows=tuple(row for _, row in rows),
    )  # fmt: skip


def in_order(counted: Iterable[str], texts: Mapping[str, str], phrases: Phrases) -> dict[str, str]:
    """What each of these questions is called, in the order of the form; args as above."""
    found = set(counted)
    order = [*texts, *sorted(found - texts.keys() - {CHECK_PAGE}), CHECK_PAGE]
    told = {**{link_id: link_id for link_id in order}, **texts}
    told[CHECK_PAGE] = phrases.say("check_page")
    return {link_id: told[link_id] for link_id in order if link_id in found}


def longest(bars: Iterable[Bar]) -> list[Bar]:
    """As many as a picture has room for, the longest first."""
    return sorted(bars, key=lambda bar: -(bar.length or 0))[:MOST_BARS]


def _row(
    text: str, counts: Shown, phrases: Phrases, *, public: bool
) -> tuple[Bar, tuple[str, ...]]:
    shown, left = counts
    if public:
        shown, rounded = public_count(shown) or 0, public_count(left)
        if rounded is None:
            said = phrases.say("share_hidden", all=shown)
            return Bar(text, None, said), (text, str(shown), phrases.say("fewer_than_8"), said)
        left = min(rounded, shown)
    said = share_text(left, shown, phrases)
    share = left / shown
    return Bar(text, share, said), (text, str(shown), str(left), f"{round(100 * share)} %")
