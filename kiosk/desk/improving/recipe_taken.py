"""Another clinic's change is taken up as a draft of one's own: it is tried like any other."""

from collections.abc import Callable
from datetime import datetime
from typing import Final

from kiosk.coproduction.editing.finishing import finish
from kiosk.coproduction.editing.rights import Rights, refuse_form, refuse_item, refuse_outcome
from kiosk.coproduction.events import DRAFTED, FormEvent
from kiosk.coproduction.recipes import Recipe, adopt
from kiosk.desk.improving.changing import rights_of
from kiosk.errors import RefusedError
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire
from kiosk.offered import bundled_bindings, bundled_locks
from kiosk.store import audit
from kiosk.store.database import Store
from kiosk.store.form_versions import keep_version, record_event, versions_of

RECIPE: Final = "recipe"


def take_recipe(
    store: Store,
    taken: Recipe,
    form: Questionnaire,
    *,
    by: tuple[str, str],
    now: Callable[[], datetime],
) -> tuple[Questionnaire, tuple[str, ...]]:
    """Make a draft of a form with a recipe in it; the draft, and what was not found in the form.

    Args:
        store: of this PC.
        taken: the recipe.
        form: as patients get it.
        by: the name and the role of who does it.
        now: the clock, aware.

    Raises:
        RefusedError: none of its questions is in the form, they read so already, or the form is
            not theirs to change, or nobody's.
    """
    name, role = by
    rights = rights_of(role)
    new, missing = _adopted(taken, form, rights)
    with store.transaction() as c:
        numbers = [form.version, *(one.version for one in versions_of(c, form.url))]
        today = now().date()
        finished = finish(form, new, taken=numbers, today=today, bindings=bundled_bindings())
        if finished is None:
            raise RefusedError("Your form reads so already; nothing was changed.")
        made = finished.form
        keep_version(
            c, made, content=finished.content, derived_from=form.canonical,
            change_class=finished.change, source=RECIPE, by=name, now=now(),
        )  # fmt: skip
        detail = {
            "groups": [], "change": finished.change, "renamed": finished.renamed,
            "dropped": [[one.link_id, one.system, one.code] for one in finished.dropped],
            "recipe": f"{taken.url}|{taken.version}",
        }  # fmt: skip
        event = FormEvent(
            now(), form.url, DRAFTED, made.canonical, role, name, text=taken.why, detail=detail
        )
        record_event(c, event)
        audit.record(c, actor=name, action="form.drafted", subject=made.canonical, now=now())
    return made, missing


def _adopted(
    taken: Recipe, form: Questionnaire, rights: Rights
) -> tuple[Questionnaire, tuple[str, ...]]:
    """The form with the recipe in it, and what of the recipe was not found in it."""
    locks = bundled_locks()
    refuse_form(form, rights, locks)
    adopted = adopt(taken, form)
    for link_id in adopted.applied:
        refuse_item(form, link_id, locks)
    new = parse_questionnaire(adopted.questionnaire)
    refuse_outcome(form, new, rights)
    return new, adopted.not_found
