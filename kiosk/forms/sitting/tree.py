"""The tree of occurrences of one sitting: made once, grown where a group or an answer is added."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from itertools import count

from kiosk.forms import extensions as ext
from kiosk.forms.answers import Answer, same_value
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.sitting.occurrence import NOTHING, Given, Inside, Occurrence, path_of
from kiosk.forms.sitting.reactive import Cell, Graph, Source

Equip = Callable[[Occurrence], None]
"""Gives a new occurrence its cells."""


class ResponseTree:
    """Every occurrence of every item.

    Attributes:
        by_path: the occurrences by path; those of a removed group stay, so that it can come back.
        root: the first level.
    """

    def __init__(self, questionnaire: Questionnaire, graph: Graph, equip: Equip) -> None:
        self.questionnaire = questionnaire
        self.by_path: dict[str, Occurrence] = {}
        self._graph = graph
        self._equip = equip
        self._fresh: list[Occurrence] = []
        everything = Cell(graph, lambda: True, empty=True, owner=_First())
        self.root = Inside(None, "", (), everything, questionnaire.items)

    def grow(self) -> None:
        """Makes what every response begins with."""
        self._furnish(self.root)

    def walk(self, below: Occurrence | None = None) -> Iterator[Occurrence]:
        """The occurrences there are now, or those below one, each before what is inside it."""
        insides = (self.root,) if below is None else tuple(below.insides())
        waiting = [here for inside in insides for here in inside.all()][::-1]
        while waiting:
            here = waiting.pop()
            yield here
            waiting += [deeper for inside in here.insides() for deeper in inside.all()][::-1]

    def add(self, beside: Occurrence, *, number: int | None = None) -> Occurrence:
        """One more occurrence of a repeating group.

        Args:
            beside: any occurrence of that group, present or removed.
            number: which one, where a draft or undo says so; else the next.

        Raises:
            KeyError: it is no repeating group.
        """
        held = self._held(beside)
        present: tuple[Occurrence, ...] = held.value
        number = number or self._unused(beside, present)
        path = path_of(beside.item, beside.within, number)
        added = self.by_path.get(path) or self._make(beside.item, beside.within, number)
        if not present or present[-1].number < number:
            held.set((*present, added))
        elif added not in present:
            held.set(tuple(sorted((*present, added), key=lambda one: one.number)))
        return added

    def remove(self, occurrence: Occurrence) -> None:
        """Takes an occurrence of a repeating group out; its answers are kept for undo.

        Raises:
            KeyError: it is no repeating group.
        """
        held = self._held(occurrence)
        held.set(tuple(other for other in held.value if other is not occurrence))

    def leave_only(self, occurrence: Occurrence) -> None:
        """Takes all other occurrences of a repeating group out.

        Raises:
            KeyError: it is no repeating group.
        """
        self._held(occurrence).set((occurrence,))

    def together(self, occurrence: Occurrence) -> tuple[Occurrence, ...]:
        """All present occurrences of the same item beside it."""
        return occurrence.within.of(occurrence.item)

    def is_attached(self, occurrence: Occurrence) -> bool:
        """Whether neither it nor a group or an answer around it was removed."""
        return _is_listed(occurrence) and self.is_open(occurrence.within)

    def is_open(self, inside: Inside) -> bool:
        """Whether neither the group or answer it stands in was removed, nor any around that."""
        while (parent := inside.parent) is not None:
            if not _is_part(parent, inside):
                return False
            inside = parent.within
        return True

    @property
    def has_fresh(self) -> bool:
        """Whether there are occurrences that `take_fresh` has not given yet."""
        return bool(self._fresh)

    def take_fresh(self) -> list[Occurrence]:
        """The occurrences made since the last time this was asked."""
        fresh, self._fresh = self._fresh, []
        return fresh

    def give(self, occurrence: Occurrence, given: Given) -> None:
        """Sets what people answered, and makes the items inside each answer."""
        if len(given.numbers) != len(given.answers):
            given = replace(given, numbers=_numbers(occurrence, given.answers))
        _remember(occurrence, given)
        self.open_answers(occurrence, given.numbers)
        occurrence.given.set(given)

    def open_answers(self, question: Occurrence, numbers: Sequence[int]) -> None:
        """Makes the items inside the answers with these numbers, where there are not any yet."""
        inner = [item for item in question.item.items if item.type != "display"]
        for number in numbers if inner else ():
            if number not in question.by_answer:
                question.by_answer[number] = self._inside_answer(question, number, inner)
                self._furnish(question.by_answer[number])

    def nearest(self, start: Occurrence | None, item: Item) -> Occurrence | None:
        """The occurrence of an item that a condition on `start` looks at.

        "The nearest question occurrence reachable by tracing first the ancestor axis and then
        the preceding axis and then the following axis" (FHIR R4, enableWhen.question).
        """
        if not self.questionnaire.is_multiple(item):
            return self.by_path.get(item.path)
        around = {} if start is None else {o.item.path: o for o in (start, *start.around())}
        insides: tuple[Inside, ...] = (self.root,)
        found: Occurrence | None = None
        for step in (*self.questionnaire.ancestors(item), item):
            found = around.get(step.path) or _closest(insides, step, start)
            if found is None:
                return None
            insides = _insides_around(found, start)
        return found

    def _furnish(self, inside: Inside) -> None:
        for item in inside.items:
            if item.type == "group" and item.repeats:
                number = ext.extension_integer(item.raw, ext.MIN_OCCURS) or 1
                held = Source(self._graph, ())
                inside.lists[item.path] = held
                first = min(max(number, 1), MOST_AT_FIRST)
                held.value = tuple(self._make(item, inside, n + 1) for n in range(first))
            else:
                inside.lists[item.path] = (self._make(item, inside, 1),)

    def _make(self, item: Item, within: Inside, number: int) -> Occurrence:
        made = Occurrence(item, within, number=number, place=self.questionnaire.place(item))
        self.by_path[made.path] = made
        self._fresh.append(made)
        if item.is_question:
            made.given = Source(self._graph, NOTHING)
        self._equip(made)
        texts = [inner for inner in item.items if inner.type == "display"]
        if item.is_question and texts:
            # They belong to the asking: they are there before there is any answer.
            made.asides = Inside(made, made.path, made.key, made.enabled, texts)
            self._furnish(made.asides)
        elif not item.is_question:
            made.group = Inside(made, made.path, made.key, made.enabled, item.items)
            made.filled = self._filled(made, made.group)
            self._furnish(made.group)
        return made

    def _filled(self, group: Occurrence, inside: Inside) -> Cell:
        return Cell(
            self._graph,
            lambda: any(inner.is_present() for inner in inside.all()),
            empty=False,
            owner=group,
        )

    def _inside_answer(self, question: Occurrence, number: int, items: Sequence[Item]) -> Inside:
        alive = Cell(
            self._graph,
            lambda: number in question.visible().numbers,
            empty=False,
            owner=question,
        )
        prefix = question.path if number == 1 else f"{question.path}#{number}"
        return Inside(question, prefix, (*question.key, number), alive, items)

    def _unused(self, beside: Occurrence, present: Sequence[Occurrence]) -> int:
        # Never that of a removed occurrence: a new one must not begin with its answers.
        number = present[-1].number + 1 if present else 1
        while path_of(beside.item, beside.within, number) in self.by_path:
            number += 1
        return number

    def _held(self, occurrence: Occurrence) -> Source:
        held = occurrence.within.lists[occurrence.item.path]
        if not isinstance(held, Source):
            raise KeyError(occurrence.path)
        return held


MOST_AT_FIRST = 50
"""A form may ask for any number of occurrences; more than these are not made ahead."""


class _First:
    order = -1


def _is_part(parent: Occurrence, inside: Inside) -> bool:
    if parent.item.is_question and inside is not parent.asides:
        return any(parent.by_answer.get(n) is inside for n in parent.counted().numbers)
    return _is_listed(parent)


def _is_listed(here: Occurrence) -> bool:
    return here.item.type != "group" or not here.item.repeats or here in here.within.of(here.item)


def _closest(insides: Sequence[Inside], item: Item, start: Occurrence | None) -> Occurrence | None:
    found = [occurrence for inside in insides for occurrence in inside.of(item)]
    if item.type == "group" and len(found) > 1:
        # One that is left blank is not in the response, and will not be there for who reads it.
        found = [occurrence for occurrence in found if occurrence.is_present()] or found
    before = [o for o in found if start is not None and o.key < start.key]
    return before[-1] if before else next(iter(found), None)


def _insides_around(occurrence: Occurrence, start: Occurrence | None) -> tuple[Inside, ...]:
    # On the way down through a question that is around `start`, its own answer comes first.
    if start is not None:
        for here in (start, *start.around()):
            if here.within.parent is occurrence:
                return (here.within,)
    return tuple(occurrence.insides())


def _numbers(occurrence: Occurrence, answers: Sequence[Answer]) -> tuple[int, ...]:
    """For each answer which set of the items inside the question is its own.

    The same answer has its own again; another one never gets what stands inside the one before. A
    set in which nobody answered yet goes on to the answer that takes that one's place: a number is
    written figure by figure.
    """
    item, before = occurrence.item, occurrence.given.value
    if not item.repeats or not item.items:
        return tuple(range(1, len(answers) + 1))
    here = [*zip(before.answers, before.numbers, strict=True)]
    gone = [one for one in occurrence.seen if one not in here]
    numbers = [_take(here, answer) or _take(gone, answer) for answer in answers]
    left = {number for _, number in here if not _is_answered(occurrence.by_answer.get(number))}
    fresh = count(1 + max((number for _, number in occurrence.seen), default=0))
    for at, number in enumerate(numbers):
        if number is None:
            same_place = before.numbers[at] if at < len(before.numbers) else 0
            numbers[at] = same_place if same_place in left else next(fresh)
    return tuple(number for number in numbers if number)


def _is_answered(inside: Inside | None) -> bool:
    waiting = [inside] if inside else []
    while waiting:
        for one in waiting.pop().all():
            if one.item.is_question and one.given.value != NOTHING:
                return True
            waiting += [*one.by_answer.values(), *([one.group] if one.group else [])]
    return False


def _take(pairs: list[tuple[Answer, int]], answer: Answer) -> int | None:
    """The number of an answer, which is then taken; None where it is not among them."""
    alike = (at for at, (one, _) in enumerate(pairs) if same_value(one, answer))
    at = next(alike, None)
    return None if at is None else pairs.pop(at)[1]


def _remember(occurrence: Occurrence, given: Given) -> None:
    if occurrence.item.repeats and occurrence.item.items:
        last = {number: answer for answer, number in occurrence.seen}
        last |= dict(zip(given.numbers, given.answers, strict=True))
        occurrence.seen = [(answer, number) for number, answer in last.items()]
