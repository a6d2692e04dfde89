"""What an answer is worth: `ordinal()` and `weight()` in expressions.

Source: http://hl7.org/fhir/uv/sdc/STU3/expressions.html#fhirpath-supplements: the weight of an
answer is the itemWeight (or ordinalValue) on the answer itself, else on the option of the form
that was chosen; it is empty where there is none.
"""

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any, Final

from kiosk.fhirpath import Node
from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer, same_value
from kiosk.forms.item import AnswerOption, Item
from kiosk.forms.sitting.nodes import AnswerNode, ValueNode

_NAMES: Final = frozenset({"itemWeight", "ordinalValue"})

OptionsOf = Callable[[Item], Sequence[AnswerOption]]


class Scores:
    """The scores of a form's answers.

    The same code may score differently in two questions, so an answer is looked up among the
    options of its own question.
    """

    def __init__(self, options_of: OptionsOf) -> None:
        self._options_of = options_of
        self._weighed: dict[str, dict[Any, list[AnswerOption]]] = {}

    def of_nodes(self, nodes: Sequence[Node], _arguments: Sequence[Any] = ()) -> list[Node]:
        """The scores of answers, of their values or of codings; nothing for what has none."""
        found = (self._of_node(node) for node in nodes)
        return [Node(score, "System.Decimal") for score in found if score is not None]

    def of_answer(self, item: Item, answer: Answer) -> Decimal | None:
        """The score of the option of this question that the answer chose."""
        if item.path not in self._weighed:
            table: dict[Any, list[AnswerOption]] = {}
            for option in self._options_of(item):
                if option.weight is not None:
                    table.setdefault(_name(option.answer), []).append(option)
            self._weighed[item.path] = table
        alike = self._weighed[item.path].get(_name(answer), ())
        return next((o.weight for o in alike if same_value(o.answer, answer)), None)

    def _of_node(self, node: Node) -> Decimal | None:
        if isinstance(node, AnswerNode):
            own = _own_score(node.answer.value)
            return self.of_answer(node.occurrence.item, node.answer) if own is None else own
        own = _own_score(node.data)
        if own is None and isinstance(node, ValueNode):
            return self.of_answer(node.item, node.answer)
        return own


def _name(answer: Answer) -> Any:
    """What equal answers have in common, to find them fast."""
    value = answer.value
    if isinstance(value, Mapping):
        return value.get("code") or value.get("display") or value.get("reference")
    return str(value)


def _own_score(value: Any) -> Decimal | None:
    for extension in ext.mappings(value, "extension"):
        if ext.text(extension, "url").rpartition("/")[2] in _NAMES:
            number = extension.get("valueDecimal", extension.get("valueInteger"))
            if isinstance(number, int | Decimal) and not isinstance(number, bool):
                return Decimal(number)
    coding = value.get("valueCoding") if isinstance(value, Mapping) else None
    return _own_score(coding) if isinstance(coding, Mapping) else None
