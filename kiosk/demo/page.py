"""A story of the demo as one page to show somebody: what happened, its pictures, what was counted.

The page stands beside its pictures and needs nothing else: no script, no network. Its design is
`resources/demo/page.html`; what stands below a picture, and what each story shows and does not, is
a TOML file of that story there.
"""

import struct
import tomllib
from collections.abc import Iterable, Sequence
from datetime import date
from html import escape
from itertools import groupby
from pathlib import Path
from string import Template
from typing import Any, Final, NamedTuple
from urllib.parse import quote

from kiosk.resources import resource

_NUMBER: Final = 3
"""Letters of a picture's file that are its number."""
_SIZE_AT: Final = 16
"""Where a PNG says its width and height, in bytes."""


class Figure(NamedTuple):
    """What was counted: the figure as it is read, and what it counts."""

    number: str
    of: str


def write_page(
    name: str, out: Path, *, steps: Sequence[dict[str, Any]], figures: Iterable[Figure], made: str
) -> Path:
    """Writes `index.html` into the folder of a story; returns it.

    Args:
        name: of the story: `robot` or `improve`, as its texts in `resources/demo/` are called.
        out: the folder, with its pictures and all other files in it.
        steps: what was told, each with `chapter`, `told`, `day` or `seconds`,
            and `pictures`, the names of its files in `out`, where there are any.
        figures: what was counted.
        made: by what it was made, in a line.
    """
    texts = tomllib.loads(resource("demo", f"{name}.toml").read_text(encoding="utf-8"))
    design = Template(resource("demo", "page.html").read_text(encoding="utf-8"))
    parts = {
        "figures": "".join(map(_counted, figures)),
        "chapters": "".join(_chapters(steps, texts["pictures"], out)),
        "shows": _list(texts["shows"]),
        "not_shown": _list(texts["not_shown"]),
        "files": "".join(_files(texts["files"], out)),
    }
    plain = {"title": texts["title"], "lead": texts["lead"], "note": texts["note"], "made": made}
    filled = design.substitute(parts | {key: escape(text) for key, text in plain.items()})
    file = out / "index.html"
    file.write_text(filled, encoding="utf-8")
    return file


def _counted(figure: Figure) -> str:
    # The number stands above its word, but is read after it: a term, then its value.
    return f"<div><dt>{escape(figure.of)}</dt><dd>{escape(figure.number)}</dd></div>\n"


def _chapters(
    steps: Sequence[dict[str, Any]], texts: dict[str, dict[str, str]], out: Path
) -> Iterable[str]:
    for title, told in groupby(steps, lambda step: step["chapter"]):
        items = "".join(_step(step, texts, out) for step in told)
        yield f"<section>\n<h2>{escape(title)}</h2>\n<ol>\n{items}</ol>\n</section>\n"


def _step(step: dict[str, Any], texts: dict[str, dict[str, str]], out: Path) -> str:
    when = day_of(step) or f"after {step['seconds']:.0f} s"
    pictures = "".join(_figure(out / file, texts) for file in step.get("pictures", ()))
    shown = f'<div class="pictures">\n{pictures}</div>\n' if pictures else ""
    words = f'<p>{escape(step["told"])}</p>\n<p class="when">{escape(when)}</p>'
    return f'<li>\n<div class="words">\n{words}\n</div>\n{shown}</li>\n'


def day_of(step: dict[str, Any]) -> str:
    """The day of a step as people write it; "" where the story has no days."""
    if "day" not in step:
        return ""
    day = date.fromisoformat(step["day"])
    return f"{day.day} {day:%B}"


def _figure(file: Path, texts: dict[str, dict[str, str]]) -> str:
    """A picture; one of which nobody wrote anything is called as its file is."""
    text = texts.get(file.stem[_NUMBER:], {})
    alt = text.get("alt") or file.stem[_NUMBER:].replace("-", " ")
    width, height = _size(file)
    shape = "tall" if height > width else "wide"
    return (
        f'<figure class="{shape}"><a href="{quote(file.name)}"><img src="{quote(file.name)}" '
        f'alt="{escape(alt)}" width="{width}" height="{height}"></a>'
        f"<figcaption>{escape(text.get('caption', ''))}</figcaption></figure>\n"
    )


def _size(file: Path) -> tuple[int, int]:
    """Width and height of a PNG, in pixels."""
    with file.open("rb") as png:
        png.seek(_SIZE_AT)
        width, height = struct.unpack(">II", png.read(8))
    return width, height


def _list(lines: Iterable[str]) -> str:
    return "".join(f"<li>{escape(line)}</li>\n" for line in lines)


def _files(texts: dict[str, str], out: Path) -> Iterable[str]:
    """A link to each file of the folder that these patterns name, and what it is."""
    for pattern, what in texts.items():
        for file in sorted(out.glob(pattern)):
            link = f'<a href="{quote(file.name)}">{escape(file.name)}</a>'
            yield f"<li>{link} <span>{escape(what)}</span></li>\n"
