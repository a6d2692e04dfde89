"""Every problem of a QuestionnaireResponse against its Questionnaire.

The response is read into a sitting of its own and judged there by the very rules that hold while
a person fills the form.
Source: http://hl7.org/fhir/R4/questionnaireresponse.html#notes and
http://hl7.org/fhir/uv/sdc/STU3/behavior.html
"""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.finding import ERROR, INFORMATION, WARNING, Finding, Severity
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.rules import Problem
from kiosk.forms.sitting.answering import Answering
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.sitting.judging import CONSTRAINT, Judge, blocks
from kiosk.forms.sitting.loading import Loading
from kiosk.forms.sitting.occurrence import Occurrence

_UNFINISHED: Final = frozenset({"in-progress", "stopped", "entered-in-error"})
"""Statuses in which an item may still lack its answer."""

_STATUSES: Final = _UNFINISHED | {"completed", "amended"}

_TOLD: Final = frozenset(
    {"minValue", "maxValue", "minLength", "maxLength", "maxDecimalPlaces", "maxSize", "regex"}
)

_LACKING: Final = frozenset({"required", "minOccurs"})


def validate_response(
    questionnaire: Questionnaire,
    response: Mapping[str, Any],
    surroundings: Surroundings | None = None,
) -> tuple[Finding, ...]:
    """Every problem found: of the response's head, in its order, then what is missing.

    A draft (`in-progress`, `stopped`) may lack required answers and break rules over several. An
    item that people never see or never answer (hidden, read-only) may lack its answer as well:
    nobody could have given it. Where the form itself worked out what breaks a rule, that is a
    warning. `today()` and `now()` are, where the surroundings give no time, those of `authored`.
    """
    if response.get("resourceType") != "QuestionnaireResponse":
        wrong = "The file holds no QuestionnaireResponse."
        return (Finding(ERROR, "structure", "", "", wrong),)
    around = at_its_time(surroundings or Surroundings(), response)
    validation = _Validation(questionnaire, response, around)
    return (*_head(questionnaire, response), *validation.odd, *validation.judge())


class _Validation:
    """One response in a sitting of its own."""

    def __init__(
        self, questionnaire: Questionnaire, response: Mapping[str, Any], around: Surroundings
    ) -> None:
        self.odd: list[Finding] = []
        self._questionnaire = questionnaire
        self._unfinished = ext.text(response, "status") in _UNFINISHED
        self._answering = Answering(questionnaire, around)
        self._tree = self._answering.logic.tree
        self._loading = Loading(self._tree, self._say)
        self._answering.load(lambda: self._loading.read(response))

    def judge(self) -> Iterator[Finding]:
        """What is wrong with the answers."""
        judge = Judge(self._answering.logic)
        for at in self._tree.walk():
            # Of what is not asked, what stands inside is not missing either.
            if at.enabled.get():
                yield from self._found(at, judge)
        yield from self._not_asked()
        for problem, _ in judge.whole():
            yield self._finding(problem, None)

    def _not_asked(self) -> Iterator[Finding]:
        for path, place in self._loading.met.items():
            at = self._tree.by_path[path]
            if not at.enabled.get():
                message = "The item is not asked with these answers and must not be here."
                yield Finding(ERROR, "enableWhen", at.item.link_id, place, message)

    def _found(self, at: Occurrence, judge: Judge) -> Iterator[Finding]:
        if at.item.is_question:
            problems = judge.question(at)
            if at.counted().declined and at.item.required:
                message = "The person would rather not say."
                place = self._place(at)
                yield Finding(INFORMATION, "declined", at.item.link_id, place, message)
        elif at.item.type == "display":
            return
        else:
            problems = judge.group(at)
        for problem in problems:
            if not (self._unfinished and problem.rule in _LACKING):
                yield self._finding(problem, at)

    def _finding(self, problem: Problem, at: Occurrence | None) -> Finding:
        place = self._place(at) if at else "QuestionnaireResponse"
        message = _message(problem, at.item.type if at else "")
        return Finding(self._severity(problem, at), problem.rule, problem.link_id, place, message)

    def _severity(self, problem: Problem, at: Occurrence | None) -> Severity:
        if at is not None and (
            self._is_the_forms_own(at) or (problem.rule in _LACKING and not self._can_be_asked(at))
        ):
            return WARNING
        unfinished = self._unfinished and problem.rule == CONSTRAINT
        return WARNING if unfinished or not blocks(problem) else ERROR

    def _is_the_forms_own(self, at: Occurrence) -> bool:
        """Whether the form itself gave or worked out the answer, and nobody can change it."""
        if not at.item.is_question or self._can_be_asked(at):
            return False
        own = at.calculated.get() if at.calculated else at.item.initial_answers()
        return bool(own) and at.counted().answers == own

    def _can_be_asked(self, at: Occurrence) -> bool:
        """Whether a person can do anything about it: a question, or one inside a group."""
        waiting = [at]
        while waiting:
            here = waiting.pop()
            if here.enabled.get():
                if self._questionnaire.may_be_asked(here.item):
                    return True
                # What stands inside a question that nobody is asked is not reached.
                waiting += here.group.all() if here.group else ()
        return False

    def _place(self, at: Occurrence) -> str:
        return self._loading.met.get(at.path, at.item.json_path)

    def _say(self, code: str, item: Mapping[str, Any], path: str, message: str) -> None:
        severity: Severity = WARNING if code in {"text", "order"} else ERROR
        self.odd.append(Finding(severity, code, ext.text(item, "linkId"), path, message))


