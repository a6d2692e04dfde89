"""What a question's list of answers gets wrong: ranges that overlap or leave gaps, turned scales.

Only what every answer of a list says is judged: where one is not understood, nothing is said.
"""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Final, Literal, NamedTuple

from kiosk.coproduction.lint_words import QuestionWords

_NUMBER: Final = r"(\d{1,6}(?:[.,]\d{1,3})?)"
_UNIT: Final = r"\s*([^\d\s][^\d]{0,30}?)?"
_BETWEEN: Final = r"\s*(?:-|\u2010|\u2011|\u2012|\u2013|\u2014|to|or|and|up to)\s*"
_FROM_TO: Final = re.compile(
    rf"(?:from |between )?{_NUMBER}{_UNIT}?{_BETWEEN}{_NUMBER}{_UNIT}", re.IGNORECASE
)
_ONE: Final = re.compile(rf"{_NUMBER}{_UNIT}", re.IGNORECASE)
_UP: Final = (
    re.compile(rf"(?:at least|from|≥|>=)\s*{_NUMBER}{_UNIT}", re.IGNORECASE),
    re.compile(rf"{_NUMBER}\s*\+{_UNIT}", re.IGNORECASE),
    re.compile(
        rf"{_NUMBER}{_UNIT}\s*(?:or|and) (?:more|over|older|above|longer|higher)", re.IGNORECASE
    ),
)
_OVER: Final = re.compile(
    rf"(?:over|more than|above|older than|longer than|greater than|>)\s*{_NUMBER}{_UNIT}",
    re.IGNORECASE,
)
_DOWN: Final = (
    re.compile(rf"(?:up to|at most|no more than|≤|<=)\s*{_NUMBER}{_UNIT}", re.IGNORECASE),
    re.compile(
        rf"{_NUMBER}{_UNIT}\s*(?:or|and) (?:less|fewer|under|younger|below|shorter|lower)",
        re.IGNORECASE,
    ),
)
_UNDER: Final = re.compile(
    rf"(?:under|less than|fewer than|below|younger than|shorter than|<)\s*{_NUMBER}{_UNIT}",
    re.IGNORECASE,
)
_ASIDE: Final = re.compile(r"\([^)]*\)")
_FEWEST_ON_A_SCALE: Final = 3

Fault = Literal["numbers-overlap", "numbers-gap"]


class Range(NamedTuple):
    """Numbers from `low` to `high`, both among them; None where it has no end on that side.

    Attributes:
        unit: what is counted, without its plural; "" where it is not said.
    """

    low: Decimal | None
    high: Decimal | None
    unit: str


class RangeFault(NamedTuple):
    """Two answers next to each other, and what is wrong between them."""

    fault: Fault
    lower: str
    upper: str


def range_faults(answers: Sequence[str]) -> Iterator[RangeFault]:
    """Where answers that are ranges of numbers overlap, or leave a number out.

    Answers without a number ("don't know") are passed over. Where one with a number is no range, or
    they count different things, nothing is said.
    """
    step = _step(answers)
    read = [(answer, _range(answer, step)) for answer in answers if re.search(r"\d", answer)]
    ranges = [(answer, one) for answer, one in read if one is not None]
    if len(ranges) < len(read) or not _follow_each_other([one for _, one in ranges]):
        return
    ordered = sorted(ranges, key=lambda one: _lowest(one[1]))
    for (lower, below), (upper, above) in pairwise(ordered):
        if below.high is None or above.low is None or above.low <= below.high:
            yield RangeFault("numbers-overlap", lower, upper)
        elif above.low > below.high + step:
            yield RangeFault("numbers-gap", lower, upper)


def is_turned(before: Sequence[str], after: Sequence[str], words: QuestionWords) -> bool:
    """Whether the scale of a question runs the other way than that of the question before."""
    if len(before) >= _FEWEST_ON_A_SCALE and list(before) == list(reversed(after)):
        return not _is_same_both_ways(before)
    ways, other_ways = (_directions(answers, words) for answers in (before, after))
    return any(way == -other_ways.get(scale, way) for scale, way in ways.items())


def is_scale(answers: Sequence[str], words: QuestionWords) -> bool:
    """Whether most answers are on one scale: there is no "other" between often and never."""
    names = [name for answer in answers for name in words.place_on_scales(answer)]
    return any(2 * names.count(name) >= len(answers) for name in set(names))


def _follow_each_other(ranges: Sequence[Range]) -> bool:
    """Whether they are ranges of one unit: no grades ("1+, 2+, 3+"), no numbers one by one."""
    units = {one.unit for one in ranges if one.unit}
    without_end = [sum(end is None for end in ends) for ends in zip(*ranges, strict=True)]
    return (
        len(units) <= 1
        and max(without_end[:2], default=0) <= 1
        and any(one.low != one.high for one in ranges)
    )


def _directions(answers: Sequence[str], words: QuestionWords) -> dict[str, int]:
    """Name of each scale that at least three answers are on → 1 upwards, -1 downwards."""
    places: dict[str, list[int]] = {}
    for answer in answers:
        for name, place in words.place_on_scales(answer).items():
            places.setdefault(name, []).append(place)
    found = {}
    for name, order in places.items():
        if len(order) >= _FEWEST_ON_A_SCALE and sorted(order) in (order, order[::-1]):
            found[name] = 1 if order[0] < order[-1] else -1
    return found


def _is_same_both_ways(answers: Sequence[str]) -> bool:
    return list(answers) == list(reversed(answers))


def _step(answers: Sequence[str]) -> Decimal:
    """By what the next number is larger: 1, or 0.1 where one of them has tenths."""
    found = re.findall(r"\d[.,](\d{1,3})(?!\d)", " ".join(answers))
    # "1,000" is a thousand, and nothing finer than a hundredth stands in an answer.
    return Decimal(1).scaleb(-max((len(part) for part in found if len(part) < 3), default=0))  # noqa: PLR2004


def _range(answer: str, step: Decimal) -> Range | None:
    text = " ".join(_ASIDE.sub(" ", answer).split())
    if found := _FROM_TO.fullmatch(text):
        first, unit, second, last = found.groups()
        low, high = sorted(map(_number, (first, second)))  # "49-25" counts down
        return Range(low, high, _unit(last or unit))
    for patterns, upwards in ((_UP, True), (_DOWN, False)):
        for pattern in patterns:
            if found := pattern.fullmatch(text):
                return _open(_number(found[1]), _unit(found[2]), upwards=upwards)
    if found := _OVER.fullmatch(text):
        return _open(_number(found[1]) + step, _unit(found[2]), upwards=True)
    if found := _UNDER.fullmatch(text):
        return _open(_number(found[1]) - step, _unit(found[2]), upwards=False)
    if found := _ONE.fullmatch(text):
        return Range(_number(found[1]), _number(found[1]), _unit(found[2]))
    return None


def _open(end: Decimal, unit: str, *, upwards: bool) -> Range:
    return Range(end, None, unit) if upwards else Range(None, end, unit)


def _number(text: str) -> Decimal:
    whole = re.sub(r",(?=\d{3}\b)", "", text)
    return Decimal(whole.replace(",", "."))


def _unit(text: str | None) -> str:
    return (text or "").strip(" .").casefold().removesuffix("s")


def _lowest(one: Range) -> Decimal:
    return Decimal("-Infinity") if one.low is None else one.low
