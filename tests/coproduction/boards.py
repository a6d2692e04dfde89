"""Facts for the board, a few at a time."""

from collections.abc import Iterable, Mapping
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from kiosk.coproduction.events import FormEvent
from kiosk.coproduction.outcomes import Asked, Decision, Facts, Said
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire

PAIN = "http://example.org/pain"
MOOD = "http://example.org/mood"
MONDAY = date(2026, 3, 2)
OLD, NEW = "How are you?", "How do you feel?"


def day(number: int) -> date:
    """So many days after a Monday on which the first sittings were."""
    return MONDAY + timedelta(days=number)


def form(version: str = "1.0.0", text: str = OLD, url: str = PAIN, **more: Any) -> Questionnaire:
    """A form with one question "q"; `more` belongs to the question."""
    item = {"linkId": "q", "type": "string", "text": text} | more
    made = {"resourceType": "Questionnaire", "url": url, "version": version, "status": "active"}
    rest = {"linkId": "rest", "type": "string", "text": "And else?"}
    return parse_questionnaire(made | {"item": [item, rest]})


def asked(reason: str = "not-understood", version: str = "1.0.0", url: str = PAIN) -> Asked:
    """Why people spoke of that question."""
    return Asked(f"{url}|{version}", "q", reason)


def said(about: Asked, people: int = 5, released: int = 1) -> tuple[Said, ...]:
    """So many people, released so many days after that Monday."""
    return tuple(
        Said(f"{about.id}-{released}-{number}", about, first=True, released=day(released))
        for number in range(people)
    )


def decided(about: Asked, outcome: str, on: int = 2, **more: Any) -> Decision:
    """The desk's word, so many days after that Monday."""
    return Decision(about.id, outcome, "A sentence.", day(on), "lead", **more)


def event(kind: str, version: str, on: int, about: Asked | None = None, **more: Any) -> FormEvent:
    """Something done about a version of a form; `about` are remarks that it names."""
    url = about.url if about else more.pop("url", PAIN)
    at = datetime.combine(day(on), time(hour=12), UTC)
    detail = more.pop("detail", {}) | ({"groups": [about.id]} if about else {})
    return FormEvent(at, url, kind, f"{url}|{version}", role="lead", detail=detail, **more)


def facts(
    *,
    said: Iterable[Said] = (),
    decisions: Iterable[Decision] = (),
    events: Iterable[FormEvent] = (),
    forms: Iterable[Questionnaire] = (),
    sittings: Mapping[str, Mapping[date, int]] | None = None,
) -> Facts:
    """Facts; unless it is said otherwise, each form was finished ten times in the first week."""
    usual = {url: {MONDAY: 10} for url in (PAIN, MOOD)}
    at_hand = {one.canonical: one for one in forms}
    return Facts(
        tuple(said), usual if sittings is None else sittings, tuple(decisions), tuple(events),
        at_hand,
    )  # fmt: skip
