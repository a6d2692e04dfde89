"""`guide`: the printable guides; needs no configuration, store or keyring."""

from pathlib import Path
from typing import Any

from kiosk.commands.outcome import Outcome
from kiosk.errors import RefusedError, UsageError
from kiosk.guides import Guide, guide_of, guides


def guide(
    name: str | None, html: Path | None = None, pdf: Path | None = None, paper: str | None = None
) -> Outcome:
    """Shows a guide, or writes it as a file to print; without a name, which there are.

    Raises:
        UsageError: there is no such guide, or none is named that could be written, or paper is
            asked for without a PDF.
        RefusedError: the file can't be written.
    """
    if paper and not pdf:
        raise UsageError("Only a PDF has a paper.", advice="Give --pdf FILE as well.")
    if name is None:
        return _listed(html or pdf)
    asked = guide_of(name)
    document = {"guide": name, "title": asked.title, "markdown": asked.text}
    if pdf is not None:
        pages = _print(pdf, asked, paper or "a4")
        how = "1 page." if pages == 1 else f"{pages} pages, to print on both sides."
        return _written(document | {"pages": pages}, pdf, how)
    if html is not None:
        _write(html, asked)
        return _written(document, html, "Open it in a browser and print it.")
    return Outcome(0, document, asked.text)


def _listed(file: Path | None) -> Outcome:
    if file is not None:
        raise UsageError(f"Which guide shall be in {file}?", advice="Name it: kiosk guide NAME")
    titles = {each: one.title for each, one in guides().items()}
    lines = [f"{each:<24} {title}" for each, title in titles.items()]
    told = "\n".join([*lines, "", "Read one: kiosk guide NAME; print it: --pdf FILE"])
    return Outcome(0, {"guides": titles}, told)


def _written(document: dict[str, Any], file: Path, how: str) -> Outcome:
    return Outcome(0, document | {"file": str(file)}, f"{file} is written. {how}")


def _print(file: Path, asked: Guide, paper: str) -> int:
    # Imported here: a guide that is only read needs no Qt.
    from kiosk.commands.papers import paper_file  # noqa: PLC0415
    from kiosk.papers.fonts import paper_application  # noqa: PLC0415
    from kiosk.ui.printing.guide_paper import write_guide_paper  # noqa: PLC0415

    _application = paper_application()
    with paper_file(file) as out:
        return write_guide_paper(asked, out, paper=paper)


def _write(file: Path, asked: Guide) -> None:
    try:
        file.write_text(asked.page(), "utf-8")
    except OSError as cause:
        raise RefusedError(
            f"{file} can't be written: {cause.strerror}.", advice="Choose another place for it."
        ) from cause
