"""`kiosk form import | text`: forms from elsewhere as drafts, and forms as text.

They need no settings, no store and no keyring. Nothing becomes more than a draft here.
"""

from collections.abc import Iterator, Sequence
from pathlib import Path
from textwrap import wrap
from typing import Any, Final

from kiosk.authoring.choosing import read_form
from kiosk.authoring.imported import Imported, NotUnderstood
from kiosk.authoring.likeness import near_locked
from kiosk.authoring.plain_text import form_text
from kiosk.commands.outcome import Outcome
from kiosk.commands.reading import read_file, read_json
from kiosk.commands.telling_codes import dropped_code
from kiosk.coproduction.codes import honest
from kiosk.coproduction.lineage import lineage
from kiosk.errors import FormUnreadable, ImportRefused, RefusedError
from kiosk.export.files import whole_file
from kiosk.forms.fhir_json import format_json
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire, read_questionnaire
from kiosk.offered import bundled_bindings, bundled_locks
from kiosk.resources import resource

_HEADINGS: Final = ("Row", "Column", "What", "What became of it")
_WIDTHS: Final = (4, 18, 26, 48)
"""Of the columns, in letters: a table that fits a terminal of 100."""


def import_form(
    file: Path, *, out: Path | None = None, onto: Path | None = None, replace: bool = False
) -> Outcome:
    """`kiosk form import FILE [--out FILE]`: a draft, and what of the file is not in it.

    Raises:
        UsageError: a file is not there, or `onto` is given for what is no text of a form.
        ImportRefused: no draft can be made of it.
        RefusedError: `out` is there and may not be replaced, or can't be written.
    """
    content = read_file(file)
    original = _questionnaire(onto) if onto else None
    _refuse_existing(out, replace=replace)
    found, drafted = _read(content, file.stem, original)
    raw, codes = _honest(drafted, original)
    form = parse_questionnaire(raw)
    notes = (*near_locked(form, _locked()), *codes, *found.not_understood)
    if out:
        _write(out, format_json(raw) + "\n")
    document = {
        "questionnaire": raw,
        "notUnderstood": [_note(note) for note in notes],
    }
    lines = [_what_came(file, form), "", *_not_understood(notes), "", *_next(out)]
    return Outcome(0, document, "\n".join(lines))


def text(file: Path, *, out: Path | None = None, replace: bool = False) -> Outcome:
    """`kiosk form text FORM.json [--out FORM.txt]`: the form as text.

    Raises:
        UsageError: the file is not there.
        FormUnreadable: the form is refused.
        RefusedError: `out` is there and may not be replaced, or can't be written.
    """
    content = read_file(file)
    _refuse_existing(out, replace=replace)
    form = read_questionnaire(content)
    said = form_text(form.raw)
    if not out:
        return Outcome(0, {"text": said}, said)
    _write(out, said)
    told = (
        f"{out} is written: {_counted(form)}. Print it, change it; then read it back with:\n"
        f"  kiosk form import {out} --onto {file} --out NEW.json"
    )
    return Outcome(0, {"text": said, "file": str(out)}, told)


def _honest(
    form: Questionnaire, original: dict[str, Any] | None
) -> tuple[dict[str, Any], tuple[NotUnderstood, ...]]:
    """The draft without codes that stand for other words, and which those were."""
    before = parse_questionnaire(original) if original else None
    changes = lineage(before, form) if before else ()
    raw, dropped = honest(form.raw, changes, bundled_bindings(), before)
    return raw, tuple(NotUnderstood(None, "code", one.code, dropped_code(one)) for one in dropped)


def _read(content: bytes, name: str, onto: dict[str, Any] | None) -> tuple[Imported, Questionnaire]:
    """The draft, and as the engine reads it; a refusal has its list, too."""
    try:
        found = read_form(content, name=name, onto=onto)
        return found, _readable(found)
    except ImportRefused as refused:
        notes = [_note(note) for note in refused.not_understood]
        refused.document = {"questionnaire": None, "notUnderstood": notes}
        if notes:
            refused.details = "\n".join(_not_understood(refused.not_understood))
        raise


def _readable(found: Imported) -> Questionnaire:
    try:
        return parse_questionnaire(found.questionnaire)
    except FormUnreadable as cause:
        refused = ImportRefused(str(cause), advice=cause.advice)
        refused.not_understood = found.not_understood
        raise refused from cause


def _locked() -> Iterator[Questionnaire]:
    """The validated instruments that come with the program."""
    locks = bundled_locks()
    for file in sorted(resource("forms").glob("*.json")):
        form = read_questionnaire(file.read_bytes())
        if form.canonical in locks:
            yield form


def _questionnaire(file: Path) -> dict[str, Any]:
    found = read_json(file)
    if found.get("resourceType") != "Questionnaire":
        raise RefusedError(
            f"{file} holds no FHIR Questionnaire.",
            advice="Name the form that the text was made of.",
        )
    return found


def _refuse_existing(out: Path | None, *, replace: bool) -> None:
    if out and out.exists() and not replace:
        raise RefusedError(
            f"{out} is there already and is not overwritten.",
            advice="Name another file, or add --replace.",
        )


def _write(out: Path, content: str) -> None:
    with whole_file(out) as target:
        target.write(content.encode())


def _note(note: NotUnderstood) -> dict[str, Any]:
    return {
        "row": note.row,
        "column": note.column,
        "construct": note.construct,
        "message": note.message,
    }


def _what_came(file: Path, form: Questionnaire) -> str:
    title = form.title(form.own_language) or file.stem
    return f"A draft of “{title}” came of {file}: {_counted(form)}."


def _counted(form: Questionnaire) -> str:
    asked, spoken = len(form.asked), ", ".join(form.languages)
    questions = "1 question" if asked == 1 else f"{asked} questions"
    languages = "1 language" if len(form.languages) == 1 else f"{len(form.languages)} languages"
    return f"{questions}, in {languages} ({spoken})"


def _not_understood(notes: Sequence[NotUnderstood]) -> Iterator[str]:
    if not notes:
        yield "Everything in it was understood."
        return
    things = "1 thing" if len(notes) == 1 else f"{len(notes)} things"
    yield f"Look at {things} that did not come as written:"
    yield ""
    yield from _cells(_HEADINGS)
    yield "  ".join("-" * width for width in _WIDTHS)
    for note in notes:
        row = "" if note.row is None else str(note.row)
        yield from _cells((row, note.column, note.construct, note.message))


def _cells(cells: Sequence[str]) -> Iterator[str]:
    """The lines of one row of the table."""
    columns = [
        wrap(cell, width, break_on_hyphens=False) or [""]
        for cell, width in zip(cells, _WIDTHS, strict=True)
    ]
    for at in range(max(map(len, columns))):
        line = [column[at] if at < len(column) else "" for column in columns]
        padded = (part.ljust(width) for part, width in zip(line, _WIDTHS, strict=True))
        yield "  ".join(padded).rstrip()


def _next(out: Path | None) -> Iterator[str]:
    if out is None:
        yield "Nothing was written: name a file for the draft with --out."
        return
    yield f"The draft is in {out}. Next:"
    yield f"  kiosk form check {out}    what else is to be looked at"
    yield f"  kiosk form try {out}      how patients see it"
    yield f"  kiosk form text {out}     to read it on paper"
