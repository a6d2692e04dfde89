"""PDF as one more format of an export: Qt draws it, so it is put beside the others out here.

formats = all_formats(paper_words(), "en")
"""

from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from functools import lru_cache, partial
from typing import Final

from kiosk.export.files import Folder, Target
from kiosk.export.flatten import form_name
from kiosk.export.formats import EITHER, FORMATS, Format
from kiosk.export.job import Job, Written
from kiosk.export.tables import Stored
from kiosk.forms import extensions as ext
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.response import decode
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.offered import bundled_ranges
from kiosk.papers.fonts import paper_application
from kiosk.ui.printing.printing import Desk, print_responses
from kiosk.ui.wording.words import Words

PDF: Final = "pdf"
_FORMS: Final = 32


def all_formats(
    words: Words, language: str, *, kiosk: str = "", value_sets: ValueSets | None = None
) -> Mapping[str, Format]:
    """Every format there is; what is given is for the PDF.

    Args:
        words: those of paper among them.
        language: the reader's.
        kiosk: what people call the kiosk; "" where they don't.
        value_sets: those at hand.
    """
    write = partial(_write, words, language, kiosk, value_sets or ValueSets())
    drawn = Format(PDF, "answer sheets to read or print", EITHER, f".{PDF}", write)
    return {**FORMATS, PDF: drawn}


def _write(  # noqa: PLR0913, PLR0917 - `all_formats` gives all but the last two
    words: Words, language: str, kiosk: str, value_sets: ValueSets, job: Job, target: Target
) -> Written:
    _application = paper_application()
    desk = Desk(
        words, language, job.about.clinic, kiosk, job.about.made, _form_of(job), value_sets,
        bundled_ranges(),
    )  # fmt: skip
    if isinstance(target, Folder):
        return Written(_each(job.responses(), target, desk))
    with target.file(f"responses.{PDF}") as out:
        return Written(print_responses((one.payload for one in job.responses()), out, desk))


def _each(responses: Iterable[Stored], target: Target, desk: Desk) -> int:
    """A file for each response, so that each can be put where its patient's record is."""
    count = 0
    for stored in responses:
        with target.file(_name(stored)) as out:
            print_responses((stored.payload,), out, desk)
        count += 1
    return count


def _name(stored: Stored) -> str:
    """Of the form, the day and the response; nothing of the patient."""
    response = decode(stored.payload)
    form = form_name(ext.text(response, "questionnaire")) or "form"
    day, own = f"{stored.completed_at.astimezone():%Y-%m-%d}", ext.text(response, "id")
    return f"{_plain(form)[:60]} {day} {_plain(own)}.{PDF}"


def _plain(text: str) -> str:
    return "".join(sign if sign.isalnum() else "-" for sign in text)


def _form_of(job: Job) -> Callable[[str], Questionnaire | None]:
    """The form as it was kept last; the responses alone tell of one that is not at hand."""

    @lru_cache(maxsize=_FORMS)
    def found(canonical: str) -> Questionnaire | None:
        with suppress(IndexError):
            return job.forms(canonical)[-1]
        return None

    return found
