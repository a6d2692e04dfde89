"""What an answer may become in a control that is not made to hold all of it."""

from collections.abc import Callable, Mapping
from datetime import datetime, timedelta
from typing import Any, Final

from kiosk.forms.answers import Answer
from kiosk.forms.quantities import number_of

Answers = tuple[Answer, ...]
_MINUTE: Final = timedelta(minutes=1)
_SCALE: Final = "scale"
_HOURS_AND_MINUTES: Final = len("12:34")


def may_become(kind: str, wanted: Answers, held: Answers) -> bool:
    """Whether a control of that kind may hold these answers where those were wanted."""
    return kind in _LOSSES and _LOSSES[kind](wanted, held)


def each_may_become(kind: str, wanted: Answers, held: Answers) -> bool:
    """The same where a control of that kind shows one of the answers at a time."""
    if kind == _SCALE:
        return _off_scale(wanted, held)
    return len(wanted) == len(held) and all(
        one == other or may_become(kind, (one,), (other,))
        for one, other in zip(wanted, held, strict=True)
    )


def _without_seconds(wanted: Answers, held: Answers) -> bool:
    texts = [[str(a.value)[:_HOURS_AND_MINUTES] for a in answers] for answers in (wanted, held)]
    return texts[0] == texts[1] and all(a.key == "valueTime" for a in (*wanted, *held))


def _same_minute(wanted: Answers, held: Answers) -> bool:
    moments = [[_moment(a.value) for a in answers] for answers in (wanted, held)]
    pairs = list(zip(*moments, strict=False))
    return len(wanted) == len(held) and all(
        one is not None and other is not None and timedelta() <= one - other < _MINUTE
        for one, other in pairs
    )


def _moment(value: Any) -> datetime | None:
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


def _with_unit(wanted: Answers, held: Answers) -> bool:
    """The same number, with a unit where there was none."""
    pairs = zip(wanted, held, strict=False)
    return len(wanted) == len(held) and all(
        isinstance(one.value, Mapping)
        and isinstance(other.value, Mapping)
        and number_of(one.value.get("value")) == number_of(other.value.get("value"))
        and not {"unit", "code", "comparator"} & one.value.keys()
        for one, other in pairs
    )


def _one_number(wanted: Answers, held: Answers) -> bool:
    return len(wanted) == len(held) == 1


def _off_scale(wanted: Answers, held: Answers) -> bool:
    """A number between two of a scale's has no button."""
    return all(one in wanted for one in held)


def _signed(wanted: Answers, held: Answers) -> bool:
    return bool(wanted and held)


def _once(wanted: Answers, held: Answers) -> bool:
    """Yes and no are asked once, even where the form takes several."""
    return len(held) == 1 and held[0].key == "valueBoolean" and held[0] in wanted


_LOSSES: Final[Mapping[str, Callable[[Answers, Answers], bool]]] = {
    "time": _without_seconds,
    "dateTime": _same_minute,
    "quantity": _with_unit,
    _SCALE: _off_scale,
    "slider": _one_number,
    "stepper": _one_number,
    "signature": _signed,
    "choice": _once,
}
