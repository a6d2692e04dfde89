"""The choices of a select as FHIR's answerOption, and a choice_filter as a toggle of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from typing import Any, Final

from kiosk.authoring.xlsform.choices import Choice, Choices
from kiosk.authoring.xlsform.expressions import fhirpath
from kiosk.authoring.xlsform.folding import fold
from kiosk.authoring.xlsform.outline import Node
from kiosk.authoring.xlsform.questions import NotExact
from kiosk.authoring.xlsform.spoken import set_text
from kiosk.authoring.xlsform.translate import Translator
from kiosk.authoring.xlsform.wording import note_media, shown
from kiosk.authoring.xlsform.work import Work, translator_at
from kiosk.authoring.xlsform.xpath import Binary, Call, Name, Text, Tree
from kiosk.forms.extensions import OPTIONS_TOGGLE_EXPRESSION

_NO_LABEL: Final = "A choice without a label: its name stands there."
_NOT_AS_WRITTEN: Final = (
    "Marks of HTML or Markdown and answers of other questions in it are left out."
)


def answer_options(node: Node, work: Work) -> list[dict[str, Any]]:
    """The answerOption of a select."""
    system = work.system_of(node.kind)
    return [{"valueCoding": _coding(choice, system)} for choice in work.list_of(node.kind)]


def toggles(node: Node, work: Work) -> list[dict[str, Any]]:
    """The extensions that switch the choices of a select on and off."""
    lists = work.lists_of(node.kind)

    def make(text: str) -> list[dict[str, Any]]:
        tree = translator_at(node, work).parse(text)
        lacking = columns_in(tree) - lists.columns - {"name"}
        if lacking:
            raise NotExact(f"“{min(lacking)}” is no column of the choices")
        states = _states(tree, work.list_of(node.kind), translator_at(node, work))
        lists.used.update(columns_in(tree))
        system = work.system_of(node.kind)
        return [_toggle(expression, listed, system) for expression, listed in states.items()]

    return work.made_of(node.row, "choice_filter", make, else_="All choices are offered.") or []


def note_choices(lists: Choices, work: Work) -> None:
    """Says what of the choices that questions have did not come into the form."""
    for name in sorted(lists.asked & lists.lists.keys()):
        for choice in lists.lists[name]:
            note_media(choice.row, work)
            if not choice.label:
                work.note(choice.row, "label", f"{name}: {choice.name}", _NO_LABEL)
            for text in choice.label.values():
                if shown(text) != text:
                    work.note(choice.row, "label", text, _NOT_AS_WRITTEN)


def _states(tree: Tree, choices: Iterable[Choice], at: Translator) -> Mapping[str, list[Choice]]:
    """The condition of each choice → the choices that have it; not those that are always there."""
    states: dict[str, list[Choice]] = defaultdict(list)
    conditions: dict[Tree, str] = {}
    for choice in choices:
        folded = fold(_filled(tree, choice))
        if folded is True:
            continue
        if folded is False:
            states["false"].append(choice)
            continue
        if folded not in conditions:
            conditions[folded] = at.condition(folded)
        states[conditions[folded]].append(choice)
    return states


def columns_in(tree: Tree) -> set[str]:
    """The columns of the choices that a choice_filter looks at, in small letters."""
    if isinstance(tree, Name):
        return {tree.name.casefold()}
    inner: tuple[Tree, ...] = ()
    if isinstance(tree, Binary):
        inner = (tree.left, tree.right)
    elif isinstance(tree, Call):
        inner = tree.arguments
    return {name for part in inner for name in columns_in(part)}


def _filled(tree: Tree, choice: Choice) -> Tree:
    """The filter with what stands in the columns of one choice."""
    if isinstance(tree, Name):
        return Text(_cell(tree.name.casefold(), choice))
    if isinstance(tree, Binary):
        return Binary(tree.operator, _filled(tree.left, choice), _filled(tree.right, choice))
    if isinstance(tree, Call):
        return Call(tree.name, tuple(_filled(part, choice) for part in tree.arguments))
    return tree


def _cell(column: str, choice: Choice) -> str:
    if column == "name":
        return choice.name
    return choice.columns.get(column, "")


def _toggle(expression: str, choices: Iterable[Choice], system: str) -> dict[str, Any]:
    listed = [
        {"url": "option", "valueCoding": {"system": system, "code": choice.code}}
        for choice in choices
    ]
    when = {"url": "expression", "valueExpression": fhirpath(expression)}
    return {"url": OPTIONS_TOGGLE_EXPRESSION, "extension": [*listed, when]}


def _coding(choice: Choice, system: str) -> dict[str, Any]:
    coding: dict[str, Any] = {"system": system, "code": choice.code}
    label = {tag: words for tag, text in choice.label.items() if (words := shown(text))}
    label = label or {"": choice.name}
    set_text(coding, "display", label)
    return coding