def at_its_time(around: Surroundings, response: Mapping[str, Any]) -> Surroundings:
    """The surroundings in which a response was given: `today()` is the day it was authored."""
    try:
        authored = datetime.fromisoformat(ext.text(response, "authored"))
    except ValueError:
        return around
    known = around.now is not None or authored.tzinfo is None
    return around if known else replace(around, now=authored)


def _head(questionnaire: Questionnaire, response: Mapping[str, Any]) -> Iterator[Finding]:
    if ext.text(response, "status") not in _STATUSES:
        path = "QuestionnaireResponse.status"
        yield Finding(ERROR, "structure", "", path, "The status is none that FHIR knows.")
    named = ext.text(response, "questionnaire")
    path = "QuestionnaireResponse.questionnaire"
    url, _, version = named.partition("|")
    if not named:
        yield Finding(WARNING, "questionnaire", "", path, "The response names no form.")
    elif questionnaire.url and url != questionnaire.url:
        yield Finding(ERROR, "questionnaire", "", path, "The response is to another form.")
    elif version and questionnaire.version and version != questionnaire.version:
        message = f"The response is to version {version} of the form."
        yield Finding(WARNING, "questionnaire", "", path, message)


def _message(problem: Problem, kind: str) -> str:
    limit = problem.limit
    words = {
        "required": "It is required and has no answer.",
        "type": f"The answer's type does not fit {kind}: "
        f"{' or '.join(limit) if isinstance(limit, tuple) and limit else 'no answer'} "
        "is expected.",
        "option": "The answer is none of the options.",
        "valueSet": f"The value set {limit} is not at hand, so the answer can't be proved.",
        "display": "The words of the code are not those of the form.",
        "optionExclusive": "An answer that excludes all others stands beside another.",
        "duplicate": "The same answer stands there twice.",
        "unit": "The unit is none of the units allowed.",
        "mimeType": "A file of this kind is not allowed.",
        "referenceResource": "It may not refer to a resource of this kind.",
        "size": "The size stated is not that of the file.",
        "maxOccurs": f"There are too many: {limit} at most.",
        "minOccurs": f"There are too few: {limit} at least.",
        "constraint": f"A rule of the form is broken: {limit}",
        "constraintWarning": f"A rule of the form is broken, which is allowed: {limit}",
        "constraintFails": f"A rule of the form can't be worked out: {limit}",
    }
    # A limit is the form's; where it is none of these it may hold what a person answered.
    said = f" ({limit})" if problem.rule in _TOLD and limit is not None else ""
    return words.get(problem.rule, f"The answer breaks the rule {problem.rule}{said}.")
