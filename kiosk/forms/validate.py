"""Every problem of a QuestionnaireResponse against its Questionnaire.

Source: http://hl7.org/fhir/R4/questionnaireresponse.html#notes and
http://hl7.org/fhir/uv/sdc/STU3/behavior.html
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Final

from kiosk.forms import extensions as ext
from kiosk.forms.answers import VALUE_KEYS, Answer
from kiosk.forms.enable_when import enabled_paths
from kiosk.forms.finding import ERROR, INFORMATION, WARNING, Finding, Severity
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.response import DECLINED
from kiosk.forms.rules import problems_of
from kiosk.forms.texts import translations

_UNFINISHED: Final = frozenset({"in-progress", "stopped", "entered-in-error"})
"""Statuses in which an item may still lack its answer."""

_STATUSES: Final = _UNFINISHED | {"completed", "amended"}

_DEPTH: Final = 64


def validate_response(
    questionnaire: Questionnaire, response: Mapping[str, Any]
) -> tuple[Finding, ...]:
    """Every problem found, in the order of the response; missing items last.

    A draft (`in-progress`, `stopped`) may lack required answers.
    """
    if response.get("resourceType") != "QuestionnaireResponse":
        wrong = "The file holds no QuestionnaireResponse."
        return (Finding(ERROR, "structure", "", "", wrong),)
    reading = _Reading(questionnaire)
    reading.read(response, questionnaire.items, "QuestionnaireResponse", 1)
    unfinished = response.get("status") in _UNFINISHED
    return (
        *_head(questionnaire, response),
        *reading.findings,
        *_judge(questionnaire, reading, unfinished=unfinished),
    )


@dataclass
class _Reading:
    """What was met while walking through the response."""

    questionnaire: Questionnaire
    findings: list[Finding] = field(default_factory=list)
    given: defaultdict[str, list[Answer]] = field(default_factory=lambda: defaultdict(list))
    met: dict[str, str] = field(default_factory=dict)
    declined: set[str] = field(default_factory=set)

    def say(self, code: str, item: Mapping[str, Any], path: str, message: str) -> None:
        severity: Severity = WARNING if code == "text" else ERROR
        self.findings.append(Finding(severity, code, ext.text(item, "linkId"), path, message))

    def read(
        self, parent: Mapping[str, Any], known: Sequence[Item], place: str, depth: int
    ) -> None:
        counts: Counter[str] = Counter()
        for index, raw in enumerate(ext.mappings(parent, "item")):
            path = f"{place}.item[{index}]"
            link_id = ext.text(raw, "linkId")
            same = [item for item in known if item.link_id == link_id]
            if not same or depth > _DEPTH:
                self.say("linkId", raw, path, "The form has no such item here.")
                continue
            # A form that has the linkId twice side by side gets one each, in its order.
            item = same[min(counts[link_id], len(same) - 1)]
            counts[link_id] += 1
            if counts[link_id] > len(same) and not (item.repeats and item.type == "group"):
                self.say("repeats", raw, path, "The item stands here more than once.")
            self._read_item(item, raw, path, depth)

    def _read_item(self, item: Item, raw: Mapping[str, Any], path: str, depth: int) -> None:
        self.met.setdefault(item.path, path)
        if text := ext.text(raw, "text"):
            shown = {item.text(""), *translations(item.raw, "text").values()}
            if text not in shown:
                self.say("text", raw, path, "The text is not the form's.")
        if ext.extension_value(raw, ext.DATA_ABSENT_REASON) == DECLINED:
            self.declined.add(item.path)
        answers = ext.mappings(raw, "answer")
        if answers and not item.is_question:
            self.say("type", raw, path, f"A {item.type or 'typeless'} item takes no answer.")
            return
        if item.is_question and "item" in raw:
            message = "What is inside a question belongs into its answer."
            self.say("structure", raw, path, message)
        self.read(raw, item.items, path, depth + 1)
        self._read_answers(item, raw, path, depth)

    def _read_answers(self, item: Item, raw: Mapping[str, Any], path: str, depth: int) -> None:
        for index, entry in enumerate(ext.mappings(raw, "answer")):
            place = f"{path}.answer[{index}]"
            try:
                self.given[item.path].append(Answer.from_fhir(entry))
            except ValueError:
                self.say("structure", raw, place, "The answer has no value.")
            self.read(entry, item.items, place, depth + 1)


def _head(questionnaire: Questionnaire, response: Mapping[str, Any]) -> Iterator[Finding]:
    if response.get("status") not in _STATUSES:
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


def _judge(
    questionnaire: Questionnaire, reading: _Reading, *, unfinished: bool
) -> Iterator[Finding]:
    enabled = enabled_paths(questionnaire, reading.given)
    for item in questionnaire.by_path.values():
        # Of a question that was not asked, what stands inside it is not missing either.
        place = reading.met.get(item.path, item.json_path)
        if item.path in enabled:
            yield from _broken_rules(item, reading, place, unfinished=unfinished)
        elif item.path in reading.met:
            message = "The item is not asked with these answers and must not be here."
            yield Finding(ERROR, "enableWhen", item.link_id, place, message)


def _broken_rules(
    item: Item, reading: _Reading, place: str, *, unfinished: bool
) -> Iterator[Finding]:
    answers = reading.given.get(item.path, [])
    declined = item.path in reading.declined
    if declined and item.required and not answers:
        message = "The person would rather not say."
        yield Finding(INFORMATION, "declined", item.link_id, place, message)
    for problem in problems_of(item, answers, declined=declined):
        if unfinished and problem.rule in {"required", "minOccurs"}:
            continue
        yield Finding(ERROR, problem.rule, item.link_id, place, _message(item, problem.rule))
    if item.required and item.type == "group" and item.path not in reading.met and not unfinished:
        yield Finding(ERROR, "required", item.link_id, place, "The group is required.")
    if answers and "answerValueSet" in item.raw:
        message = "The value set is not at hand, so the answer can't be proved."
        yield Finding(ERROR, "answerValueSet", item.link_id, place, message)


def _message(item: Item, rule: str) -> str:
    words = {
        "required": "The question is required and has no answer.",
        "type": f"The answer's type does not fit {item.type}: "
        f"{' or '.join(VALUE_KEYS.get(item.type, ())) or 'no answer'} is expected.",
        "option": "The answer is none of the options.",
        "maxOccurs": "There are too many answers.",
        "minOccurs": "There are too few answers.",
    }
    return words.get(rule, f"The answer breaks the rule {rule}.")
