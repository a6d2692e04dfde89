"""`form new`, `add`, `list`, `retire`: the forms of one's own clinic on a lone kiosk."""

import argparse
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any, Final
from uuid import uuid4

from kiosk.commands.identity import NOBODY, identified
from kiosk.commands.naming import Called, named
from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.reading import read_file
from kiosk.commands.telling_codes import dropped_code
from kiosk.coproduction.editing.options import code_for
from kiosk.coproduction.events import Standing
from kiosk.coproduction.first_form import first_form
from kiosk.coproduction.locks import is_locked
from kiosk.desk.improving.own_forms import FormRefused, OwnForms
from kiosk.errors import FormUnreadable, RefusedError, UsageError
from kiosk.forms.fhir_json import format_json
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.offered import bundled_form, bundled_locks
from kiosk.settings import Settings
from kiosk.store import staff
from kiosk.store.database import Store
from kiosk.store.form_versions import content_of, standings
from kiosk.sync.fetch.at_hand import at_hand, pinned

MAY: Final = ("lead",)
USUAL_TITLE: Final = "Your visit"


def new(title: str, out: Path | None) -> Outcome:
    """`kiosk form new`: a small good form to begin with, as a file.

    Raises:
        UsageError: the file is there already, or can't be written.
    """
    title = title.strip() or USUAL_TITLE
    file = out or Path(f"{code_for(title, set())}.json")
    raw = first_form(title, f"urn:uuid:{uuid4()}", datetime.now(UTC).date())
    try:
        with file.open("x", encoding="utf-8") as written:
            written.write(format_json(raw) + "\n")
    except FileExistsError as cause:
        raise UsageError(f"{file} is there already.", advice="Name another: --out FILE") from cause
    except OSError as cause:
        raise UsageError(
            f"{file} can't be written: {cause.strerror}.", advice="Name a file in a folder."
        ) from cause
    text = f"{file} is a form to begin with.\nLook at it: kiosk form try {file}\n"
    return Outcome(
        0, {"file": str(file), "url": raw["url"]}, f"{text}Offer it: kiosk form add {file}"
    )


def add(arguments: argparse.Namespace) -> Outcome:
    """`kiosk form add FILE`: checked, kept, and offered to the next patient."""
    settings, content = settings_for(arguments), read_file(arguments.file)
    with opened_store(settings) as store:
        mine = _own_forms(store, from_stdin=arguments.pin_stdin)
        found = at_hand(store, settings)
        in_use = {form.url: form for form in found.forms}
        try:
            form, dropped = mine.add(content, found.value_sets, in_use.get)
        except FormRefused as refused:
            return _refused(refused)
    document = {
        "url": form.url, "version": form.version, "title": form.title(""),
        "droppedCodes": [one._asdict() for one in dropped],
    }  # fmt: skip
    lines = [
        f"“{form.title('')}”, version {form.version}, is offered to the next patient.", form.url,
        *map(dropped_code, dropped),
    ]  # fmt: skip
    return Outcome(0, document, "\n".join(lines))


def show(arguments: argparse.Namespace) -> Outcome:
    """`kiosk form list`: each form, what is in use of it, its drafts, whether it is tried out."""
    settings = settings_for(arguments)
    with opened_store(settings) as store:
        document = list(_families(store, settings))
    lines = [_line(one) for one in document] or ["There are no forms here."]
    return Outcome(0, document, "\n".join(lines))


def retire(arguments: argparse.Namespace) -> Outcome:
    """`kiosk form retire URL|NAME`: not offered any more, or again with `--back`."""
    settings, back = settings_for(arguments), arguments.back
    with opened_store(settings) as store:
        mine = _own_forms(store, from_stdin=arguments.pin_stdin)
        families = {one["url"]: one for one in _families(store, settings)}
        called = (Called(url, one["name"], one["title"]) for url, one in families.items())
        url = named(arguments.form, called)
        if url in pinned(settings):
            raise RefusedError(
                "The settings name one version of this form, and that counts.",
                advice="Take it out of [patient] forms.",
            )
        changed = mine.retire(url, back=back)
    said = "is offered again" if back else "is offered no more"
    title = families[url]["title"]
    text = f"“{title}” {said}, from the next patient on." if changed else "It is so already."
    return Outcome(0, {"url": url, "retired": not back, "changed": changed}, text)


def _own_forms(store: Store, *, from_stdin: bool) -> OwnForms:
    now = partial(datetime.now, UTC)
    by = identified(store, may=MAY, what="own form", from_stdin=from_stdin, now=now())
    with store.reading() as c:
        roles = {one.name: one.role for one in staff.list_staff(c)}
    return OwnForms(store, by, roles.get(by, NOBODY), now)


def _refused(refused: FormRefused) -> Outcome:
    found = [
        {"code": one.code, "linkId": one.link_id, "path": one.path, "message": one.message}
        for one in refused.findings
    ]
    lines = [f"{refused} {refused.advice}", *(f"  {one['message']}" for one in found)]
    return Outcome(1, {"error": str(refused), "findings": found}, "\n".join(lines))


def _families(store: Store, settings: Settings) -> Iterator[dict[str, Any]]:
    offered = {form.url: form for form in at_hand(store, settings).forms}
    with store.reading() as c:
        stands = standings(c)
        made = {
            url: content_of(c, stand.default) for url, stand in stands.items() if stand.default
        }  # fmt: skip
    locks = bundled_locks()
    for url in dict.fromkeys((*offered, *stands)):
        stand, form = stands.get(url, Standing()), offered.get(url)
        known = form or _kept(made.get(url)) or bundled_form(url)
        yield {
            "url": url,
            "title": known.title("") if known else url,
            "name": known.name if known else "",
            "inUse": form.version if form else None,
            "drafts": [canonical.rpartition("|")[2] for canonical in stand.drafts],
            "pilot": stand.pilot.canonical.rpartition("|")[2] if stand.pilot else None,
            "retired": stand.retired,
            "locked": bool(known and is_locked(known, locks)),
        }


def _kept(content: bytes | None) -> Questionnaire | None:
    with suppress(FormUnreadable):
        return read_questionnaire(content) if content else None
    return None


def _line(one: dict[str, Any]) -> str:
    facts = [f"version {one['inUse']}" if one["inUse"] else "not offered"]
    facts += [f"draft {', '.join(one['drafts'])}"] if one["drafts"] else []
    facts += [f"tried out: {one['pilot']}"] if one["pilot"] else []
    facts += ["retired"] if one["retired"] else []
    facts += ["locked"] if one["locked"] else []
    return f"{one['title']:<32} {', '.join(facts)}\n    {one['url']}"
