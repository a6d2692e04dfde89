"""What the desk says of responses, in its own language. No Qt objects are made here."""

from collections.abc import Iterable, Iterator
from datetime import datetime
from typing import Any, Final

from kiosk.desk.nhs_number import DIGITS, SYSTEM, grouped_number
from kiosk.desk.responses import Happened, OpenedResponse, ResponseRow
from kiosk.forms.bidi import Direction
from kiosk.forms.summary import Part, Summary, score_words
from kiosk.store.amending import AMENDED, MISTAKE
from kiosk.store.moving import PatientReference
from kiosk.store.tables import REFUSED, SENT
from kiosk.store.unsent import Unsent
from kiosk.ui.reception.table import Column, Row
from kiosk.ui.staff.outbox_words import refusal_lines
from kiosk.ui.wording.speaking import Speaking

_STATUS = {AMENDED: "responses_amended", MISTAKE: "responses_in_error"}
_STATUS["stopped"] = "responses_stopped"
_END_SHOWN: Final = 3
_DOERS = {"patient": "response_who_patient", "kiosk": "response_who_kiosk"}


class ResponseWords:
    """Says it.

    Args:
        speaking: the language of the desk.
        service: whether there is a central service that responses go to.
        numbers: whether passers-by may read whole numbers of patients in the list.
    """

    def __init__(self, speaking: Speaking, *, service: bool, numbers: bool) -> None:
        self._speaking, self._service, self._numbers = speaking, service, numbers

    def columns(self) -> Iterator[Column]:
        """Of the list."""
        say = self._speaking.say
        yield Column("time", say("responses_time"), 0.6, least=8)
        yield Column("form", say("responses_form"), 1.6, least=9)
        yield Column("who", say("responses_who"), 0.6, least=8)
        yield Column("language", say("responses_language"), 0.3, least=7, spare=True)
        yield Column("by", say("responses_by"), 0.7, least=10, spare=True)
        yield Column("state", say("responses_state"), 0.9, least=8)

    def row(self, one: ResponseRow, title: str, *, now: datetime) -> Row:
        """One response in the list."""
        say, language = self._speaking.say, self._speaking.all_words.name_of
        cells = (
            self.moment(one.completed_at, now=now),
            title,
            self._in_list(one.patient),
            language(one.language) if one.language else "",
            say(f"responses_by_{one.who}") if one.who else "",
            self.state(one, now=now),
        )
        sort = (one.completed_at, *(cell.casefold() for cell in cells[1:]))
        return Row(one.id, cells, sort, "please-look" if one.state == REFUSED else "")

    def patient(self, known: PatientReference | None) -> str:
        """By what a patient is known, as it is read best."""
        if known is None:
            return self._speaking.say("responses_nobody")
        if known.system == SYSTEM and len(known.value) == DIGITS:
            return grouped_number(known.value)
        return known.value

    def _in_list(self, known: PatientReference | None) -> str:
        """The whole number, or its end: enough to tell two patients apart who just left."""
        if known is None or self._numbers:
            return self.patient(known)
        return f"… {known.value[-_END_SHOWN:]}" if len(known.value) > 2 * _END_SHOWN else "…"

    def state(self, one: ResponseRow, *, now: datetime) -> str:
        """How far it is: "in line", "sent 09:41", "amended, needs a look"."""
        say = self._speaking.say
        if one.state == SENT and one.sent_at is not None:
            where = say("responses_sent", when=self.moment(one.sent_at, now=now, short=True))
        else:
            key = "responses_waiting" if self._service else "responses_here"
            where = say("responses_refused" if one.state == REFUSED else key)
        changed = _STATUS.get(one.status)
        return say("responses_two", first=say(changed), second=where) if changed else where

    def moment(self, moment: datetime, *, now: datetime, short: bool = False) -> str:
        """On this PC's clock; `short` leaves the day out where it is today."""
        local, today = moment.astimezone(), now.astimezone()
        time = self._speaking.figures(f"{local:%H:%M}")
        if short and local.date() == today.date():
            return time
        key = "responses_moment" if local.year == today.year else "responses_moment_year"
        month = self._speaking.say(f"month_{local.month}_of")
        year = self._speaking.figures(local.year)
        return self._speaking.say(key, day=local.day, month=month, year=year, time=time)

    def history(self, events: Iterable[Happened], *, now: datetime) -> list[str]:
        """What was done to it, a line each."""
        return [self._happened(one, now) for one in events]

    def going(self, opened: OpenedResponse) -> str:
        """That it is about to be deleted; "" where it is not."""
        if not opened.withdrawn:
            return ""
        return self._speaking.say("response_going" if self._service else "response_going_here")

    def refusal(self, one: Unsent) -> list[str]:
        """Why the service did not take it, and what it said; what can be done stands beside."""
        first, kept, *others = refusal_lines(self._speaking, one)
        return [f"{first} {kept}", *(others[-1:] if one.error else [])]

    def _happened(self, one: Happened, now: datetime) -> str:
        say = self._speaking.say
        key = f"response_did_{one.what.replace('.', '_')}"
        known = key in self._speaking.all_words.table(self._speaking.language)
        key_why = "response_event_why" if one.reason else "response_event"
        return say(
            key_why,
            when=self.moment(one.at, now=now),
            who=say(_DOERS[one.actor]) if one.actor in _DOERS else one.actor,
            what=say(key if known else "response_did_other"),
            why=one.reason,
        )


def told(summary: Summary, direction: Direction) -> dict[str, Any]:
    """A summary as plain values for QML: `title`, `notices`, `facts`, `scores`, `parts`, `rtl`."""
    return {
        "title": summary.title,
        "notices": list(summary.notices),
        "facts": [{"name": fact.name, "value": fact.value} for fact in summary.facts],
        "scores": [{"name": one.name, "value": score_words(one)} for one in summary.scores],
        "parts": [_part(part) for part in summary.parts],
        "rtl": direction == "rtl",
    }


def _part(part: Part) -> dict[str, Any]:
    lines = [
        {"question": one.question, "answer": one.answer, "given": one.state == "answered"}
        for one in part.lines
    ]
    return {"heading": part.heading, "lines": lines}
