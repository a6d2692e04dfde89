"""What follows from the answers of one sitting: what is asked, worked out, offered and allowed.

Each occurrence of an item has its cells (see `kiosk.forms.sitting.reactive`): whether it is
enabled, what is calculated for it, what its answer may be, how it is worded. They are worked out
from what they looked at and from nothing else, so that an answer touches only its dependants.
Sources: http://hl7.org/fhir/R4/questionnaire-definitions.html#Questionnaire.item.enableWhen,
http://hl7.org/fhir/uv/sdc/STU3/behavior.html, http://hl7.org/fhir/uv/sdc/STU3/expressions.html
"""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any, Final

import msgspec

from kiosk.fhirpath import FhirPathError, Node, json_of
from kiosk.forms.alert_rules import Fired, alert_rules, fired_by
from kiosk.forms.answers import Answer
from kiosk.forms.expressions import (
    KINDS,
    Constraint,
    FormExpression,
    constraints,
    expression,
    expressions,
    text_expression,
)
from kiosk.forms.item import AnswerOption, EnableWhen, Item
from kiosk.forms.limits import Limits
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.rules import problems_of
from kiosk.forms.sitting.enable_when import holds
from kiosk.forms.sitting.evaluation import Evaluation, Surroundings
from kiosk.forms.sitting.missing_items import items_summed
from kiosk.forms.sitting.occurrence import Occurrence
from kiosk.forms.sitting.offering import Offering
from kiosk.forms.sitting.reactive import Cell, Graph
from kiosk.forms.sitting.results import answers_from, options_from
from kiosk.forms.sitting.tree import ResponseTree
from kiosk.forms.texts import Reader


class _Wanted(msgspec.Struct, frozen=True):
    """Which cells an item needs beside those around it; found once, however often it occurs."""

    conditions: bool
    enabling: FormExpression | None = None
    calculated: FormExpression | None = None
    summed: tuple[Item, ...] = ()
    initial: FormExpression | None = None
    text: FormExpression | None = None
    variables: tuple[FormExpression, ...] = ()
    limits: bool = False


_LOOKED_AT: Final = frozenset(KINDS.values())


