"""When a question is to be answered, in words; and where to go on when it is not."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final, NamedTuple

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer
from kiosk.forms.expressions import expression
from kiosk.forms.item import EnableWhen, Item

_COMPARED: Final = {
    ">": "paper_if_more",
    ">=": "paper_if_least",
    "<": "paper_if_less",
    "<=": "paper_if_most",
}
_MANY: Final = 2

Say = Callable[..., str]


class Known(NamedTuple):
    """What conditions are told with.

    Attributes:
        say: the words of paper.
        numbers: linkId → the number of the question on paper.
        label: how an answer to a question reads: `label(link_id, answer)`.
    """

    say: Say
    numbers: Mapping[str, str]
    label: Callable[[str, Answer], str]


def condition_words(item: Item, known: Known) -> str:
    """When the item is to be answered: "you answered “Yes” to question 3"; "" for always.

    Where that can't be told by questions on the paper, people judge for themselves.
    """
    if expression(item.raw, "enableWhenExpression"):
        return known.say("paper_if_applies")
    if not item.enable_when:
        return ""
    if any(one.question not in known.numbers for one in item.enable_when):
        return known.say("paper_if_applies")
    parts = [_group_words(ones, known) for ones in _grouped(item).values()]
    joined = "paper_and" if item.enable_behavior == "all" and len(parts) > 1 else "paper_or"
    words = parts[0]
    for part in parts[1:]:
        words = known.say(joined, first=words, second=part)
    return words


_Grouped = dict[tuple[str, tuple[tuple[str, str], ...]], list[EnableWhen]]


def _grouped(item: Item) -> _Grouped:
    """The conditions that say the same of several questions, or several answers of one."""
    by_question: dict[tuple[str, str], list[EnableWhen]] = {}
    for place, one in enumerate(item.enable_when):
        apart = "" if item.enable_behavior == "any" and one.operator == "=" else str(place)
        by_question.setdefault((one.question, one.operator + apart), []).append(one)
    found: _Grouped = {}
    for (_question, operator), ones in by_question.items():
        values = tuple((one.answer.key, str(one.answer.value)) for one in ones if one.answer)
        found.setdefault((operator, values), []).extend(ones)
    return found


def _group_words(ones: Sequence[EnableWhen], known: Known) -> str:
    say, first = known.say, ones[0]
    asked = list(dict.fromkeys(one.question for one in ones))
    number = known.numbers[first.question]
    if first.operator == "exists":
        given = first.answer is None or first.answer.value is not False
        return say("paper_if_any" if given else "paper_if_none", number=number)
    labels = [known.label(one.question, one.answer) for one in ones if one.answer]
    if first.operator in _COMPARED:
        return say(_COMPARED[first.operator], number=number, answer=" ".join(labels))
    answers = _alternatives(dict.fromkeys(labels), say)
    if first.operator == "!=":
        return say("paper_if_not_answer", number=number, answers=answers)
    if len(asked) > 1:
        numbers = number_list([known.numbers[link_id] for link_id in asked], say)
        return say("paper_if_any_answer", numbers=numbers, answers=answers)
    return say("paper_if_answer", number=number, answers=answers)


def _alternatives(labels: Iterable[str], say: Say) -> str:
    quoted = [say("paper_quoted", text=label) for label in labels]
    if not quoted:
        return ""
    words = say("list_comma").join(quoted[:-1])
    return say("paper_or_word", first=words, second=quoted[-1]) if words else quoted[-1]


def number_list(numbers: Sequence[str], say: Say) -> str:
    """Numbers one after the other: "1 to 9" where they follow one another."""
    plain = [int(number) for number in numbers if number.isdecimal()]
    follow = len(plain) == len(numbers) and plain == list(range(plain[0], plain[0] + len(plain)))
    if follow and len(plain) > _MANY:
        return say("paper_to", first=numbers[0], last=numbers[-1])
    return say("list_comma").join(numbers)


def simple_trigger(item: Item) -> tuple[str, Answer] | None:
    """The one question and the one answer that open an item; None where it is not as simple."""
    if expression(item.raw, "enableWhenExpression") or len(item.enable_when) != 1:
        return None
    (only,) = item.enable_when
    if only.operator != "=" or only.answer is None or ext.text(item.raw, "linkId") == only.question:
        return None
    return only.question, only.answer
