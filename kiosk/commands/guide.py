"""`guide`: the printable guides; needs no configuration, store or keyring."""

from pathlib import Path
from typing import Final

from markdown_it import MarkdownIt

from kiosk.commands.outcome import Outcome
from kiosk.errors import RefusedError, UsageError
from kiosk.resources import resource

_PAGE: Final = """<!doctype html>
<html lang="en"><head><meta charset="utf-8"><title>{title}</title><style>
@page {{ size: A4; margin: 13mm 14mm }}
body {{ font: 8.6pt/1.32 sans-serif; max-width: 182mm; margin: auto; color: #000 }}
h1 {{ font-size: 15pt; margin: 0 0 2mm }}
h2 {{ font-size: 11pt; margin: 3.2mm 0 1mm; break-after: avoid }}
p, ul, ol, pre, table {{ margin: 0 0 1.6mm }}
ol, ul {{ padding-left: 5mm }}
pre, tr {{ break-inside: avoid }}
pre {{ background: #f2f2f2; padding: 1.2mm 2mm }}
code {{ font: 8pt/1.3 monospace }}
table {{ border-collapse: collapse; width: 100% }}
th, td {{ border: 0.2mm solid #777; padding: 0.6mm 1.4mm; text-align: left; vertical-align: top }}
</style></head><body>
{body}</body></html>
"""


def guide(name: str | None, html: Path | None) -> Outcome:
    """Shows a guide, or writes it as a page to print; without a name, which there are.

    Raises:
        UsageError: there is no such guide.
        RefusedError: the page can't be written.
    """
    files = {file.stem: file for file in sorted(resource("guides").glob("*.md"))}
    if name is None:
        titles = {each: _title(file.read_text("utf-8")) for each, file in files.items()}
        lines = [f"{each:<20} {title}" for each, title in titles.items()]
        return Outcome(0, {"guides": titles}, "\n".join([*lines, "", "Read one: kiosk guide NAME"]))
    if name not in files:
        raise UsageError(
            f"There is no guide “{name}”.", advice=f"There are: {', '.join(files)}."
        )  # fmt: skip
    text = files[name].read_text("utf-8")
    document = {"guide": name, "title": _title(text), "markdown": text}
    if html is None:
        return Outcome(0, document, text)
    _write(html, _page(text))
    told = f"{html} is written. Open it in a browser and print it."
    return Outcome(0, document | {"file": str(html)}, told)


def _title(text: str) -> str:
    return text.partition("\n")[0].removeprefix("# ")


def _page(text: str) -> str:
    body = MarkdownIt("commonmark", {"html": False}).enable("table").render(text)
    return _PAGE.format(title=_title(text), body=body)


def _write(file: Path, page: str) -> None:
    try:
        file.write_text(page, "utf-8")
    except OSError as cause:
        raise RefusedError(
            f"{file} can't be written: {cause.strerror}.", advice="Choose another place for it."
        ) from cause
