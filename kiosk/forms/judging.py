"""Which rules the answers of a sitting break: of one question, of a group, of the whole form."""

from collections.abc import Iterator
from typing import Final

from kiosk.forms.logic import Logic
from kiosk.forms.nodes import is_present
from kiosk.forms.occurrence import Occurrence
from kiosk.forms.rules import Problem, problems_of

CONSTRAINT: Final = "constraint"
WARNING_ONLY: Final = "constraintWarning"
NOT_WORKED_OUT: Final = "constraintFails"
"""The form is at fault here, and nobody is held back by that."""


def blocks(problem: Problem) -> bool:
    """Whether a response with this problem can't be completed."""
    return problem.rule not in {WARNING_ONLY, NOT_WORKED_OUT}


class Judge:
    """Judges the answers of a sitting as they stand."""

    def __init__(self, logic: Logic) -> None:
        self._logic = logic

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
        answered = self.is_answered(at)
        if at.item.required and not answered:
            yield Problem(at.path, at.item.link_id, "required")
        if answered:
            yield from self._constraints(at)
        together = self._logic.tree.together(at)
        if at is together[0]:
            yield from self._occurs(at, sum(map(self.is_answered, together)))

    def whole(self) -> Iterator[Problem]:
        """The rules over the whole form."""
        yield from self._constraints(None)

    def is_answered(self, at: Occurrence) -> bool:
        """Whether anything is answered or declined inside an enabled group."""
        waiting = [at]
        while waiting:
            here = waiting.pop()
            if here.item.is_question:
                if is_present(here):
                    return True
            elif here.enabled.get() and here.group is not None:
                waiting += here.group.all()
        return False

    def _occurs(self, at: Occurrence, count: int) -> Iterator[Problem]:
        limits = self._logic.limits(at)
        if count and count < limits.min_occurs:
            yield Problem(at.path, at.item.link_id, "minOccurs", limits.min_occurs)
        if limits.max_occurs is not None and count > limits.max_occurs:
            yield Problem(at.path, at.item.link_id, "maxOccurs", limits.max_occurs)

    def _constraints(self, at: Occurrence | None) -> Iterator[Problem]:
        path, link_id = (at.path, at.item.link_id) if at else ("", "")
        for rule, holds in self._logic.constraints(at):
            if holds is None and rule.expression.is_fhirpath:
                yield Problem(path, link_id, NOT_WORKED_OUT, rule.human or rule.key)
            elif holds is False:
                name = CONSTRAINT if rule.blocks else WARNING_ONLY
                yield Problem(path, link_id, name, rule.human or rule.key)
