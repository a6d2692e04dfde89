"""Plans a form on paper: every question that a person may be asked, numbered, in its order."""

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from kiosk.forms.answers import Answer, same_value
from kiosk.forms.filler import FormFiller
from kiosk.forms.item import Item
from kiosk.forms.limits import Limits
from kiosk.forms.looks.controls import known_control
from kiosk.forms.looks.markup import safe_text
from kiosk.forms.looks.presentation import present
from kiosk.forms.onpaper.conditions import Known, Say, condition_words, simple_trigger
from kiosk.forms.onpaper.pieces import (
    END,
    Box,
    Boxes,
    Matrix,
    Note,
    Piece,
    Question,
    Row,
    Scale,
    Table,
    Title,
)
from kiosk.forms.onpaper.spaces import space_for
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.terminology.valuesets import ValueSets

_FEWEST_ROWS: Final = 3
_MOST_COLUMNS: Final = 7
_LONGEST_HEAD: Final = 40
_LONGEST_ROW: Final = 400
_LONGEST_COLUMN: Final = 80
_MOST_JUMPS: Final = 2
"""Where more answers than these go on elsewhere, the question they skip says whom it is for."""
_TABLE_COLUMNS: Final = 6
_EMPTY_ROWS: Final = 4
_MOST_ROWS: Final = 12
_SHOWN_BY_SPACE: Final = frozenset({"lower", "upper", "unit"})


def plan_form(
    questionnaire: Questionnaire, language: str, say: Say, value_sets: ValueSets
) -> tuple[Piece, ...]:
    """What stands on the paper, in order.

    Args:
        questionnaire: the form.
        language: of the form's own words, one of its `languages`.
        say: the words of paper in that language.
        value_sets: those at hand.
    """
    return tuple(_Plan(questionnaire, language, say, value_sets).pieces())


