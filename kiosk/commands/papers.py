"""What is printed without a window: `kiosk form print` and `kiosk papers poster | desk-card`."""

import argparse
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

from kiosk.commands.outcome import Outcome
from kiosk.commands.reading import read_file, value_sets_at_hand
from kiosk.commands.settings_given import settings_for
from kiosk.errors import NotSetUp, RefusedError, UsageError
from kiosk.export.files import whole_file
from kiosk.forms.languages import written
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.offered import bundled_form, is_canonical
from kiosk.papers.blank import write_blank
from kiosk.papers.fonts import paper_application
from kiosk.papers.logo import kept_logo, read_logo
from kiosk.papers.wall import Wall, write_desk_card, write_poster
from kiosk.resources import resource
from kiosk.settings import Settings
from kiosk.ui.printing.printing import blank_form, paper_words, wall, wall_language
from kiosk.ui.wording.words import Language, Words


def print_form(arguments: argparse.Namespace) -> Outcome:
    """`kiosk form print FORM --out X.pdf`: a blank form for pen and paper.

    Raises:
        UsageError: there is no such form.
        FormUnreadable: it is refused.
        RefusedError: it is not in that language, or the file can't be written.
    """
    form = _named(arguments.form)
    language = _language_of(form, arguments.language)
    words, at_hand = paper_words(), value_sets_at_hand(arguments.valuesets)
    blank = blank_form(form, words, language=language, clinic=arguments.clinic, value_sets=at_hand)
    _application = paper_application()
    with paper_file(arguments.out) as out:
        pages = write_blank(blank, out, paper=arguments.paper)
    counted = "1 page" if pages == 1 else f"{pages} pages"
    document = {"file": str(arguments.out), "form": form.canonical, "language": language}
    return Outcome(0, document | {"pages": pages}, f"{arguments.out} is written: {counted}.")


def poster(arguments: argparse.Namespace) -> Outcome:
    """`kiosk papers poster --out X.pdf`: for the wall of the waiting room.

    Raises:
        SettingsInvalid: the settings can't be used.
        RefusedError: the logo can't be drawn, or the file can't be written.
    """
    return _on_the_wall(arguments, write_poster)


def desk_card(arguments: argparse.Namespace) -> Outcome:
    """`kiosk papers desk-card --out X.pdf`: what to say at the desk; raises as `poster`."""
    return _on_the_wall(arguments, write_desk_card)


def _on_the_wall(arguments: argparse.Namespace, write: Callable[..., None]) -> Outcome:
    settings, words = settings_or_usual(arguments), paper_words()
    named = arguments.logo or (Path(settings.clinic.logo) if settings.clinic.logo else None)
    _application = paper_application()
    logo = read_logo(named) if named else kept_logo(settings.clinic.picture)
    offered = [one.code for one in _offered(settings, words)]
    language = arguments.language or written(settings.patient.languages[0])
    made: Wall = wall(words, language, clinic=settings.clinic.name, languages=offered, logo=logo)
    with paper_file(arguments.out) as out:
        write(made, out, paper=arguments.paper)
    spoken = wall_language(words, language)
    document = {
        "file": str(arguments.out), "clinic": settings.clinic.name, "language": spoken,
    }  # fmt: skip
    told = f"{arguments.out} is written. Print it in colour if you can."
    if spoken != words.nearest(language):
        told += f"\nIt is in English: nobody has written it in “{language}” yet."
    return Outcome(0, document, told)


def _offered(settings: Settings, words: Words) -> tuple[Language, ...]:
    return words.offered(settings.patient.languages, settings.patient.draft_translations)


def settings_or_usual(arguments: argparse.Namespace) -> Settings:
    """The settings named, else those of this PC, else the usual ones: a poster needs no set-up."""
    try:
        return settings_for(arguments)
    except NotSetUp:
        return Settings()


def _named(name: str) -> Questionnaire:
    """The form in a file, or a bundled one by its name or canonical address.

    Raises:
        UsageError: there is none.
        FormUnreadable: it is refused.
    """
    if is_canonical(name):
        if form := bundled_form(name.partition("|")[0]):
            return form
        raise UsageError(
            f"The form {name} does not come with the program.", advice="Name its file instead."
        )
    file = Path(name)
    bundled = {one.stem: one for one in sorted(resource("forms").glob("*.json"))}
    if not file.exists() and not file.suffix:
        if name not in bundled:
            raise UsageError(
                f"There is no form “{name}”.",
                advice=f"Name a file, or one of: {', '.join(bundled)}.",
            )
        file = bundled[name]
    return read_questionnaire(read_file(file))


def _language_of(form: Questionnaire, wanted: str) -> str:
    """The language to print it in.

    Raises:
        RefusedError: the form is not in it.
    """
    if wanted and not form.speaks(wanted):
        raise RefusedError(
            f"The form is not in the language “{wanted}”.",
            advice=f"It is in: {', '.join(form.languages)}.",
        )
    return form.language_for(wanted) if wanted else form.own_language


@contextmanager
def paper_file(file: Path) -> Iterator[BinaryIO]:
    """A file to print into: there whole at the end, or not at all.

    Raises:
        RefusedError: it can't be written there.
    """
    try:
        with whole_file(file) as out:
            yield out
    except RefusedError as cause:
        if not isinstance(cause.__cause__, OSError):
            raise
        raise RefusedError(
            f"{file} can't be written: {cause.__cause__.strerror}.",
            advice="Choose another place for it.",
        ) from cause
