"""Forms beside one another: how many were sent, how many of those begun, how long they take."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from kiosk.coproduction.passage import TIME_BINS
from kiosk.coproduction.suppression import MIN_SITTINGS, public_count
from kiosk.coproduction.tallies import middle_bin
from kiosk.desk.pictures.days import day_text
from kiosk.desk.pictures.figure import Bar, Figure, Phrases, full_length
from kiosk.store.figures import Begun

_LONGEST: Final = 900
"""Seconds for which the bar of the last bin stands, which has no end."""


def by_form(sent: Mapping[str, int], phrases: Phrases, *, public: bool = False) -> Figure:
    """How many were sent of each form (by its title), most first.

    For everybody a form with fewer than 10 is left out, and all counts are rounded.
    """
    shown = sorted(sent.items(), key=lambda one: (-one[1], one[0]))
    if public:
        shown = [
            (form, public_count(many) or 0) for form, many in shown if many >= MIN_SITTINGS
        ]  # fmt: skip
    bars = tuple(Bar(form, many, str(many)) for form, many in shown)
    note = phrases.say("forms_public_note") if public else ""
    return Figure(
        name="forms", title=phrases.say("forms_title"), note=note,
        bars=bars, full=full_length(bars),
        heading=(phrases.say("col_form"), phrases.say("col_sent")),
        rows=tuple((bar.label, bar.said) for bar in bars),
    )  # fmt: skip


def completion(
    begun: Mapping[str, Begun], phrases: Phrases, *, counted_since: date | None,
    public: bool = False,
) -> Figure:  # fmt: skip
    """Of the people who began each form (by its title), how many sent it.

    Of fewer than 10 there is no share, and for everybody no row.
    """
    by_number = sorted(begun.items(), key=lambda one: (-one[1].begun, one[0]))
    kept = [one for one in by_number if one[1].begun >= MIN_SITTINGS or not public]
    rows = [_completed(form, counts, phrases, public=public) for form, counts in kept]
    if counted_since is None:
        note = phrases.say("completion_note_new")
    else:
        note = phrases.say("completion_note", day=day_text(counted_since, phrases))
    return Figure(
        name="completion", title=phrases.say("completion_title"), note=note,
        bars=tuple(bar for bar, _ in rows), full=1.0,
        heading=tuple(phrases.say(f"col_{each}") for each in ("form", "begun", "sent", "share")),
        rows=tuple(row for _, row in rows),
    )  # fmt: skip


def median_times(times: Mapping[str, Sequence[int]], phrases: Phrases) -> Figure:
    """How long half of the people took for each form (by its title); of 10 people or more."""
    kept = {form: bins for form, bins in times.items() if sum(bins) >= MIN_SITTINGS}
    bars = tuple(
        _median(form, bins, phrases)
        for form, bins in sorted(kept.items(), key=lambda one: (middle_bin(one[1]) or 0, one[0]))
    )
    note = "times_note" if bars else "too_few_note"
    return Figure(
        name="times", title=phrases.say("times_title"), note=phrases.say(note),
        bars=bars, full=full_length(bars),
        heading=(phrases.say("col_form"), phrases.say("col_time")),
        rows=tuple((bar.label, bar.said) for bar in bars),
    )  # fmt: skip


def times_of_one(bins: Sequence[int], phrases: Phrases, *, public: bool = False) -> Figure:
    """How long people took for one form, in the bins of `passage.TIME_BINS`; of 10 or more."""
    people = sum(bins)
    bars: tuple[Bar, ...] = ()
    note = phrases.say("too_few_note")
    if people >= MIN_SITTINGS:
        bars = tuple(_time_bar(at, many, phrases, public=public) for at, many in enumerate(bins))
        note = phrases.say("time_public_note") if public else phrases.count("time_note", people)
    return Figure(
        name="times", title=phrases.say("time_title"), note=note,
        bars=bars, full=full_length(bars),
        heading=(phrases.say("col_time"), phrases.say("col_people")),
        rows=tuple((bar.label, bar.said) for bar in bars),
    )  # fmt: skip


def share_text(part: int, whole: int, phrases: Phrases) -> str:
    """“3 of 40 (8 %)”."""
    percent = round(100 * part / whole) if whole else 0
    return phrases.say("share", part=part, all=whole, percent=percent)


def _completed(
    form: str, counts: Begun, phrases: Phrases, *, public: bool
) -> tuple[Bar, tuple[str, ...]]:
    begun, sent = counts
    if begun < MIN_SITTINGS:
        few = phrases.say("fewer_than_10")
        return Bar(form, None, few), (form, str(begun), str(sent), few)
    if public:
        begun, shown = public_count(begun) or 0, public_count(sent)
        if shown is None:
            hidden = phrases.say("share_hidden", all=begun)
            return Bar(form, None, hidden), (form, str(begun), phrases.say("fewer_than_8"), hidden)
        sent = shown
    sent_of_these = min(sent, begun)  # who went on with paused answers may have begun before
    said = share_text(sent_of_these, begun, phrases)
    share = sent_of_these / begun
    return Bar(form, share, said), (form, str(begun), str(sent), f"{round(100 * share)} %")


def _median(form: str, bins: Sequence[int], phrases: Phrases) -> Bar:
    at = middle_bin(bins) or 0
    length = (*TIME_BINS, _LONGEST)[at]
    said = phrases.say("median_of", time=phrases.say(f"time_{at}"), count=sum(bins))
    return Bar(form, length, said)


def _time_bar(at: int, people: int, phrases: Phrases, *, public: bool) -> Bar:
    shown = public_count(people) if public else people
    said = phrases.say("fewer_than_8") if shown is None else str(shown)
    return Bar(phrases.say(f"time_{at}"), shown, said)
