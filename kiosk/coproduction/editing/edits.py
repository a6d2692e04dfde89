"""The changes that can be made to a form without programming, as values.

A list of them is all that an unfinished change is: the last one is taken back by leaving it out.
Each names its item by the linkId it has in the form that the change began with, or that `AddItem`
gave it.
"""

from typing import Any, Final

import msgspec


class EditOf(msgspec.Struct, frozen=True, tag_field="edit", tag=True):
    """One change."""


class SetText(EditOf, frozen=True):
    """What a question asks, in one language."""

    link_id: str
    language: str
    text: str


class SetHelp(EditOf, frozen=True):
    """The help beneath a question, in one language; "" takes it away."""

    link_id: str
    language: str
    text: str


class SetOptionText(EditOf, frozen=True):
    """The words of an answer, by its place, in one language."""

    link_id: str
    option: int
    language: str
    text: str


class AddOption(EditOf, frozen=True):
    """One more answer, the last."""

    link_id: str
    text: str


class RemoveOption(EditOf, frozen=True):
    """An answer less."""

    link_id: str
    option: int


class MoveOption(EditOf, frozen=True):
    """An answer to another place."""

    link_id: str
    option: int
    to: int


class SetRequired(EditOf, frozen=True):
    """Whether it must be answered."""

    link_id: str
    required: bool


class SetSkipRule(EditOf, frozen=True):
    """Ask it only if `question` was answered with that option; always, where `question` is ""."""

    link_id: str
    question: str = ""
    option: int = 0


class SetItemPurpose(EditOf, frozen=True):
    """Which decision the answer feeds; "" for none."""

    link_id: str
    text: str


class MoveItem(EditOf, frozen=True):
    """So many places down, or up where `by` is below 0, among those beside it."""

    link_id: str
    by: int


class AddItem(EditOf, frozen=True):
    """A new question after another, of one of `TYPES`; the first of all where `after` is ""."""

    after: str
    link_id: str
    type: str
    text: str


class RemoveItem(EditOf, frozen=True):
    """A question less, with all that is inside it."""

    link_id: str


class SetTitle(EditOf, frozen=True):
    """The name of the form, in one language."""

    language: str
    text: str


class SetDescription(EditOf, frozen=True):
    """What the form is about, in one language; "" for none."""

    language: str
    text: str


class SetPurpose(EditOf, frozen=True):
    """What the form is for; "" for none."""

    text: str


class SetBudget(EditOf, frozen=True):
    """How many questions it may have, and how many seconds it may take half of the patients."""

    max_items: int | None = None
    max_median_seconds: int | None = None


Edit = (
    SetText | SetHelp | SetOptionText | AddOption | RemoveOption | MoveOption | SetRequired
    | SetSkipRule | SetItemPurpose | MoveItem | AddItem | RemoveItem | SetTitle | SetDescription
    | SetPurpose | SetBudget
)  # fmt: skip

TYPES: Final = ("choice", "text", "integer", "boolean", "date")
"""FHIR's types of the questions that can be added."""


def follows(before: Edit, edit: Edit) -> bool:
    """Whether it says the same thing anew: then it takes the place of the one before."""
    return type(before) is type(edit) and _where(before) == _where(edit) and _is_said_anew(edit)


def _is_said_anew(edit: Edit) -> bool:
    return isinstance(
        edit,
        SetText | SetHelp | SetOptionText | SetItemPurpose | SetTitle | SetDescription
        | SetPurpose | SetBudget,
    )  # fmt: skip


def _where(edit: Edit) -> tuple[Any, ...]:
    names = ("link_id", "language", "option")
    return tuple(getattr(edit, name, None) for name in names)
