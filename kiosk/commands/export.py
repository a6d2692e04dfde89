"""`export`: what reception takes out of the kiosk."""

import argparse
import sys
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from kiosk.commands.bar import Bar
from kiosk.commands.exported import lines_of, look_lines
from kiosk.commands.identity import identified
from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.passwords import archive_password
from kiosk.commands.times import midnight, refuse_turned_days
from kiosk.desk.exports import takes_our_ids
from kiosk.errors import UsageError
from kiosk.export.archive import archive_name
from kiosk.export.exporting import Request, export_files, leaves_in_clear, look, refuse_wrong_kind
from kiosk.export.formats import FORMATS, Format
from kiosk.export.wanted import Wanted
from kiosk.settings import Settings
from kiosk.store.database import Store
from kiosk.sync.fetch.clinic import with_clinic_settings

BUNDLE = "bundle"
ENGLISH = "en"
MAY = ("reception", "lead", "clinical")
"""The roles that may export; IT sees no answers."""


def export(arguments: argparse.Namespace) -> Outcome:
    """Writes stored responses to a file; an export of nothing is no error and says so."""
    if arguments.scheduled or arguments.schedule_password:
        from kiosk.commands.scheduled import scheduled  # noqa: PLC0415 - it imports this file

        return scheduled(arguments)
    _refuse_contradictions(arguments)
    settings, now = settings_for(arguments), datetime.now(UTC)
    formats = formats_for(settings, arguments.format)
    way = formats[arguments.format]
    if not arguments.look and not arguments.archive:
        refuse_wrong_kind(way, arguments.out)
    with opened_store(settings) as store:
        by = identified(
            store, may=MAY, what="export", from_stdin=arguments.pin_stdin, now=now
        )  # fmt: skip
        request = _request(store, settings, arguments)
        if arguments.look:
            seen = look(store, request, by=by, now=now, formats=formats)
            columns = {name: list(headings) for name, headings in seen.columns.items()}
            document = {"format": way.name, "responses": seen.count, "columns": columns}
            return Outcome(0, document, "\n".join(look_lines(seen)))
        put_away = _put_away(request, way, arguments)
        quiet = arguments.json
        return exported(store, put_away, formats=formats, quiet=quiet, by=by, now=now)


def formats_for(settings: Settings, name: str) -> Mapping[str, Format]:
    """The formats there are; Qt, which takes long to import, only where it is to draw."""
    if name in FORMATS:
        return FORMATS
    from kiosk.ui.printing.pdf_format import all_formats  # noqa: PLC0415 - as said
    from kiosk.ui.printing.printing import paper_words  # noqa: PLC0415

    return all_formats(paper_words(), ENGLISH, kiosk=settings.clinic.kiosk)


def exported(  # noqa: PLR0913 - keyword-only beyond the two
    store: Store,
    request: tuple[Request, Path, bool],
    *,
    formats: Mapping[str, Format],
    quiet: bool,
    by: str,
    now: datetime,
) -> Outcome:
    """Makes an export and says what came of it.

    Args:
        store: where the responses are.
        request: what is asked for, where it goes, and whether its password was made just now.
        formats: those there are.
        quiet: nothing is told meanwhile.
        by: who exports.
        now: the moment.

    Raises:
        KioskError: see `export_files`.
    """
    asked, out, is_new = request
    clock = partial(datetime.now, UTC)
    bar = Bar(sys.stderr, now=clock, quiet=quiet, doing="Exporting")
    try:
        made = export_files(store, asked, out, by=by, now=now, report=bar.steps, formats=formats)
    finally:
        bar.end()
    way = formats[asked.format]
    document: dict[str, Any] = {
        "file": str(out),
        "format": asked.format,
        "responses": made.count,
        "files": [str(file) for file in made.files],
        "sha256": dict(made.sha256),
        "encrypted": asked.password is not None or (way.sealed and not asked.plain),
        "left": made.left,
        "notes": list(made.notes),
    }
    if made.code is not None:
        document["code"] = made.code
    if is_new:
        document["password"] = asked.password
    return Outcome(0, document, "\n".join(lines_of(document, way, plain=asked.plain)))


def _refuse_contradictions(arguments: argparse.Namespace) -> None:
    if arguments.format is None:
        raise UsageError(
            "--format is missing.", advice=f"Take one of: {', '.join((*FORMATS, 'pdf'))}."
        )
    refuse_turned_days(arguments.since, arguments.until)
    if arguments.plain and arguments.format != BUNDLE:
        raise UsageError(
            f"--plain goes with --format {BUNDLE}: {arguments.format} is never encrypted.",
            advice="Leave it out.",
        )
    if arguments.archive and arguments.plain_files:
        raise UsageError("--archive and --plain-files contradict.", advice="Take one of them.")
    if arguments.out is None and not arguments.look:
        raise UsageError("--out is missing.", advice="Name the file or folder, or only --look.")


def _request(store: Store, settings: Settings, arguments: argparse.Namespace) -> Request:
    wanted = Wanted(
        questionnaire=arguments.form,
        since=midnight(arguments.since),
        until=midnight(arguments.until, days=1),
        state=arguments.state,
        unsynced=arguments.unsynced,
        patient=arguments.patient,
    )
    return Request(
        arguments.format,
        wanted,
        values=arguments.values,
        replace=arguments.replace,
        plain=arguments.plain,
        own_ids=takes_our_ids(store, settings),
        clinic=with_clinic_settings(store, settings).settings.clinic.name,
    )


def _put_away(
    request: Request, way: Format, arguments: argparse.Namespace
) -> tuple[Request, Path, bool]:
    """The request, where it goes, and whether a password was made: an archive where it leaves."""
    leaves = leaves_in_clear(way, arguments.out, plain=arguments.plain)
    if not arguments.archive and (not leaves or arguments.plain_files):
        return request, arguments.out, False
    password, is_new = archive_password(arguments.password_file)
    return replace(request, password=password), archive_name(arguments.out), is_new
