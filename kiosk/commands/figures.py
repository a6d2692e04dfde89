"""`figures`: pictures of what was counted, as a text, a picture, pages to print or a table.

Counts of sittings are no answers and are told to whoever may use this PC's store, as `status` is.
Scores are read from answers: only where they are asked for, never with `--public`, and the audit
says so.
"""

import argparse
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any

from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.times import refuse_turned_days
from kiosk.desk.pictures.days import day_text
from kiosk.desk.pictures.figure import Figure, document
from kiosk.desk.pictures.gather import (
    Asker,
    forms_counted,
    public_figures,
    score_figures,
    staff_figures,
)
from kiosk.errors import UsageError
from kiosk.resources import resource
from kiosk.settings import Settings
from kiosk.store.database import Store
from kiosk.store.figures import Span
from kiosk.ui.wording.picture_phrases import PicturePhrases
from kiosk.ui.wording.words import load_desk_words

ENGLISH = "en"


def figures(arguments: argparse.Namespace) -> Outcome:
    """The figures of one form or of all."""
    _refuse_contradictions(arguments)
    settings = settings_for(arguments)
    now = datetime.now(UTC)
    asker = Asker(_phrases(), ENGLISH, now.astimezone().date())
    span = Span(arguments.form, arguments.since, arguments.until)
    with opened_store(settings) as store:
        found = _found(store, span, asker, arguments)
        title = forms_counted(store).get(arguments.form or "", arguments.form)
    told: dict[str, Any] = {"public": arguments.public, "figures": [document(f) for f in found]}
    if arguments.out is None:
        return Outcome(0, told, "\n\n".join(map(_text, found)))
    _save(found, arguments.out, settings, (title or asker.phrases.say("every_form"), asker))
    return Outcome(0, told | {"file": str(arguments.out)}, f"The figures are in {arguments.out}")


def _refuse_contradictions(arguments: argparse.Namespace) -> None:
    refuse_turned_days(arguments.since, arguments.until)
    if arguments.public and (arguments.since or arguments.until):
        raise UsageError(
            "--public goes without --since and --until.",
            advice="What is public comes in whole weeks, so that nobody is singled out.",
        )
    if arguments.scores and (arguments.public or not arguments.form):
        raise UsageError(
            "--scores goes with --form URL, and never with --public.",
            advice="Scores are read from answers: they are for staff, of one form at a time.",
        )
    if arguments.out is not None and arguments.out.suffix.lower() not in {".png", ".pdf", ".csv"}:
        raise UsageError(
            f"{arguments.out} is neither .png, .pdf nor .csv.",
            advice="The end of its name says what it becomes.",
        )


def _found(
    store: Store, span: Span, asker: Asker, arguments: argparse.Namespace
) -> tuple[Figure, ...]:
    if arguments.public:
        return public_figures(store, span.form, asker)
    found = staff_figures(store, span, asker)
    if arguments.scores:
        now = partial(datetime.now, UTC)
        found += score_figures(store, span, asker, by="desk", now=now) or ()
    return found


def _phrases() -> PicturePhrases:
    return PicturePhrases(load_desk_words(resource("translations")), ENGLISH)


def _save(found: Sequence[Figure], out: Path, settings: Settings, named: tuple[str, Asker]) -> None:
    # Qt takes long to import, and only what is drawn needs it.
    from kiosk.papers.chart_files import Sheet, save_figures  # noqa: PLC0415
    from kiosk.papers.fonts import use_fonts  # noqa: PLC0415
    from kiosk.papers.look import look_of  # noqa: PLC0415
    from kiosk.ui.application import unseen_application  # noqa: PLC0415
    from kiosk.ui.themes import theme_tokens  # noqa: PLC0415
    from kiosk.ui.window import Engine  # noqa: PLC0415

    title, asker = named
    _application = unseen_application()
    use_fonts(resource("fonts"))
    tokens = theme_tokens(Engine(), "light")
    day = day_text(asker.today, asker.phrases)
    line = asker.phrases.say("made", clinic=settings.clinic.name, day=day)
    save_figures(found, Sheet(title, line), out, lambda text: look_of(tokens, text=text))


def _text(figure: Figure) -> str:
    table = (figure.heading, *figure.rows)
    widths = [max(map(len, column)) for column in zip(*table, strict=True)]
    lines = ["  ".join(map(str.ljust, row, widths)).rstrip() for row in table]
    head = [figure.title, *([figure.note] if figure.note else [])]
    return "\n".join([*head, *(f"  {line}" for line in lines)])
