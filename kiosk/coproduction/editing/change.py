"""A change of a form while it is being made: what it began with, and what was done so far."""

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, field, replace
from functools import cached_property

from kiosk.coproduction.differences import FormDifference, differences
from kiosk.coproduction.editing.applying import apply_edits
from kiosk.coproduction.editing.budget import refuse_over_budget
from kiosk.coproduction.editing.edits import Edit, follows
from kiosk.coproduction.editing.errors import EditRefused
from kiosk.coproduction.editing.rights import Rights, refuse_edit, refuse_outcome
from kiosk.coproduction.locks import Locks
from kiosk.forms.questionnaire import Questionnaire


@dataclass(frozen=True)
class Change:
    """What it is about, and the edits.

    Attributes:
        base: the version that patients get; what differs is told against it.
        start: what the edits begin with: a draft, or `base`.
        edits: done so far, in their order.
        undone: taken back, the last one first to come again.
        groups: the groups of remarks it answers.
        text: what people are told of it; "" while nothing was written.
        checked: somebody went through the questions for approvers.
    """

    base: Questionnaire = field(repr=False)
    start: Questionnaire = field(repr=False)
    edits: tuple[Edit, ...] = ()
    undone: tuple[Edit, ...] = ()
    groups: tuple[str, ...] = ()
    text: str = ""
    checked: bool = False

    @cached_property
    def form(self) -> Questionnaire:
        """The form as it is now."""
        return apply_edits(self.start.raw, self.edits) if self.edits else self.start

    @cached_property
    def difference(self) -> FormDifference:
        """What differs from what patients get."""
        return differences(self.base, self.form)

    @property
    def is_begun(self) -> bool:
        """Whether anything would be lost with it."""
        return bool(self.edits or self.undone) or self.start.canonical != self.base.canonical

    def done(self, edit: Edit, rights: Rights, locks: Locks) -> "Change":
        """With one edit more; one that says the same anew takes the place of the last.

        Itself, where that changes nothing.

        Raises:
            EditRefused: it may not, or can't, be made; with the reason.
        """
        refuse_edit(self.form, edit, rights, locks)
        again = bool(self.edits) and follows(self.edits[-1], edit)
        before = self.edits[:-1] if again else self.edits
        after = replace(self, edits=(*before, edit), undone=(), checked=False)
        if after.form.raw == self.form.raw:
            return self
        refuse_outcome(self.base, after.form, rights)
        return after

    def carrying(self, edits: Iterable[Edit]) -> "Change":
        """With those of the edits that can still be made: another version is in use by now."""
        carried = self
        for edit in edits:
            after = replace(carried, edits=(*carried.edits, edit))
            with suppress(EditRefused):
                carried = after if after.form else carried
        return carried

    def taken_back(self) -> "Change":
        """Without the last edit; itself where there is none."""
        if not self.edits:
            return self
        undone = (*self.undone, self.edits[-1])
        return replace(self, edits=self.edits[:-1], undone=undone, checked=False)

    def done_again(self) -> "Change":
        """With the edit that was taken back last."""
        if not self.undone:
            return self
        edits = (*self.edits, self.undone[-1])
        return replace(self, edits=edits, undone=self.undone[:-1], checked=False)

    def refuse_unready(self) -> None:
        """Whether it keeps within the form's brief.

        Raises:
            EditRefused: it has more questions than it may, and one is there for nothing named.
        """
        refuse_over_budget(self.base, self.form)
