"""Rows as the items of a Questionnaire."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from kiosk.authoring.xlsform.becoming import GROUP, SELECT, TEXT, WORKED_OUT
from kiosk.authoring.xlsform.calculations import Calculation, value_of
from kiosk.authoring.xlsform.conditions import enabling
from kiosk.authoring.xlsform.constraints import constraint
from kiosk.authoring.xlsform.expressions import expression_extension
from kiosk.authoring.xlsform.firsts import note_parameters, put_default, range_limits
from kiosk.authoring.xlsform.looks import appearance, item_control
from kiosk.authoring.xlsform.options import answer_options, toggles
from kiosk.authoring.xlsform.outline import Node, hint_id
from kiosk.authoring.xlsform.questions import NotExact, Question
from kiosk.authoring.xlsform.spoken import set_text
from kiosk.authoring.xlsform.wording import note_media, put_label, spoken
from kiosk.authoring.xlsform.work import Work, translator_at
from kiosk.forms.extensions import CALCULATED_EXPRESSION, HIDDEN, MAX_OCCURS, MAX_VALUE, MIN_VALUE

_ALWAYS: Final = "It is shown always."
_NOTHING_FITS: Final = "No answer can fit it: the lowest is above the highest. Left out."
_NO_LABEL: Final = "No label: its name stands there."


@dataclass(frozen=True)
class Planned:
    """What was decided about the rows.

    Attributes:
        becoming: node → what it becomes; "" for what is left out.
        questions: node → the question, as expressions see it.
        worked_out: node → how it is worked out.
    """

    becoming: Mapping[Node, str]
    questions: Mapping[Node, Question]
    worked_out: Mapping[Node, Calculation]


def items_of(nodes: Iterable[Node], planned: Planned, work: Work) -> list[dict[str, Any]]:
    """The items for nodes of one level, with everything inside them."""
    made = []
    for node in nodes:
        kind = planned.becoming[node]
        if kind == GROUP:
            made.append(_group(node, planned, work))
        elif kind == TEXT:
            made += _text(node, work)
        elif kind == WORKED_OUT:
            made.append(_worked_out(node, planned.worked_out[node], work))
        elif kind:
            made.append(_question(node, kind, planned.questions[node], work))
    return made


def _group(node: Node, planned: Planned, work: Work) -> dict[str, Any]:
    item = _begun(node, GROUP, work)
    put_label(item, node, work)
    if node.kind.name == "repeat":
        item["repeats"] = True
        _count_repeats(item, node, work)
    _not_required(node, work)
    return _ended(item, [*_hint(node, work), *items_of(node.children, planned, work)])


def _text(node: Node, work: Work) -> list[dict[str, Any]]:
    item = _begun(node, TEXT, work)
    has_label = put_label(item, node, work)
    hint = spoken(node.row, "hint", work)
    if hint:
        # FHIR allows nothing inside a text: its hint is a text after it.
        beside = {"linkId": hint_id(node.link_id), "type": TEXT}
        set_text(beside, "text", hint)
        beside |= {key: item[key] for key in ("enableWhen", "enableBehavior") if key in item}
    _not_required(node, work)
    if not has_label and not hint:
        work.note(node.row, "type", node.kind.written, "A note without any words: left out.")
        return []
    made = [_ended(item, [])] if has_label else []
    return [*made, beside] if hint else made


def _worked_out(node: Node, calculation: Calculation, work: Work) -> dict[str, Any]:
    item = _begun(node, calculation.question.type, work) | {"readOnly": True}
    put_label(item, node, work)
    item["extension"].append({"url": HIDDEN, "valueBoolean": True})
    if calculation.expression:
        node.row.take("calculation")
        made = expression_extension(CALCULATED_EXPRESSION, calculation.expression)
        item["extension"].append(made)
    else:
        put_default(item, node, calculation.question, work)
    return _ended(item, [])


def _question(node: Node, kind: str, question: Question, work: Work) -> dict[str, Any]:
    row = node.row
    item = _begun(node, question.type, work)
    if not put_label(item, node, work):
        item["text"] = node.name
        work.note(row, "label", node.name, _NO_LABEL)
    if question.several:
        item["repeats"] = True
    if work.is_yes(row, "required", else_="It may be left out."):
        item["required"] = True
    if kind == SELECT:
        item["answerOption"] = answer_options(node, work)
        item["extension"] += toggles(node, work)
    item["extension"] += _limits(node, question, work)
    _put_value(item, node, question, work)
    return _ended(item, _hint(node, work))


def _limits(node: Node, question: Question, work: Work) -> list[dict[str, Any]]:
    if node.kind.name == "range":
        own = range_limits(node, work)
    else:
        note_parameters(node, work)
        own = []
    if node.kind.name == "percentage":
        own = [{"url": MIN_VALUE, "valueInteger": 0}, {"url": MAX_VALUE, "valueInteger": 100}]
    given = constraint(node, question, work)
    narrowed = _narrowed([*own, *given])
    ends = {one["url"]: _limit_of(one) for one in narrowed if one["url"] in {MIN_VALUE, MAX_VALUE}}
    if len(ends) > 1 and ends[MIN_VALUE] > ends[MAX_VALUE]:
        work.note(node.row, "constraint", node.row.peek("constraint"), _NOTHING_FITS)
        return own
    return narrowed


def _narrowed(extensions: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Of two lower limits the higher, and of two upper ones the lower: FHIR has one of each."""
    found: list[dict[str, Any]] = []
    for url, narrower in ((MIN_VALUE, max), (MAX_VALUE, min)):
        limits = [extension for extension in extensions if extension["url"] == url]
        if limits:
            found.append(narrower(limits, key=_limit_of))
    return [one for one in extensions if one["url"] not in {MIN_VALUE, MAX_VALUE}] + found


