"""What befalls at the questions of a form, and whether it befalls some more than others.

A question has trouble in a sitting where help was asked for, something was said of it, it was
answered by "not sure" or the form was left there: once, whatever it was, but for what was said,
which leads to no sitting (`coproduction.evidence`). Staff see exact counts of a question from 10
sittings on, and of a way to use the screen from 5 on.
"""

from collections.abc import Iterable, Mapping, Sequence
from typing import Final

from kiosk.coproduction.bands import MODES
from kiosk.coproduction.evidence import ItemCounts, Stratum, median_dwell
from kiosk.coproduction.suppression import MIN_SITTINGS
from kiosk.desk.pictures.figure import Bar, Figure, Phrases, full_length
from kiosk.desk.pictures.forms import share_text
from kiosk.desk.pictures.questions import MOST_BARS, in_order, longest

_LEAST_FULL: Final = 0.25
"""Where there is hardly any trouble, no bar is long."""

_COLUMNS: Final = (
    "shown", "answered", "skipped", "not_sure", "help", "changed", "returned", "remarked",
    "left_here",
)  # fmt: skip


def at_questions(
    counts: Mapping[str, ItemCounts], texts: Mapping[str, str], phrases: Phrases
) -> Figure:
    """Of those who saw a question, how many had trouble; the table has all that was counted.

    Args:
        counts: by linkId.
        texts: the form's questions by linkId, in its order.
        phrases: what is said.
    """
    told = in_order(counts, texts, phrases)
    seen = [one for one in told if counts[one].shown >= MIN_SITTINGS]
    bars = [_bar(told[one], counts[one], phrases) for one in seen]
    heading = ("question", *_COLUMNS, "time")
    return Figure(
        name="trouble", title=phrases.say("trouble_title"),
        note=_note("trouble_note", bars, phrases),
        bars=tuple(_drawn(bars)), full=max(_LEAST_FULL, full_length(bars)),
        heading=tuple(phrases.say(f"col_{each}") for each in heading),
        rows=tuple(_row(told[one], counts[one], phrases) for one in seen),
    )  # fmt: skip


def by_mode(
    strata: Mapping[str, Sequence[Stratum]], texts: Mapping[str, str], phrases: Phrases
) -> Figure:
    """The same for each way to use the screen, of questions where there are several.

    Args:
        strata: by linkId, as `strata_for_staff` gives them.
        texts: the form's questions by linkId, in its order.
        phrases: what is said.
    """
    told = in_order(strata, texts, phrases)
    several = [
        (told[one], stratum) for one in told if len(strata[one]) > 1 for stratum in strata[one]
    ]
    modes = [_modes(stratum.names, phrases) for _, stratum in several]
    bars = [
        _bar(phrases.say("question_mode", question=text, mode=mode), stratum.counts, phrases)
        for (text, stratum), mode in zip(several, modes, strict=True)
    ]
    heading = ("question", "mode", "shown", "trouble")
    rows = tuple(
        (text, mode, str(stratum.counts.shown), bar.said)
        for (text, stratum), mode, bar in zip(several, modes, bars, strict=True)
    )
    return Figure(
        name="modes", title=phrases.say("modes_title"), note=_note("modes_note", bars, phrases),
        bars=tuple(_drawn(bars)), full=max(_LEAST_FULL, full_length(bars)),
        heading=tuple(phrases.say(f"col_{each}") for each in heading),
        rows=rows,
    )  # fmt: skip


def _bar(label: str, counts: ItemCounts, phrases: Phrases) -> Bar:
    share = share_text(counts.in_trouble, counts.shown, phrases)
    return Bar(label, counts.in_trouble / counts.shown, share)


def _row(text: str, counts: ItemCounts, phrases: Phrases) -> tuple[str, ...]:
    numbers = (str(getattr(counts, name)) for name in _COLUMNS)
    took = median_dwell(counts)
    if took is None:
        time = phrases.say("fewer_than_10")
    elif took.until is None:
        time = phrases.say("seconds_over", low=took.since)
    else:
        time = phrases.say("seconds", low=took.since, high=took.until)
    return (text, *numbers, time)


def _modes(names: Iterable[str], phrases: Phrases) -> str:
    return ", ".join(phrases.say(f"mode_{one}") if one in MODES else one for one in names)


def _drawn(bars: Sequence[Bar]) -> Sequence[Bar]:
    return bars if len(bars) <= MOST_BARS else longest(bars)


def _note(key: str, bars: Sequence[Bar], phrases: Phrases) -> str:
    if not bars:
        return phrases.say("too_few_note")
    more = phrases.say("trouble_most_note", count=MOST_BARS) if len(bars) > MOST_BARS else ""
    return f"{phrases.say(key)} {more}".strip()
