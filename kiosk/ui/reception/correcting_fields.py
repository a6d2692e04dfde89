"""How the desk changes the answer of one question: a list to choose from, or fields to write in.

The patient's own controls read what is written, so that the same rules hold and the same words say
what is wrong; only where and how it is written differs. No Qt here.
"""

from collections.abc import Mapping, Sequence
from typing import Any, Final

from kiosk.forms.answers import Answer, same_value
from kiosk.forms.choice_rules import is_exclusive
from kiosk.forms.limits import openness
from kiosk.forms.pages import Page
from kiosk.ui.patient.kinds.date import Date, date_row
from kiosk.ui.patient.kinds.date_time import DateTime
from kiosk.ui.patient.kinds.kind import Around, Kind, Reading
from kiosk.ui.patient.kinds.number import Number
from kiosk.ui.patient.kinds.options import CHOSEN_TYPES, options_on
from kiosk.ui.patient.kinds.quantity import Quantity
from kiosk.ui.patient.kinds.text import Text
from kiosk.ui.patient.kinds.time_of_day import Time

OPTIONS, FIELDS, NONE = "options", "fields", "none"
MOST_TICKS: Final = 200
"""More of a list is not laid out to choose several of."""

_WRITTEN: Final[Mapping[str, Kind]] = {
    "integer": Number(), "decimal": Number(), "string": Text(), "text": Text(), "url": Text(),
    "date": Date(), "time": Time(), "dateTime": DateTime(), "quantity": Quantity(),
}  # fmt: skip
_DAYS: Final = frozenset({"date", "dateTime"})
_TIMES: Final = ("hour", "minute")


def field_of(page: Page, answers: Sequence[Answer], around: Around) -> dict[str, Any]:
    """What the control of a question shows.

    Hours are counted through the day: `around` must say so. `way` is one of these:

    - "options": `options` with `id`, `label`, `on`; `many`; `own`: other words may be given beside
      them, now `ownText`;
    - "fields": `fields` with `name`, `label`, `text`, `lines`;
    - "none": it can't be changed here.
    """
    if page.item.type == "boolean":
        return _options([Answer("valueBoolean", value) for value in (True, False)], answers, page,
                        [around.say("amend_yes"), around.say("amend_no")])  # fmt: skip
    options = options_on(page)
    if options or (page.item.type in CHOSEN_TYPES and openness(page.item)):
        if page.item.repeats and len(options) > MOST_TICKS:
            return {"way": NONE}
        listed = [option.answer for option in options]
        return _options(listed, answers, page, [around.label(page, one) for one in listed])
    kind = _WRITTEN.get(page.item.type)
    if kind is None or not kind.suits(page.item, page.limits):
        return {"way": NONE}
    return {"way": FIELDS, "fields": _fields(kind, page, answers, around)}


def read_field(
    page: Page,
    answers: Sequence[Answer],
    given: Mapping[str, Any],
    around: Around,
) -> Reading:
    """The answers that the control holds.

    Args:
        page: the question.
        answers: those it began with.
        given: `chosen`: the ids of options, `own`: other words; or a text for each field.
        around: the language of what is said of it.
    """
    if page.item.type == "boolean":
        chosen = [int(one) for one in given.get("chosen", ())]
        return Reading(tuple(Answer("valueBoolean", place == 0) for place in chosen[:1]))
    options = options_on(page)
    if options or page.item.type in CHOSEN_TYPES:
        return _read_options([option.answer for option in options], given, page)
    kind = _WRITTEN[page.item.type]
    entry = dict(kind.entry(page, answers, around))
    typed = {name: str(text) for name, text in given.items()}
    unknown = [name for name in entry.get("unknown", ()) if not typed.get(name, "").strip()]
    if not any(text.strip() for text in typed.values()):
        return Reading()
    more = {"unknown": unknown} if "unknown" in entry else {}
    return kind.read(page, entry | typed | more, around)


def _options(
    listed: Sequence[Answer], answers: Sequence[Answer], page: Page, labels: Sequence[str]
) -> dict[str, Any]:
    own = [str(one.value) for one in answers if not _is_among(one, listed)]
    shown = [
        {"id": str(place), "label": label, "on": _is_among(option, answers)}
        for place, (option, label) in enumerate(zip(listed, labels, strict=True))
    ]
    takes = bool(openness(page.item)) and page.item.type != "boolean"
    return {
        "way": OPTIONS, "options": shown, "many": page.item.repeats, "own": takes,
        "ownText": "\n".join(own) if takes else "",
    }  # fmt: skip


def _read_options(listed: Sequence[Answer], given: Mapping[str, Any], page: Page) -> Reading:
    places = sorted({int(one) for one in given.get("chosen", ())})
    options = options_on(page)
    alone = [place for place in places if is_exclusive(options[place])]
    chosen = [listed[place] for place in (alone[:1] or places)]
    words = [line.strip() for line in str(given.get("own", "")).splitlines() if line.strip()]
    own = [Answer("valueString", text) for text in words] if openness(page.item) else []
    if page.item.repeats:
        return Reading((*chosen, *own))
    return Reading(tuple(own[:1] or chosen[:1]))


def _is_among(answer: Answer, others: Sequence[Answer]) -> bool:
    return any(same_value(answer, other) for other in others)


def _fields(
    kind: Kind, page: Page, answers: Sequence[Answer], around: Around
) -> list[dict[str, Any]]:
    entry, named = kind.entry(page, answers, around), dict[str, str]()
    if page.item.type in _DAYS:
        row = date_row(page.item, around)["fields"]
        named |= {field["name"]: field["label"] for field in row}
    if page.item.type in {"time", "dateTime"}:
        named |= {name: around.say(f"time_{name}") for name in _TIMES}
    named = named or {"text": around.say("amend_text")}
    several = page.item.type == "text" or page.item.repeats
    return [
        {"name": name, "label": label, "text": str(entry.get(name, "")), "lines": several}
        for name, label in named.items()
    ]