def _limit_of(extension: dict[str, Any]) -> Any:
    return next(value for key, value in extension.items() if key.startswith("value"))


def _put_value(item: dict[str, Any], node: Node, question: Question, work: Work) -> None:
    """What it begins with, or is worked out from."""

    def make(text: str) -> dict[str, Any]:
        found = value_of(text, node, work)
        wanted = "string" if question.type == "text" else question.type
        if question.codes or (found.type != wanted and (found.type, wanted) != _WHOLE_AS_DECIMAL):
            raise NotExact(f"it gives no {wanted}")
        return expression_extension(CALCULATED_EXPRESSION, found.text)

    else_ = "The patient answers it."
    if made := work.made_of(node.row, "calculation", make, else_=else_):
        item["extension"].append(made)
    else:
        put_default(item, node, question, work)
    if work.is_yes(node.row, "readonly", else_=else_):
        item["readOnly"] = True
        item.pop("required", None)


_WHOLE_AS_DECIMAL: Final = ("integer", "decimal")


def _begun(node: Node, kind: str, work: Work) -> dict[str, Any]:
    """An item with what any may have: its name, its looks, the condition it is asked under."""
    item: dict[str, Any] = {"linkId": node.link_id, "type": kind}
    item["extension"] = appearance(node, kind, work)
    note_media(node.row, work)

    def make(text: str) -> dict[str, Any]:
        return enabling(text, translator_at(node, work))

    made = work.made_of(node.row, "relevant", make, else_=_ALWAYS) or {}
    item["extension"] += made.pop("extension", [])
    return item | made


def _ended(item: dict[str, Any], inside: list[dict[str, Any]]) -> dict[str, Any]:
    if not item["extension"]:
        del item["extension"]
    return item | ({"item": inside} if inside else {})


def _hint(node: Node, work: Work) -> list[dict[str, Any]]:
    words = spoken(node.row, "hint", work)
    if not words:
        return []
    help_: dict[str, Any] = {"linkId": hint_id(node.link_id), "type": TEXT}
    help_["extension"] = [item_control("help")]
    set_text(help_, "text", words)
    return [help_]


def _not_required(node: Node, work: Work) -> None:
    if work.is_yes(node.row, "required", else_="It needs no answer."):
        work.note(node.row, "required", node.row.peek("required"), "It needs no answer by itself.")


def _count_repeats(item: dict[str, Any], node: Node, work: Work) -> None:
    text = node.row.take("repeat_count")
    if not text:
        return
    if text.isdecimal() and 0 < int(text[:6]) == int(text):
        item["extension"].append({"url": MAX_OCCURS, "valueInteger": int(text)})
        message = f"At most {text} times; that it is not fewer, nobody checks."
    else:
        message = "The kiosk asks each time whether there is another: the count is left out."
    work.note(node.row, "repeat_count", text, message)