class Logic:
    """The cells of one sitting.

    Attributes:
        tree: the occurrences.
        graph: their sources and cells.
        offering: the options and limits of the items.
    """

    def __init__(self, questionnaire: Questionnaire, surroundings: Surroundings) -> None:
        self.graph = Graph()
        self.offering = Offering(questionnaire, surroundings.value_sets)
        self.tree = ResponseTree(questionnaire, self.graph, self._equip)
        self._questionnaire = questionnaire
        self._wanted: dict[str, _Wanted] = {}
        self._sharing: dict[Cell, list[Occurrence]] = defaultdict(list)
        self._evaluation = Evaluation(self.tree, self.graph, surroundings, self.offering.options)
        self.tree.grow()

    def limits(self, at: Occurrence) -> Limits:
        """What may be answered there now."""
        found: Limits = at.limits.get() if at.limits else self.offering.fixed(at.item)
        return found

    def is_answerable(self, at: Occurrence) -> bool:
        """Whether an answer could be proved: not where it is one of options that are not at hand.

        Beside an open list one's own words are an answer, whatever the list holds.
        """
        # Most items have neither a value set nor changing limits, and need no look at theirs.
        bound = at.limits is not None or "answerValueSet" in at.item.raw
        if not bound:
            return True
        limits = self.limits(at)
        return not limits.unproven or limits.open

    def candidates(self, at: Occurrence) -> tuple[AnswerOption, ...]:
        """The answers that the form suggests there (candidateExpression)."""
        wanted = expression(at.item.raw, "candidateExpression")
        nodes = self._evaluation.value(wanted, at) if wanted else None
        return options_from(at.item, nodes or ())

    def text(self, at: Occurrence, reader: Reader) -> str:
        """The words of an item, worked out where the form does so."""
        worked_out: str = at.text.get() if at.text else ""
        return worked_out or at.item.text(reader.language, proxy=reader.proxy)

    def initial(self, at: Occurrence) -> tuple[Answer, ...]:
        """What is answered there before anybody touches the form."""
        if not at.item.is_question:
            return ()
        answers = at.item.initial_answers()
        if (wanted := self._wanted[at.item.path].initial) and not answers:
            nodes = self._evaluation.value(wanted, at) or ()
            answers = answers_from(at.item, nodes, self.limits(at).options or ())
        if not answers:
            return ()
        # "Initial values SHALL be one of the options" (SDC), and no rule is broken before
        # anybody has answered; `check` names an initial value that is left out for this.
        limits = replace(self.limits(at), min_occurs=0)  # a person may add what is missing
        return () if problems_of(at.item, answers, limits=limits) else answers

    def may_begin_answered(self, at: Occurrence) -> bool:
        """Whether there may be an answer before anybody touches the form."""
        return self.begins_worked_out(at) or bool(at.item.initial_answers())

    def begins_worked_out(self, at: Occurrence) -> bool:
        """Whether that answer is worked out from others."""
        return self._wanted[at.item.path].initial is not None

    def constraints(self, at: Occurrence | None) -> tuple[tuple[Constraint, bool | None], ...]:
        """The rules over several answers that stand there, and whether each holds.

        A rule that gives nothing holds: what it compares is not answered yet. None: it can't be
        worked out.
        """
        element = self._questionnaire.raw if at is None else at.item.raw
        return tuple((rule, self._holds_now(rule, at)) for rule in constraints(element))

    def reads(self, wanted: FormExpression) -> frozenset[str]:
        """The linkIds that an expression looks at, so far as its text tells."""
        try:
            return self._questionnaire.compiled[wanted.text].reads.link_ids
        except FhirPathError:
            return frozenset()

    def fired(self) -> tuple[Fired, ...]:
        """The alert rules of the form that ask for a person, for these answers."""
        rules = alert_rules(self._questionnaire.raw)
        return fired_by(rules, lambda rule: self._evaluation.value(rule, None))

    def watched(self, at: Occurrence) -> tuple[Cell, ...]:
        """The cells that must be up to date at any time, so that their changes are noticed."""
        cells = (at.enabled, at.calculated, at.limits, at.text)
        return tuple(cell for cell in cells if cell is not None)

    def owners(self, cell: Cell) -> Sequence[Occurrence]:
        """The occurrences that look or count differently when this cell changes."""
        if cell in self._sharing:
            return self._sharing[cell]
        owner = cell.owner
        if isinstance(owner, Occurrence) and cell in self.watched(owner):
            return (owner,)
        return ()

    def _holds_now(self, rule: Constraint, at: Occurrence | None) -> bool | None:
        nodes = self._evaluation.value(rule.expression, at)
        return None if nodes is None else not nodes or [node.data for node in nodes] == [True]

    def _equip(self, at: Occurrence) -> None:
        wanted = self._wanted.get(at.item.path)
        if wanted is None:
            wanted = self._wanted[at.item.path] = self._look(at.item)
        at.enabled = at.within.enabled
        if wanted.conditions or wanted.enabling:
            at.enabled = self._cell(at, lambda: self._is_enabled(at, wanted), empty=False)
        self._sharing[at.enabled].append(at)
        if wanted.variables:
            at.variables = self._evaluation.variables(wanted.variables, at)
        if wanted.calculated:
            at.calculated = self._cell(at, lambda: self._calculate(at, wanted), empty=())
        if wanted.text:
            at.text = self._cell(at, lambda: self._word(at, wanted), empty="")
        if wanted.limits:
            fixed = self.offering.fixed(at.item)
            at.limits = self._cell(at, lambda: self.offering.now(at, self._evaluation), empty=fixed)

    def _look(self, item: Item) -> _Wanted:
        raw, conditions = item.raw, bool(item.enable_when)
        limits = self.offering.hangs_on_answers(item)
        if "_text" not in raw and item.extension_urls.isdisjoint(_LOOKED_AT):
            # So are most items; a form may have thousands.
            return _Wanted(conditions, limits=limits)
        calculated = _worked_out(expression(raw, "calculatedExpression"))
        # What is calculated at all times begins as calculated.
        begins = None if calculated else expression(raw, "initialExpression")
        return _Wanted(
            conditions=conditions,
            enabling=_worked_out(expression(raw, "enableWhenExpression")),
            calculated=calculated if item.is_question else None,
            summed=items_summed(item, self._questionnaire.by_path.values()) if calculated else (),
            initial=_worked_out(begins),
            text=_worked_out(text_expression(raw)),
            variables=expressions(raw, "variable"),
            limits=limits,
        )

    def _cell(self, at: Occurrence, compute: Any, *, empty: Any) -> Cell:
        return Cell(self.graph, compute, empty=empty, owner=at)

    def _is_enabled(self, at: Occurrence, wanted: _Wanted) -> bool:
        if not at.within.enabled.get():
            return False
        if wanted.conditions and not self._conditions_hold(at):
            return False
        # An expression that can't be worked out hides nothing: better asked once too often.
        return wanted.enabling is None or self._evaluation.is_true(wanted.enabling, at) is not False

    def _conditions_hold(self, at: Occurrence) -> bool:
        enough = all if at.item.enable_behavior == "all" else any
        return enough(self._holds(at, condition) for condition in at.item.enable_when)

    def _holds(self, at: Occurrence, condition: EnableWhen) -> bool:
        item = self._questionnaire.by_link_id.get(condition.question)
        # A condition sees only what counts: an answer that is out of sight decides nothing.
        return holds(condition, self._visible_answers(at, item) if item else ())

    def _visible_answers(self, at: Occurrence, item: Item) -> tuple[Answer, ...]:
        target = self.tree.nearest(at, item)
        return target.visible().answers if target else ()

    def _calculate(self, at: Occurrence, wanted: _Wanted) -> tuple[Answer, ...]:
        if wanted.calculated is None or not at.enabled.get():
            return ()
        if any(not self._visible_answers(at, item) for item in wanted.summed):
            return ()
        # An expression that fails gives no result: a wrong total would be worse than none.
        nodes = self._evaluation.value(wanted.calculated, at) or ()
        answers = answers_from(at.item, nodes, self.limits(at).options or ())
        # What is inside an answer is there before anybody can look for it.
        self.tree.open_answers(at, range(1, len(answers) + 1))
        return answers

    def _word(self, at: Occurrence, wanted: _Wanted) -> str:
        nodes = self._evaluation.value(wanted.text, at) if wanted.text else None
        return _words(nodes or ())


def _worked_out(found: FormExpression | None) -> FormExpression | None:
    return found if found is not None and found.is_fhirpath else None


def _words(nodes: Iterable[Node]) -> str:
    values = (json_of(node) for node in nodes)
    return " ".join(_written(value) for value in values if isinstance(value, str | int | Decimal))


def _written(value: str | int | Decimal) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
