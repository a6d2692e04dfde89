"""What became of a form over its versions: why a question has its words, and a change to share."""

from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any

from kiosk.coproduction.events import DRAFTED, PUBLISHED, FormEvent
from kiosk.coproduction.feedback import group_id
from kiosk.coproduction.history import Chapter, history
from kiosk.coproduction.pilots import Pilot
from kiosk.coproduction.recipes import Effect, Recipe, effect, recipe
from kiosk.desk.improving.trials import Trial, judged, last_pilots, read_trial
from kiosk.errors import FormUnreadable, RefusedError
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.store import feedback, form_versions
from kiosk.store.database import Store
from kiosk.store.questionnaires import kept_canonicals, kept_versions


class FormHistory:
    """Of one form, on the store of this PC.

    Args:
        store: of this PC.
        form: as patients get it.
        at_hand: other forms that are known without the store.
    """

    def __init__(
        self, store: Store, form: Questionnaire, at_hand: Iterable[Questionnaire] = ()
    ) -> None:
        self._store, self._form = store, form
        self._known = {one.canonical: one for one in (*at_hand, form) if one.url == form.url}

    def chapters(self, link_id: str) -> tuple[Chapter, ...]:
        """Why a question has its words, the newest first; () for one that the form does not ask."""
        if link_id not in self._form.by_link_id:
            return ()
        with self._store.reading() as c:
            done = form_versions.events(c, self._form.url)
            made = form_versions.versions_of(c, self._form.url)
            before = {one.canonical: one.derived_from for one in made}
            return history(self._form.canonical, link_id, self._versions(c), done, before)

    def recipe(self, today: date) -> Recipe:
        """The last change that patients got, with what came of its trial.

        Raises:
            RefusedError: nothing was changed here, or no question reads otherwise.
        """
        with self._store.reading() as c:
            done = form_versions.events(c, self._form.url)
            made = form_versions.one_version(c, _last_published(done))
            versions = self._versions(c)
            new = versions.get(made.canonical) if made else None
            old = versions.get(made.derived_from) if made else None
            if old is None or new is None:
                raise RefusedError(
                    "This form was not changed here, so there is nothing to share.",
                    advice="Change a question in the desk's window first: Improve, or Forms.",
                )
            drafted = [
                one for one in done if one.kind == DRAFTED and one.canonical == new.canonical
            ]
            why = next((one.text for one in drafted if one.text), "")
            return recipe(
                old, new, why=why, reasons=_reasons(c, drafted),
                effects=_effects(c, done, new, self._store.kiosk_id, today),
            )  # fmt: skip

    def trials(self, today: date) -> tuple[Trial, ...]:
        """Every pilot of the form, the last one first."""
        with self._store.reading() as c:
            done = form_versions.events(c, self._form.url)
            kiosk = self._store.kiosk_id
            return tuple(read_trial(c, one, kiosk, today) for one in last_pilots(done))

    def _versions(self, c: Any) -> dict[str, Questionnaire]:
        """Every version of the form that is here."""
        found = dict(self._known)
        for canonical in kept_canonicals(c, self._form.url):
            for content in kept_versions(c, canonical):
                with suppress(FormUnreadable):
                    found.setdefault(canonical, read_questionnaire(content))
        return found


def _last_published(done: Iterable[FormEvent]) -> str:
    return next((one.canonical for one in reversed([*done]) if one.kind == PUBLISHED), "")


def _reasons(c: Any, drafted: Iterable[FormEvent]) -> set[str]:
    wanted = {group for one in drafted for group in one.detail.get("groups", ())}
    said = feedback.released(c)
    return {
        one.reason for one in said if group_id(one.questionnaire, one.link_id, one.reason) in wanted
    }


def _effects(
    c: Any, done: Iterable[FormEvent], new: Questionnaire, kiosk_id: str, today: date
) -> list[Effect]:
    tried = next((one for one in last_pilots(done) if _is_of(one, new)), None)
    verdict = judged(c, tried, kiosk_id, today) if tried else None
    if verdict is None:
        return []
    control, pilot = verdict.control, verdict.pilot
    return [effect((control.hits, control.of), (pilot.hits, pilot.of), verdict.word)]


def _is_of(pilot: Pilot, form: Questionnaire) -> bool:
    return pilot.canonical.partition("-pilot")[0] == form.canonical
