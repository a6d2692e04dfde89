"""What may not be changed, and by whom: locks, alert rules, clinical risk, roles.

The desk changes help and what is cosmetic, on forms without
clinical risk; what raises an alert is never changed.
"""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any, Final

from kiosk.coproduction.editing import edits as e
from kiosk.coproduction.editing.errors import EditRefused
from kiosk.coproduction.editing.references import names
from kiosk.coproduction.lineage import lineage
from kiosk.coproduction.locks import Locks, is_locked, item_fingerprint
from kiosk.coproduction.versions import change_class
from kiosk.forms import extensions as ext
from kiosk.forms.alert_rules import alert_rules
from kiosk.forms.questionnaire import Questionnaire

HIGH: Final = "high"
COSMETIC: Final = "cosmetic"


@dataclass(frozen=True)
class Rights:
    """What whoever sits at the editor may do with forms.

    Attributes:
        help_only: help and what is cosmetic, on forms without clinical risk.
        all: everything else, too.
    """

    help_only: bool = False
    all: bool = False


def clinical_risk(form: Questionnaire) -> str:
    """none, low or high; a form with an alert rule is high, and one that says nothing low."""
    if form.has_alert_rule:
        return HIGH
    said = ext.code(ext.extension_value(form.raw, ext.CLINICAL_RISK))
    return said if said in {"none", "low", HIGH} else "low"


def needs_two(form: Questionnaire) -> bool:
    """Whether a lead and a clinician have to approve a version of it."""
    return clinical_risk(form) == HIGH


def refuse_form(form: Questionnaire, rights: Rights, locks: Locks) -> None:
    """Whether this form may be changed at all.

    Raises:
        EditRefused: it is locked, or it is not theirs to change.
    """
    if is_locked(form, locks):
        raise EditRefused(
            "locked", "This is a validated instrument: not one word of it may differ.",
            advice="Questions around it can stand in a form of their own.",
        )  # fmt: skip
    if not (rights.all or rights.help_only):
        raise EditRefused("role", "Your role may not change forms.")
    if needs_two(form) and not rights.all:
        raise EditRefused(
            "risk", "This form carries a clinical risk: the lead and a clinician change it.",
            advice="Note what is wrong with it.",
        )  # fmt: skip


def refuse_item(form: Questionnaire, link_id: str, locks: Locks) -> None:
    """Whether this question may be changed at all.

    Raises:
        EditRefused: an alert rule looks at it, or it is word for word a validated instrument's.
    """
    item = form.by_link_id.get(link_id)
    if item is None:
        return
    if carries_alert(form, link_id):
        raise EditRefused(
            "alert", "An answer to this question must reach a person at once.",
            advice="Nobody changes it here.",
        )  # fmt: skip
    locked = (hashed for lock in locks.values() for hashed in lock["items"].values())
    if item.type != "group" and item_fingerprint(item) in set(locked):
        raise EditRefused(
            "validated", "This question is word for word that of a validated instrument.",
            advice="It stays as it is.",
        )  # fmt: skip


def carries_alert(form: Questionnaire, link_id: str) -> bool:
    """Whether an alert rule looks at it; where its text does not tell, it looks at all of them."""
    rules = [rule.expression.text for rule in alert_rules(form.raw)]
    telling = [rule for rule in rules if any(names(rule, one) for one in form.by_link_id)]
    item = form.by_link_id.get(link_id)
    # A rule goes down by the groups around its question, which may be moved and renamed.
    is_group = item is not None and item.type == "group"
    return len(telling) < len(rules) or (
        not is_group and any(names(rule, link_id) for rule in telling)
    )


def refuse_edit(form: Questionnaire, edit: e.Edit, rights: Rights, locks: Locks) -> None:
    """Whether that edit may be tried on that form by them; what it leads to is judged after it.

    Raises:
        EditRefused: with the reason.
    """
    refuse_form(form, rights, locks)
    for link_id in _touched(form, edit):
        refuse_item(form, link_id, locks)
    if not rights.all and not _is_desks(form, edit):
        raise EditRefused(
            "lead", "This is the lead's to change.", advice="Note it, or ask the lead to."
        )


def _is_desks(form: Questionnaire, edit: e.Edit) -> bool:
    """Whether the desk may try it: help, and wording in the language in which it is judged."""
    if isinstance(edit, e.SetText | e.SetOptionText):
        return edit.language == form.own_language
    return isinstance(edit, e.SetHelp)


def refuse_outcome(old: Questionnaire, new: Questionnaire, rights: Rights) -> None:
    """Whether what the edits came to is theirs to do.

    Raises:
        EditRefused: it says something else than before, which is the lead's to decide.
    """
    if rights.all:
        return
    changes = lineage(old, new)
    if change_class(changes) not in {None, COSMETIC}:
        raise EditRefused(
            "lead", "This changes what is asked, and that is the lead's to decide.",
            advice="You may mend a typo, and change the help beneath a question.",
        )  # fmt: skip


def _touched(form: Questionnaire, edit: e.Edit) -> Collection[str]:
    """The questions it changes: an item with all that is inside it where it goes or moves."""
    link_id: Any = getattr(edit, "link_id", "")
    if not isinstance(edit, e.RemoveItem | e.MoveItem):
        return [link_id] if link_id else []
    return [
        one.link_id
        for one in form.by_path.values()
        if link_id in (one.link_id, *(around.link_id for around in form.ancestors(one)))
    ]
