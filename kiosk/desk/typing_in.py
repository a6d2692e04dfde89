"""A form that was filled in on paper, typed in at the desk: the form's own rules hold, as ever."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any, Final, Protocol
from uuid import uuid4

from kiosk.desk.roles import may
from kiosk.errors import RefusedError
from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.fhir_json import encode_json
from kiosk.forms.filler import FormFiller
from kiosk.forms.pages import Page
from kiosk.forms.proxies import PROXY, TYPED_IN, with_people
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.response import encode
from kiosk.forms.rules import Problem
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.machine.zone import MachineZone
from kiosk.store import alerts, audit, questionnaires, submissions
from kiosk.store.alerts import Firing, Here
from kiosk.store.database import Store
from kiosk.store.staff import StaffMember

RIGHT: Final = "papers"
_NOON: Final = time(12)


@dataclass(frozen=True)
class Paper:
    """What stands on a paper besides the answers.

    Attributes:
        form: that was printed.
        language: it is in.
        day: on which it was filled in.
        who: gave the answers, one of `proxies.WHO`; "" where that is not known.
        patient: their FHIR Identifier; None where nobody is named.
    """

    form: Questionnaire
    language: str
    day: date
    who: str = ""
    patient: Mapping[str, str] | None = None


class TypedForm:
    """The answers of one paper while they are typed.

    Args:
        paper: what is typed in.
        value_sets: what the form may choose from.
        now: the moment.
    """

    def __init__(self, paper: Paper, value_sets: ValueSets, now: datetime) -> None:
        self.paper = paper
        self.response_id = str(uuid4())
        self._authored = _moment_of(paper.day, now)
        self._filler = FormFiller(
            paper.form,
            language=paper.form.language_for(paper.language),
            proxy=paper.who == PROXY,
            surroundings=Surroundings(now=self._authored, value_sets=value_sets),
        )

    @property
    def language(self) -> str:
        """In which the questions stand."""
        return self._filler.language

    @property
    def pages(self) -> tuple[Page, ...]:
        """The questions that are asked with the answers as they are now."""
        return self._filler.pages

    @property
    def answered(self) -> bool:
        """Whether any question has an answer."""
        return any(self.answers(page.path) for page in self.pages)

    @property
    def asks_for_a_person(self) -> bool:
        """Whether an answer asks that somebody looks at once."""
        return bool(self._filler.fired())

    def firing(self) -> Firing:
        """What of it asks for a person; by the response's id, it fires once."""
        return Firing(
            sitting=self.response_id, questionnaire=self.paper.form.canonical,
            fired=self._filler.fired(), cause=alerts.SENT, response_id=self.response_id,
        )  # fmt: skip

    def answers(self, path: str) -> tuple[Answer, ...]:
        """The answers there now."""
        return self._filler.answers(path)

    def give(self, path: str, answers: Sequence[Answer]) -> tuple[Problem, ...]:
        """The answer there, or none; not taken where it breaks a rule of the form.

        Returns:
            The rules it breaks. That an answer is needed is told by `missing`.

        Raises:
            KeyError: the question is not asked now.
        """
        if tuple(answers) == self.answers(path):
            return ()
        self._filler.answer(path, answers)
        problems = self._filler.problems(path) if answers else ()
        if problems:
            self._filler.undo()
        return problems

    def is_left_empty(self, path: str) -> bool:
        """Whether the paper has no answer there, and that was said."""
        return self._filler.is_declined(path)

    def leave_empty(self, path: str) -> None:
        """The paper has no answer there: as on the screen who would rather not say."""
        self._filler.decline(path)

    def more_of(self, page: Page) -> str:
        """The path of the repeating group that may have one more after this; "" for none."""
        if not page.repeating:
            return ""
        group, pages = page.repeating[-1], self.pages
        inside = [one.path for one in pages if group in one.repeating]
        together = self._filler.occurrences(group)
        last = inside[-1:] == [page.path] and together[-1] == group
        return group if last and self._filler.may_add(group) else ""

    def add(self, group: str) -> None:
        """One more of that repeating group."""
        self._filler.add(group)

    def problems(self) -> tuple[Problem, ...]:
        """What holds the form back: answers that it can't do without, and rules of the whole."""
        return self._filler.all_problems()

    def content(self, *, device_id: str, by: str, now: datetime) -> bytes:
        """The response, which says who typed it in and when."""
        made = self._filler.response(
            status="completed", authored=self._authored, response_id=self.response_id,
            device_id=device_id,
        )  # fmt: skip
        typed: dict[str, Any] = {
            "url": TYPED_IN,
            "extension": [
                {"url": "by", "valueString": by},
                {"url": "at", "valueDateTime": now.isoformat(timespec="seconds")},
            ],
        }
        told = {**made, "extension": [*ext.mappings(made, "extension"), typed]}
        return encode(with_people(told, self.paper.who, self.paper.patient))


class PaperBook(Protocol):
    """Where a paper that was typed in is kept."""

    def keep(self, typed: TypedForm, *, by: StaffMember) -> None:
        """As a response on its way, like one from the screen.

        Raises:
            RefusedError: the role has no right to it, which is noted; it has no answer, or lacks
                one that the form can't do without.
        """


class LocalPapers:
    """In the store of this PC, which sends it.

    Args:
        store: of the kiosk.
        here: this PC, as alerts name it.
        now: the clock, aware.
    """

    def __init__(self, store: Store, here: Here, now: Callable[[], datetime]) -> None:
        self._store, self._here, self._now = store, here, now

    def keep(self, typed: TypedForm, *, by: StaffMember) -> None:
        """As a response on its way; the same paper again changes nothing."""
        self._refuse_others(by)
        if not typed.answered or typed.problems():
            raise RefusedError(
                "The paper is not typed in as a whole yet.", advice="Answer what is marked."
            )
        form, now = typed.paper.form, self._now()
        payload = typed.content(device_id=self._store.kiosk_id, by=by.name, now=now)
        with self._store.transaction() as c:
            if not questionnaires.is_kept(c, form.canonical, form.content_hash):
                questionnaires.keep_questionnaire(
                    c, canonical=form.canonical, content_hash=form.content_hash,
                    content=encode_json(form.raw), now=now,
                )  # fmt: skip
            submissions.submit(
                c, draft_id=None, response_id=typed.response_id, questionnaire=form.canonical,
                payload=payload, now=now, typed_by=by.name,
            )  # fmt: skip
            alerts.fire(c, self._here, typed.firing(), now=now)

    def _refuse_others(self, by: StaffMember) -> None:
        if may(by.role, RIGHT):
            return
        with self._store.transaction() as c:
            audit.record(
                c, actor=by.name, action="papers.refused", subject=f"role {by.role}",
                now=self._now(),
            )  # fmt: skip
        raise RefusedError(
            "Your role may not type in papers.", advice="Ask your IT which role you have."
        )


def _moment_of(day: date, now: datetime) -> datetime:
    """A paper names a day: now for today, and noon for an earlier one."""
    zone = MachineZone()
    local = now.astimezone(zone)
    if day >= local.date():
        return local
    return datetime.combine(day, _NOON, tzinfo=zone)
