"""The questions of a form as expressions name them, and where each one's answer is found."""

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Final

_NOT_IN_NAMES: Final = re.compile("[^A-Za-z0-9]")
_LONGEST_NAME: Final = 40


class NotExact(ValueError):
    """Something that can't be said in FHIR exactly as it is meant; says why."""


@dataclass(frozen=True, eq=False)
class Question:
    """One question.

    Attributes:
        name: as expressions call it.
        link_id: as FHIR calls it.
        type: its FHIR item type.
        around: the names of the groups around it, the outermost first.
        way: the linkIds from the form down to it, its own last.
        repeats: the linkIds of the repeating groups around it, the outermost first.
        system: the code system of its choices.
        codes: the name of each choice → its codes; None where nothing is chosen.
        several: several answers may be given.
        open: words of one's own may be given beside the choices.
        agreed: it is answered by agreeing ("OK").
        rest: of a date that is asked as a year or a month, what makes it its first day: "-01-01".
    """

    name: str
    link_id: str
    type: str
    around: tuple[str, ...] = ()
    way: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    system: str = ""
    codes: Mapping[str, tuple[str, ...]] | None = None
    several: bool = False
    open: bool = False
    agreed: bool = False
    rest: str = ""

    @property
    def renamed(self) -> bool:
        """Whether some choice has another code than its name."""
        return self.codes is not None and any(
            codes != (name,) for name, codes in self.codes.items()
        )


@dataclass(frozen=True)
class Place:
    """Where an expression stands.

    Attributes:
        names: of the groups around it, the outermost first.
        repeats: the linkIds of the repeating groups around it.
        own: the question that `.` means; None where there is none.
    """

    names: tuple[str, ...] = ()
    repeats: tuple[str, ...] = ()
    own: Question | None = None


@dataclass
class Questions:
    """All questions of a form, and the variables that expressions in repeats need.

    Attributes:
        variables: linkId of a repeating group → name of a variable on it → its expression.
        days: names that mean the day on which the form is filled.
    """

    variables: dict[str, dict[str, str]] = field(default_factory=dict)
    days: set[str] = field(default_factory=set)
    _found: dict[tuple[str, tuple[str, ...]], list[Question]] = field(
        default_factory=lambda: defaultdict(list)
    )
    _left_out: set[str] = field(default_factory=set)
    _names: dict[str, str] = field(default_factory=dict)

    def add(self, question: Question) -> None:
        """One that is in the form."""
        for depth in range(len(question.around) + 1):
            self._found[question.name, question.around[:depth]].append(question)

    def leave_out(self, names: Iterable[str]) -> None:
        """Names of rows that are not in the form."""
        self._left_out.update(names)

    def find(self, name: str, place: Place) -> Question:
        """The question that a name means at a place: of several, the one most near.

        Raises:
            NotExact: there is none, or it is not clear which.
        """
        for depth in range(len(place.names), -1, -1):
            near = self._found.get((name, place.names[:depth]), [])
            if len(near) == 1:
                return near[0]
            if near:
                raise NotExact(f"“{name}” is the name of several questions")
        what = "was left out" if name in self._left_out else "is no question of this form"
        raise NotExact(f"“{name}” {what}")

    def values(self, question: Question, place: Place) -> str:
        """FHIRPath for the values of its answers, as seen from a place.

        Raises:
            NotExact: it is in a repeat that the place is not in.
        """
        if question is place.own:
            return "answer.value"
        if place.repeats[: len(question.repeats)] != question.repeats:
            raise NotExact(f"“{question.name}” is asked once for each repeat")
        if not question.repeats:
            return f"%resource.{_chain(question.way)}.answer.value"
        # No path leads up in FHIRPath: a variable on the repeat holds what its questions share.
        around = question.repeats[-1]
        name = self._variable(question)
        below = question.way[question.way.index(around) + 1 :]
        self.variables.setdefault(around, {})[name] = f"{_chain(below)}.answer.value"
        return f"%{name}"

    def all_values(self, question: Question) -> str:
        """FHIRPath for the values of its answers in every repeat."""
        return f"%resource.{_chain(question.way)}.answer.value"

    def _variable(self, question: Question) -> str:
        if question.link_id not in self._names:
            # FHIR allows letters and digits alone in the name of a variable.
            name = "v" + _NOT_IN_NAMES.sub("", question.link_id)[:_LONGEST_NAME]
            taken = set(self._names.values())
            free = (f"{name}x{n}" if n else name for n in count())
            self._names[question.link_id] = next(one for one in free if one not in taken)
        return self._names[question.link_id]


def literal(text: str) -> str:
    """A text as FHIRPath writes it."""
    escaped = text.replace("\\", "\\\\").replace("'", "\\'")
    return "'" + escaped.replace("\n", "\\n").replace("\r", "\\r").replace("\t", "\\t") + "'"


def _chain(way: Iterable[str]) -> str:
    return ".".join(f"item.where(linkId={literal(link_id)})" for link_id in way)
