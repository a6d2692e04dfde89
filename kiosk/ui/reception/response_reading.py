"""Reads a response and puts it into words, on a lane; no Qt here."""

from typing import NamedTuple

from kiosk.desk.responses import OpenedResponse
from kiosk.forms.bidi import Direction
from kiosk.forms.questionnaire import read_questionnaire
from kiosk.forms.response import decode
from kiosk.forms.summarising import Telling, summarise
from kiosk.forms.summary import Summary, matters_first, plain_text
from kiosk.offered import bundled_ranges
from kiosk.store.staff import StaffMember
from kiosk.ui.reception.desk import Desk
from kiosk.ui.wording.telling import telling_in


class ResponseRead(NamedTuple):
    """A response with its words: its own summary last of `summaries`."""

    opened: OpenedResponse
    summaries: tuple[Summary, ...]

    @property
    def own(self) -> Summary:
        """Of the response itself."""
        return self.summaries[-1]

    @property
    def text(self) -> str:
        """To paste into the record, what matters to the patient before all else."""
        return "\n".join(plain_text(one) for one in matters_first(self.summaries))


class ResponseReader:
    """Reads by the book of a desk."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._telling: Telling | None = None

    def find(self, response_id: str, member: StaffMember, *, again: bool) -> ResponseRead:
        """That response; who reads it is noted, unless they look `again`.

        Raises:
            KioskError: see `kiosk.desk.responses.ResponseBook`.
        """
        opened = self._desk.responses.read(response_id, by=member, again=again)
        both = [one for one in (opened.matters, opened) if one is not None]
        return ResponseRead(opened, tuple(self._summary(one) for one in both))

    def telling(self) -> Telling:
        """How responses are told here."""
        if self._telling is None:
            self._telling = telling_in(
                self._desk.words, self._desk.speaking.language,
                value_sets=self._desk.value_sets, ranges=bundled_ranges(),
            )  # fmt: skip
        return self._telling

    def direction_of(self, summary: Summary) -> Direction:
        """Which way its questions and answers run."""
        return self.direction_in(summary.language)

    def direction_in(self, language: str) -> Direction:
        """Which way a language runs."""
        words = self._desk.words
        return words.language(words.nearest(language)).direction

    def _summary(self, one: OpenedResponse) -> Summary:
        form = read_questionnaire(one.form) if one.form is not None else None
        return summarise(form, decode(one.payload), self.telling())
