"""Which rules the answers of a sitting break: of one question, of a group, of the whole form."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Final

from kiosk.forms.expressions import Constraint
from kiosk.forms.rules import Problem, problems_of
from kiosk.forms.sitting.logic import Logic
from kiosk.forms.sitting.occurrence import Occurrence
from kiosk.forms.sitting.shown import Shown

CONSTRAINT: Final = "constraint"
WARNING_ONLY: Final = "constraintWarning"
NOT_WORKED_OUT: Final = "constraintFails"
"""The form is at fault here, and nobody is held back by that."""


def blocks(problem: Problem) -> bool:
    """Whether a response with this problem can't be completed."""
    return problem.rule not in {WARNING_ONLY, NOT_WORKED_OUT}


def told_of(problems: Sequence[Problem]) -> Problem | None:
    """What a person is told where an answer breaks several rules; None where there are none.

    A rule that the form has words of its own for says best what is wanted, else the first.
    """
    worded = (problem for problem in problems if problem.rule == CONSTRAINT)
    return next(worded, next(iter(problems), None))


class Judge:
    """Judges the answers of a sitting as they stand; speaks the form's words in one language."""

    def __init__(self, logic: Logic, language: str = "") -> None:
        self._logic = logic
        self._language = language

    def everything(self, asked: Shown) -> Iterator[Problem]:
        """The broken rules of all questions asked, of the groups around them, of the whole form.

        Each with the path of a question, since a person can be led to nothing else.
        """
        for at in asked:
            yield from self.question(at)
        for at in self._logic.tree.walk():
            if at.group is not None and at.enabled.get() and (first := _first_in(at, asked)):
                for problem in self.group(at):
                    yield replace(problem, path=first.path)
        for problem, reads in self.whole():
            concerned = (at for at in asked if at.item.link_id in reads)
            place = next(concerned, None) or next(iter(asked), None)
            yield replace(problem, path=place.path if place else "")

    def question(self, at: Occurrence) -> Iterator[Problem]:
        """The rules that the answers of an enabled question break."""
        given = at.counted()
        limits = self._logic.limits(at)
        for problem in problems_of(at.item, given.answers, limits=limits, declined=given.declined):
            yield Problem(at.path, problem.link_id, problem.rule, problem.limit)
        if given.answers:
            yield from self._constraints(at)

    def group(self, at: Occurrence) -> Iterator[Problem]:
        """The rules that an enabled group breaks; of a repeating group asked at its first."""
        answered = at.is_present()
        if at.item.required and not answered:
            yield Problem(at.path, at.item.link_id, "required")
        if answered:
            yield from self._constraints(at)
        together = self._logic.tree.together(at)
        if at is together[0]:
            yield from self._occurs(at, sum(other.is_present() for other in together))

    def whole(self) -> Iterator[tuple[Problem, frozenset[str]]]:
        """The rules over the whole form that are broken, each with the linkIds it looks at."""
        for rule, holds in self._logic.constraints(None):
            for problem in self._problem(rule, None, holds=holds):
                yield problem, self._logic.reads(rule.expression)

    def _occurs(self, at: Occurrence, count: int) -> Iterator[Problem]:
        limits = self._logic.limits(at)
        if count and count < limits.min_occurs:
            yield Problem(at.path, at.item.link_id, "minOccurs", limits.min_occurs)
        if limits.max_occurs is not None and count > limits.max_occurs:
            yield Problem(at.path, at.item.link_id, "maxOccurs", limits.max_occurs)

    def _constraints(self, at: Occurrence) -> Iterator[Problem]:
        for rule, holds in self._logic.constraints(at):
            yield from self._problem(rule, at, holds=holds)

    def _problem(
        self, rule: Constraint, at: Occurrence | None, *, holds: bool | None
    ) -> Iterator[Problem]:
        if holds is True or (holds is None and not rule.expression.is_fhirpath):
            return
        name = CONSTRAINT if rule.blocks else WARNING_ONLY
        path, link_id = (at.path, at.item.link_id) if at else ("", "")
        words = rule.words(self._language)
        yield Problem(path, link_id, NOT_WORKED_OUT if holds is None else name, words)


def _first_in(group: Occurrence, asked: Shown) -> Occurrence | None:
    """The first question that is asked inside a group."""
    index = asked.index(group.key)
    found = asked[index] if index < len(asked) else None
    return found if found and found.key[: len(group.key)] == group.key else None
