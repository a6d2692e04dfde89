"""The answers of one sitting, as they change: given, declined, taken back, added, kept as rows."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Final

from kiosk.forms.answers import Answer
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.sitting.drafts import EMPTY_ROW, GroupRow, group_row, question_row, read_row
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.sitting.logic import Logic
from kiosk.forms.sitting.occurrence import NOTHING, Given, Occurrence, path_of
from kiosk.forms.sitting.shown import Shown

Changed = frozenset[str]
"""The paths of the occurrences whose answer, enablement, options or words changed."""

_MOST_STEPS_BACK: Final = 1000


class Answering:
    """The answers of one sitting and what follows from them.

    Attributes:
        logic: what is enabled, calculated, offered and allowed.
        asked: the questions a person is asked now.
        texts: the texts a person reads between them.
        stated: the values between them that the form states by itself.
    """

    def __init__(self, questionnaire: Questionnaire, surroundings: Surroundings) -> None:
        self._questionnaire = questionnaire
        self.logic = Logic(questionnaire, surroundings)
        self.asked = Shown(self._is_asked)
        self.texts = Shown(self._is_text)
        self.stated = Shown(self._is_stated)
        self._steps: deque[Callable[[], Changed]] = deque(maxlen=_MOST_STEPS_BACK)
        self._settle(())

    def occurrence(self, path: str) -> Occurrence:
        """The occurrence with this path.

        Raises:
            KeyError: there is none.
        """
        return self.logic.tree.by_path[path]

    def question(self, path: str) -> Occurrence:
        """The question with this path.

        Raises:
            KeyError: there is none, or it stands in a group or an answer that was taken out.
        """
        found = self.occurrence(path)
        if not found.item.is_question or not self.logic.tree.is_attached(found):
            raise KeyError(path)
        return found

    def give(self, at: Occurrence, answers: Sequence[Answer], *, declined: bool = False) -> Changed:
        """Sets the answers of a question."""
        before: Given = at.given.value
        given = Given(tuple(answers), declined=declined)
        # As rows: 1.0 and 1.00 are equal numbers and two answers.
        if question_row(replace(before, numbers=())) == question_row(given):
            return frozenset()
        self._steps.append(lambda: self._set(at, before))
        return self._set(at, given)

    def add(self, beside: Occurrence) -> tuple[Occurrence, Changed]:
        """One more occurrence of a repeating group.

        Raises:
            KeyError: it is no repeating group.
        """
        added = self.logic.tree.add(beside)
        self._steps.append(lambda: self._remove(added))
        return added, self._settle([added.path, _named(added)])

    def remove(self, at: Occurrence) -> Changed:
        """Takes an occurrence of a repeating group out.

        Raises:
            KeyError: it is no repeating group.
        """
        changed = self._remove(at)
        self._steps.append(lambda: self._put_back(at))
        return changed

    def undo(self) -> Changed:
        """Takes the last change back; nothing where there is none."""
        return self._steps.pop()() if self._steps else frozenset()

    def row(self, at: Occurrence) -> str:
        """One question's row of a draft, or that of all occurrences of a repeating group.

        The latter stands at the path of the first occurrence, whether that was taken out or not.
        """
        if not self._has_row(at):
            return EMPTY_ROW
        if at.item.is_question:
            return question_row(at.given.value)
        return group_row(tuple(other.number for other in self.logic.tree.together(at)))

    def rows(self) -> dict[str, str]:
        """The rows of all that may differ from an untouched form, by path."""
        return {
            at.path: self.row(at)
            for at in self.logic.tree.by_path.values()
            if self._has_row(at) and self._may_differ(at)
        }

    def restore(self, rows: Mapping[str, str]) -> None:
        """Sets what the rows of a draft say, on top of what the form begins with.

        Raises:
            ValueError: a row is not one that `row` made; nothing is changed then.
        """
        read = {path: read_row(row) for path, row in rows.items()}
        # What stands inside others can be set only after them.
        for path in sorted(read, key=lambda path: path.count("/")):
            at, row = self.logic.tree.by_path.get(path), read[path]
            if at is None:
                continue
            if isinstance(row, GroupRow):
                self._set_occurrences(at, row)
            elif at.item.is_question:
                self._set(at, row)
        self._steps.clear()

    def load(self, fill: Callable[[], None]) -> None:
        """Lets `fill` set answers straight in the tree, in place of what the form begins with."""
        before = list(self.logic.tree.by_path.values())
        for at in before:
            at.kept = None
            if at.item.is_question:
                at.given.set(NOTHING)
            elif at.item.repeats and at.path == _named(at):
                self.logic.tree.leave_only(at)
        fill()
        for at in list(self.logic.tree.by_path.values()):
            # Made because there must be so many; the response has fewer.
            if at.kept is None and at.number > 1 and self.logic.tree.is_attached(at):
                self.logic.tree.remove(at)
        self._settle((), looked_at=before, begins=False)
        self._settle(list(self._calculate_on()), begins=False)
        self._steps.clear()

    def _calculate_on(self) -> Iterator[str]:
        """Lets go of stored values that are what is worked out anyway: nobody chose them."""
        for at in self.logic.tree.by_path.values():
            if at.calculated is None or not at.given.value.answers:
                continue
            if at.given.value.answers == at.calculated.get():
                at.given.set(NOTHING)
                yield at.path

    def _has_row(self, at: Occurrence) -> bool:
        tree = self.logic.tree
        if at.item.is_question:
            return tree.is_attached(at)
        return at.item.repeats and at.path == _named(at) and tree.is_open(at.within)

    def _may_differ(self, at: Occurrence) -> bool:
        if at.item.is_question:
            return at.given.value != NOTHING or self.logic.may_begin_answered(at)
        return True

    def _set_occurrences(self, at: Occurrence, row: GroupRow) -> None:
        tree = self.logic.tree
        if not at.item.repeats or at.item.is_question:
            return
        for other in tree.together(at):
            if other.number not in row.occurrences:
                self._remove(other)
        for number in row.occurrences:
            self._settle([tree.add(at, number=number).path])

    def _set(self, at: Occurrence, given: Given) -> Changed:
        self.logic.tree.give(at, given)
        return self._settle([at.path])

    def _put_back(self, at: Occurrence) -> Changed:
        self.logic.tree.add(at, number=at.number)
        return self._settle([_named(at)], looked_at=self._below(at))

    def _remove(self, at: Occurrence) -> Changed:
        below = self._below(at)
        self.logic.tree.remove(at)
        return self._settle([_named(at)], looked_at=below)

    def _below(self, at: Occurrence) -> list[Occurrence]:
        return [at, *self.logic.tree.walk(at)]

    def _settle(
        self,
        paths: Iterable[str],
        *,
        looked_at: Iterable[Occurrence] = (),
        begins: bool = True,
    ) -> Changed:
        """Brings all up to date after a change; the paths given and those that changed too."""
        changed = [*looked_at, *self._work_out(begins=begins)]
        self.asked.update(changed)
        self.texts.update(changed)
        self.stated.update(changed)
        return frozenset((*paths, *(at.path for at in changed)))

    def _work_out(self, *, begins: bool) -> list[Occurrence]:
        """Works out all that hangs on a change; those made by it and those that changed by it."""
        changed = self._begin(begins=begins)
        for cell in self.logic.graph.settle():
            changed += self.logic.owners(cell)
        if self.logic.tree.has_fresh:
            changed += self._work_out(begins=begins)
        return changed

    def _begin(self, *, begins: bool) -> list[Occurrence]:
        """Gives what was newly made its initial answers, which may make more."""
        made: list[Occurrence] = []
        while fresh := self.logic.tree.take_fresh():
            made += fresh
            # What is worked out may look at what the form states, wherever that stands.
            for at in sorted(fresh, key=self.logic.begins_worked_out) if begins else ():
                if initial := self.logic.initial(at):
                    self.logic.tree.give(at, Given(initial))
        # In the order of evaluation, so that long chains are not followed from their far end.
        for at in sorted(made, key=lambda one: one.order):
            for cell in self.logic.watched(at):
                cell.refresh()
                cell.settled = cell.value
        return made

    def _is_text(self, at: Occurrence) -> bool:
        return (
            self._questionnaire.is_note(at.item)
            and bool(at.enabled.get())
            and self.logic.tree.is_attached(at)
        )

    def _is_stated(self, at: Occurrence) -> bool:
        return (
            self._questionnaire.may_be_stated(at.item)
            and bool(at.enabled.get())
            and self.logic.tree.is_attached(at)
            and bool(at.visible().answers)
        )

    def _is_asked(self, at: Occurrence) -> bool:
        return (
            self._questionnaire.may_be_asked(at.item)
            and bool(at.enabled.get())
            and self.logic.tree.is_attached(at)
            and self.logic.is_answerable(at)
        )


def _named(at: Occurrence) -> str:
    """The path of the first occurrence, where the row of all of them stands."""
    return path_of(at.item, at.within, 1)