class _Plan:
    def __init__(self, form: Questionnaire, language: str, say: Say, value_sets: ValueSets) -> None:
        self._form, self._language, self._say = form, language, say
        around = Surroundings(value_sets=value_sets)
        self._filler = FormFiller(form, language=language, surroundings=around)
        self._asked = {item.path for item in form.asked}
        self._numbers = self._number()
        by_link_id = {form.by_path[path].link_id: no for path, no in self._numbers.items()}
        self._known = Known(say, by_link_id, self._label)
        self._jumps = dict(self._going())

    def pieces(self) -> Iterator[Piece]:
        """All of them."""
        yield from self._inside(self._form.items, level=1)

    def _number(self) -> dict[str, str]:
        """The number of every question: the form's own where each has another, else counted."""
        own = {
            item.path: present(item, self._language).prefix.plain.strip(" .)(:")
            for item in self._form.asked
        }
        numbers = [number for number in own.values() if number]
        if len(set(numbers)) == len(own) and numbers:
            return own
        counted = enumerate(self._form.asked, start=1)
        return {item.path: self._say("paper_number", number=n) for n, item in counted}

    def _label(self, link_id: str, answer: Answer) -> str:
        item = self._form.by_link_id[link_id]
        if isinstance(answer.value, bool):
            return self._say("yes" if answer.value else "no")
        for option in self._limits(item).options or ():
            if same_value(option.answer, answer):
                return option.label(self._language)
        if isinstance(answer.value, int):
            return self._say("paper_number", number=answer.value)
        return item.answer_label(answer, self._language)

    def _limits(self, item: Item) -> Limits:
        try:
            return self._filler.limits(item.path)
        except KeyError:  # inside an answer that nobody has given yet
            return Limits.of(item)

    def _inside(self, items: Sequence[Item], level: int) -> Iterator[Piece]:
        waiting = list(items)
        while waiting:
            alike = self._alike(waiting)
            if len(alike) >= _FEWEST_ROWS:
                yield self._matrix(alike)
                waiting = waiting[len(alike) :]
            else:
                yield from self._item(waiting.pop(0), level)

    def _item(self, item: Item, level: int) -> Iterator[Piece]:
        if item.hidden:
            return
        if item.type == "display":
            yield from self._note(item)
        elif item.path in self._asked:
            yield self._question(item)
            yield from self._inside(list(self._follow(item)), level)
        elif item.is_question:
            yield from self._stated(item)
            yield from self._inside(list(self._follow(item)), level)
        else:
            yield from self._group(item, level)

    def _group(self, item: Item, level: int) -> Iterator[Piece]:
        text, condition = self._text(item), condition_words(item, self._known)
        if not any(True for _ in self._below(item)):
            return
        if text or condition:
            yield Title(text, level, condition)
        if table := self._table(item):
            yield table
        else:
            yield from self._inside(item.items, level + 1)
        if item.repeats:
            yield Note(self._say("paper_again"))

    def _below(self, item: Item) -> Iterator[Item]:
        """What people see of a group."""
        for child in item.items:
            if child.path in self._asked or (child.type == "display" and not child.hidden):
                yield child
            elif not child.hidden:
                yield from self._below(child)

    def _note(self, item: Item) -> Iterator[Piece]:
        control = known_control(item.raw)
        legal = control is not None and control.code == "legal"
        if text := self._text(item):
            words = condition_words(item, self._known)
            yield Note(text, "legal" if legal else "plain", words)

    def _stated(self, item: Item) -> Iterator[Piece]:
        """A value that the form states by itself."""
        given = item.initial_answers()
        if given and not item.calculated_expression:
            labels = self._say("list_comma").join(
                item.answer_label(answer, self._language) for answer in given
            )
            yield Note(self._say("stated", question=self._text(item), answer=labels))

    def _question(self, item: Item) -> Question:
        limits = self._limits(item)
        space = space_for(item, limits, self._language, self._say)
        if isinstance(space, Boxes) and item.path in self._jumps:
            opened, go = self._jumps[item.path]
            boxes = tuple(self._going_on(item, limits, opened, go))
            if sum(bool(box.go) for box in boxes) <= _MOST_JUMPS:
                space = space._replace(boxes=boxes)
        depth = sum(around.is_question for around in self._form.ancestors(item))
        return Question(
            number=self._numbers[item.path],
            text=self._text(item),
            hints=tuple(self._hints(item, isinstance(space, Scale))),
            condition=condition_words(item, self._known),
            needed=item.required or limits.min_occurs > 0,
            space=space,
            level=depth,
            most=limits.max_occurs or 0 if item.repeats else 1,
        )

    def _text(self, item: Item) -> str:
        """Its words, the form's own prefix before them where that is no number of ours."""
        prefix = present(item, self._language).prefix.plain
        text = safe_text(item.text(self._language))
        numbered = self._numbers.get(item.path) == prefix.strip(" .)(:")
        return text if numbered or not prefix else f"{prefix} {text}".strip()

    def _hints(self, item: Item, scale: bool) -> Iterator[str]:  # noqa: FBT001 - one caller
        for child in item.items:
            control = known_control(child.raw)
            code = control.code if control and control.kind == "text" else ""
            ends = code in {"lower", "upper"} and not scale
            shown = child.type == "display" and (code not in _SHOWN_BY_SPACE or ends)
            if shown and not child.hidden and (text := self._text(child)):
                yield text

    def _follow(self, item: Item) -> Iterator[Item]:
        """What is asked inside a question."""
        return (child for child in item.items if child.type != "display")

    def _alike(self, items: Sequence[Item]) -> list[Item]:
        """The questions at the beginning that have the same few answers, and nothing beside."""
        found: list[Item] = []
        heads: tuple[str, ...] | None = None
        for item in items:
            columns = self._columns(item)
            if columns is None or (heads is not None and columns != heads):
                break
            heads = columns
            found.append(item)
        return found

    def _columns(self, item: Item) -> tuple[str, ...] | None:
        if item.path not in self._asked or item.items or item.path in self._jumps:
            return None
        if item.enable_when or condition_words(item, self._known) or item.repeats:
            return None
        space = space_for(item, self._limits(item), self._language, self._say)
        if not isinstance(space, Boxes) or space.own:
            return None
        labels = tuple(box.label for box in space.boxes)
        fits = 1 < len(labels) <= _MOST_COLUMNS and max(map(len, labels)) <= _LONGEST_HEAD
        return labels if fits and len(self._text(item)) <= _LONGEST_ROW else None

    def _matrix(self, items: Sequence[Item]) -> Matrix:
        rows = tuple(map(self._row, items))
        return Matrix(self._columns(items[0]) or (), rows)

    def _row(self, item: Item) -> Row:
        return Row(self._numbers[item.path], self._text(item), item.required)

    def _table(self, item: Item) -> Table | None:
        """A group that repeats, as a table where its questions are few and need a line each."""
        simple = all(
            child.path in self._asked
            and not (child.items or child.enable_when)
            and len(self._text(child)) <= _LONGEST_COLUMN
            for child in item.items
        )
        if not item.repeats or not simple or not 0 < len(item.items) <= _TABLE_COLUMNS:
            return None
        if any(self._limits(child).options for child in item.items):
            return None  # their answers have to be read to be chosen
        most = self._limits(item).max_occurs or _EMPTY_ROWS
        return Table(tuple(map(self._row, item.items)), min(max(most, 1), _MOST_ROWS))

    def _going(self) -> Iterator[tuple[str, tuple[Answer, str]]]:
        """Where a question's answer opens just the questions after it: which, and where to go else.

        Path of the question → the answer that leads on to the next, the number to go to without.
        """
        order = [item for item in self._form.by_path.values() if item.path in self._asked]
        for place, item in enumerate(order):
            if item.repeats or item.type not in {"boolean", "choice", "coding"}:
                continue
            follows = order[place + 1 :]
            opened = [self._opened_by(item, other) for other in follows]
            first = opened[0] if opened else None
            if first is None:
                continue
            run = next((n for n, one in enumerate(opened) if not _same(one, first)), len(opened))
            after = follows[run] if run < len(follows) else None
            if after is None or not condition_words(after, self._known):
                yield item.path, (first, self._numbers[after.path] if after else END)

    def _opened_by(self, item: Item, other: Item) -> Answer | None:
        """The answer of a question that opens another one, or a group around that."""
        for one in (other, *self._form.ancestors(other)[::-1]):
            trigger = simple_trigger(one)
            if trigger and trigger[0] == item.link_id:
                return trigger[1]
        return None

    def _going_on(self, item: Item, limits: Limits, opened: Answer, go: str) -> Iterable[Box]:
        """The boxes of a question, with where to go on for those that open nothing."""
        if item.type == "boolean":
            for word, value in (("yes", True), ("no", False)):
                yield Box(self._say(word), "" if opened.value is value else go)
            return
        space = space_for(item, limits, self._language, self._say)
        boxes = space.boxes if isinstance(space, Boxes) else ()
        for box, option in zip(boxes, limits.options or (), strict=True):
            yield box._replace(go="" if same_value(option.answer, opened) else go)


def _same(one: Answer | None, other: Answer) -> bool:
    return one is not None and same_value(one, other)
