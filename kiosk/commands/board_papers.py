"""`kiosk papers board | huddle`: what is printed of what people said, from the store."""

import argparse
from datetime import UTC, datetime

from kiosk.commands.opening import opened_store, settings_for
from kiosk.commands.outcome import Outcome
from kiosk.commands.papers import paper_file
from kiosk.desk.improving.board import read_board
from kiosk.desk.improving.heard_book import HeardBook
from kiosk.forms.languages import written
from kiosk.papers.fonts import paper_application
from kiosk.papers.logo import kept_logo
from kiosk.papers.notice import Notice, write_notice
from kiosk.papers.wall import Wall
from kiosk.resources import resource
from kiosk.settings import Patient, Settings
from kiosk.sync.fetch.at_hand import at_hand
from kiosk.ui.printing.board_papers import board_notice, huddle_notice
from kiosk.ui.printing.printing import paper_words, wall
from kiosk.ui.wording.board_words import Reader
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.words import ENGLISH, Words, load_desk_words


def board(arguments: argparse.Namespace) -> Outcome:
    """`kiosk papers board --out X.pdf`: "We said, we did" for the wall, as it stands now.

    Raises:
        RefusedError: the file can't be written.
    """
    settings, words = settings_for(arguments), paper_words()
    clinic = written(settings.patient.languages[0])
    _application = paper_application()
    with opened_store(settings) as store:
        shown = read_board(store, at_hand(store, settings).forms, today=datetime.now(UTC).date())
    reader = Reader(words, arguments.language or clinic, clinic)
    notice = board_notice(shown, reader, _wall(settings, words, reader.language))
    return _printed(notice, arguments, {"asOf": shown.day.isoformat(), "lines": len(shown.lines)})


def huddle(arguments: argparse.Namespace) -> Outcome:
    """`kiosk papers huddle --out X.pdf`: one page for twenty minutes a week; raises as `board`."""
    settings, words = settings_for(arguments), load_desk_words(resource("translations"))
    _application = paper_application()
    now = datetime.now(UTC)
    with opened_store(settings) as store:
        forms = at_hand(store, settings).forms
        heard = HeardBook(store, forms, lambda: now).look()
        shown = read_board(store, forms, today=now.date())
    speaking = Speaking(words, Patient(languages=(arguments.language or ENGLISH,)))
    on_the_wall = _wall(settings, words, speaking.language)
    notice = huddle_notice(heard, shown, speaking, on_the_wall)
    return _printed(notice, arguments, {"questions": len(heard.top), "overdue": heard.overdue})


def _wall(settings: Settings, words: Words, language: str) -> Wall:
    logo = kept_logo(settings.clinic.picture)
    return wall(words, language, clinic=settings.clinic.name, languages=(), logo=logo)


def _printed(notice: Notice, arguments: argparse.Namespace, told: dict[str, int | str]) -> Outcome:
    with paper_file(arguments.out) as file:
        pages = write_notice(notice, file, paper=arguments.paper)
    counted = "1 page" if pages == 1 else f"{pages} pages"
    return Outcome(
        0,
        {"file": str(arguments.out), "pages": pages} | told,
        f"{arguments.out} is written: {counted}.",
    )
