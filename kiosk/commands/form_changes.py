"""`form history`, `form recipe`: why a question has its words, and a change to share."""

import argparse
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final

from kiosk.commands.identity import NOBODY, identified
from kiosk.commands.naming import Called, named
from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.reading import read_file
from kiosk.commands.trials_told import trial_document, trial_lines
from kiosk.coproduction.history import Chapter
from kiosk.coproduction.recipes import Recipe, pooled, read_recipe, write_recipe
from kiosk.desk.improving.form_history import FormHistory
from kiosk.desk.improving.recipe_taken import take_recipe
from kiosk.errors import RefusedError
from kiosk.export.files import whole_file
from kiosk.forms.questionnaire import Questionnaire
from kiosk.offered import bundled_form
from kiosk.settings import Settings
from kiosk.store import staff
from kiosk.store.database import Store
from kiosk.sync.fetch.at_hand import at_hand

MAY: Final = ("lead",)


def history(arguments: argparse.Namespace) -> Outcome:
    """`kiosk form history NAME`: how each question came to its words, who asked; each trial."""
    settings = settings_for(arguments)
    with opened_store(settings) as store:
        form = _named(store, settings, arguments.form)
        told = FormHistory(store, form, _bundled(form))
        wanted = [arguments.question] if arguments.question else [i.link_id for i in form.asked]
        found = {link_id: told.chapters(link_id) for link_id in wanted}
        tried = told.trials(datetime.now(UTC).astimezone().date())
    if arguments.question and not found[arguments.question]:
        raise RefusedError(
            f"{form.canonical} has no question {arguments.question}.",
            advice="Without --question all of them are told.",
        )
    document = {
        "questionnaire": form.canonical,
        "questions": {link_id: [_chapter(one) for one in all_] for link_id, all_ in found.items()},
        "trials": [trial_document(one) for one in tried],
    }
    lines = [line for link_id, all_ in found.items() for line in _lines(link_id, all_)]
    trials = [line for one in tried for line in trial_lines(one)]
    return Outcome(0, document, "\n".join([form.canonical, *lines, *trials]))


def recipe(arguments: argparse.Namespace) -> Outcome:
    """`kiosk form recipe NAME --out FILE | --take FILE`: a change shared, or taken up as a draft.

    Raises:
        RefusedError: there is nothing to share or to take up, or the file is there already.
    """
    settings, now = settings_for(arguments), partial(datetime.now, UTC)
    taken = read_recipe(read_file(arguments.take)) if arguments.take else None
    with opened_store(settings) as store:
        form = _named(store, settings, arguments.form)
        if taken is None:
            made = FormHistory(store, form, _bundled(form)).recipe(now().date())
            return _shared(made, arguments.out)
        by = identified(store, may=MAY, what="recipe", from_stdin=arguments.pin_stdin, now=now())
        with store.reading() as c:
            roles = {one.name: one.role for one in staff.list_staff(c)}
        draft, missing = take_recipe(store, taken, form, by=(by, roles.get(by, NOBODY)), now=now)
    clinics, sittings = pooled(taken.effects)
    document = {"draft": draft.canonical, "notFound": list(missing), "clinics": clinics}
    lines = [
        f"A draft was made: {draft.canonical}. Patients get it not yet.",
        f"Tried at {clinics} before, in about {sittings} sittings." if clinics else
        "Nobody told what came of it elsewhere.",
        *(f"Not found in your form: {link_id}." for link_id in missing),
        "Try it out: the desk's window, Improve, Changes.",
    ]  # fmt: skip
    return Outcome(0, document, "\n".join(lines))


def _shared(made: Recipe, out: Path) -> Outcome:
    if out.exists():
        raise RefusedError(
            f"{out} is there already and is not overwritten.", advice="Name another file."
        )
    with whole_file(out) as target:
        target.write(write_recipe(made))
    count = len(made.changes)
    told = (
        f"{out} holds the change: {count} question{'' if count == 1 else 's'}, reasons "
        f"{', '.join(made.reasons) or 'not told'}, {len(made.effects) or 'no'} effect"
        f"{'' if len(made.effects) == 1 else 's'}.\nNothing in it was written by a patient. "
        f"Another clinic takes it up with: kiosk form recipe NAME --take {out}"
    )
    return Outcome(0, {"file": str(out), "changes": count, "reasons": list(made.reasons)}, told)


def _named(store: Store, settings: Settings, name: str) -> Questionnaire:
    forms = {form.url: form for form in at_hand(store, settings).forms}
    called = (Called(url, form.name, form.title("")) for url, form in forms.items())
    return forms[named(name, called)]


def _bundled(form: Questionnaire) -> Iterator[Questionnaire]:
    bundled = bundled_form(form.url)
    if bundled is not None:
        yield bundled


def _chapter(one: Chapter) -> dict[str, Any]:
    return {
        "version": one.canonical,
        "words": one.words,
        "relation": one.relation,
        "day": one.day.isoformat() if one.day else None,
        "why": one.why,
        "groups": list(one.groups),
        "roles": list(one.roles),
    }


def _lines(link_id: str, chapters: Iterable[Chapter]) -> Iterator[str]:
    yield f"\n{link_id}"
    for one in chapters:
        version = one.canonical.rpartition("|")[2] or "-"
        yield f"  {version:<16} “{one.words}”"
        facts = [
            one.relation if one.relation != "new" else "first version here",
            one.day.isoformat() if one.day else "",
            ", ".join(one.roles),
            f"answers remarks {', '.join(one.groups)}" if one.groups else "",
        ]
        yield f"  {'':<16} {' · '.join(filter(None, facts))}"
        if one.why:
            yield f"  {'':<16} {one.why}"
