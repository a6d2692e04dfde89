"""What the plain text of a form says, item by item."""

from dataclasses import dataclass, field


@dataclass(frozen=True)
class Words:
    """A text in the form's own language, and in others: (language, text), in their order."""

    text: str = ""
    others: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Option:
    """One answer to choose.

    Attributes:
        words: what is read on it.
        mark: what stands in braces behind it: its code, or "=" and what else it is; None: nothing.
        line: where it stands; 0 where it was not read.
    """

    words: Words
    mark: str | None = None
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Condition:
    """One condition.

    Attributes:
        question: linkId of the question it looks at.
        operator: FHIR's operator; "" where `value` is the whole condition as JSON.
        value: what it is compared with, as written.
        line: where it stands; 0 where it was not read.
    """

    question: str
    operator: str
    value: str
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class Beside:
    """A text that belongs to an item: `control` says which ("help", "lower", "upper")."""

    control: str
    link_id: str
    words: Words


@dataclass(frozen=True)
class PlainItem:
    """One part, question or text.

    Attributes:
        link_id: how programs know it.
        type: FHIR's item type.
        words: what is asked.
        beside: its help, and the words at the ends of its scale.
        options: what may be chosen.
        value_set: the address of a list to choose from; "" where there is none.
        repeats: several answers may be given.
        required: it must be answered.
        hidden: patients don't see it.
        read_only: it is shown and not asked.
        conditions: when it is asked.
        any_of: one of several conditions is enough.
        rule: a FHIRPath expression that says when it is asked; "" where there is none.
        items: what stands inside it.
        line: where it stands; 0 where it was not read.
    """

    link_id: str
    type: str
    words: Words = Words()
    beside: tuple[Beside, ...] = ()
    options: tuple[Option, ...] = ()
    value_set: str = ""
    repeats: bool = False
    required: bool = False
    hidden: bool = False
    read_only: bool = False
    conditions: tuple[Condition, ...] = ()
    any_of: bool = False
    rule: str = ""
    items: tuple["PlainItem", ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True)
class PlainText:
    """A whole form."""

    title: Words = Words()
    url: str = ""
    version: str = ""
    language: str = ""
    description: Words = Words()
    purpose: Words = Words()
    items: tuple[PlainItem, ...] = ()
