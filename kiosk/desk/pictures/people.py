"""Who sits at the screen, and whether those who say something of a question are like them."""

from collections.abc import Iterable

from kiosk.coproduction.bands import (
    AGES,
    MODES,
    Band,
    Dimension,
    Part,
    Representation,
    representativeness,
)
from kiosk.desk.pictures.figure import Bar, Figure, Phrases


def who_speaks(bands: Iterable[Band], phrases: Phrases) -> Figure:
    """The share of each group among all sittings, and among those in which something was said.

    No group of fewer than 5 sittings is told, and of fewer than 5 who spoke no share. The note
    warns where people over 65 or users of large text have less than half their share.
    """
    found = representativeness(bands)
    told = [(_label(one.dimension, part, phrases), part) for one in found for part in one.parts]
    bars = tuple(Bar(label, part.of_all, _said(part, phrases)) for label, part in told)
    columns = ("group", "people", "of_all", "spoke", "of_spoke")
    return Figure(
        name="people", title=phrases.say("people_title"), note=_note(found, phrases),
        bars=bars, full=1.0,
        heading=tuple(phrases.say(f"col_{each}") for each in columns),
        rows=tuple(_row(label, part, phrases) for label, part in told),
    )  # fmt: skip


def _row(label: str, part: Part, phrases: Phrases) -> tuple[str, ...]:
    sittings, of_all = str(part.sittings), _percent(part.of_all)
    return (label, sittings, of_all, str(part.spoke), _of_spoke(part, phrases))


def _note(found: Iterable[Representation], phrases: Phrases) -> str:
    told = list(found)
    if not any(one.parts for one in told):
        return phrases.say("too_few_note")
    missing = [phrases.say(f"missing_{one.dimension}") for one in told if one.missing]
    return " ".join([phrases.say("people_note"), *missing])


def _label(dimension: Dimension, part: Part, phrases: Phrases) -> str:
    return ", ".join(_named(dimension, one, phrases) for one in part.bands)


def _named(dimension: Dimension, band: str, phrases: Phrases) -> str:
    if dimension == "language":
        return phrases.language(band)
    known = band in AGES or band in MODES
    return phrases.say(f"{dimension}_{band}") if known else band


def _said(part: Part, phrases: Phrases) -> str:
    all_ = _percent(part.of_all)
    return phrases.say("people_of", all=all_, spoke=_of_spoke(part, phrases))


def _of_spoke(part: Part, phrases: Phrases) -> str:
    return phrases.say("fewer_than_5") if part.of_spoke is None else _percent(part.of_spoke)


def _percent(share: float) -> str:
    return f"{round(100 * share)} %"
