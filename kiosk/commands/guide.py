"""`guide`: the printable guides; needs no configuration, store or keyring."""

from pathlib import Path

from kiosk.commands.outcome import Outcome
from kiosk.errors import RefusedError
from kiosk.guides import Guide, guide_of, guides


def guide(name: str | None, html: Path | None) -> Outcome:
    """Shows a guide, or writes it as a page to print; without a name, which there are.

    Raises:
        UsageError: there is no such guide.
        RefusedError: the page can't be written.
    """
    if name is None:
        titles = {each: one.title for each, one in guides().items()}
        lines = [f"{each:<24} {title}" for each, title in titles.items()]
        return Outcome(0, {"guides": titles}, "\n".join([*lines, "", "Read one: kiosk guide NAME"]))
    asked = guide_of(name)
    document = {"guide": name, "title": asked.title, "markdown": asked.text}
    if html is None:
        return Outcome(0, document, asked.text)
    _write(html, asked)
    told = f"{html} is written. Open it in a browser and print it."
    return Outcome(0, document | {"file": str(html)}, told)


def _write(file: Path, asked: Guide) -> None:
    try:
        file.write_text(asked.page(), "utf-8")
    except OSError as cause:
        raise RefusedError(
            f"{file} can't be written: {cause.strerror}.", advice="Choose another place for it."
        ) from cause
