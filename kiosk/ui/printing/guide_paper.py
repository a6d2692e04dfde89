"""A guide as it is printed: the poster's first page is the one that hangs on the wall."""

from typing import BinaryIO, Final

from kiosk.guides import Guide
from kiosk.papers.guide import Cover, write_guide
from kiosk.papers.sheet import Sheet
from kiosk.papers.wall import draw_poster
from kiosk.ui.printing.printing import paper_words, wall
from kiosk.ui.wording.words import ENGLISH

POSTER: Final = "poster"
"""The guide whose first page is drawn as `kiosk papers poster` draws it."""


def write_guide_paper(guide: Guide, out: BinaryIO, *, paper: str = "a4") -> int:
    """The guide as PDF; how many pages it has. Needs `paper_application`.

    Raises:
        OSError: it can't be written.
    """
    return write_guide(
        guide, out, paper=paper, cover=_cover(paper) if guide.name == POSTER else None
    )


def _cover(paper: str) -> Cover:
    """The poster of no clinic by name: to print without any settings."""
    made = wall(paper_words(), ENGLISH, clinic="", languages=(), logo=None)

    def draw(sheet: Sheet) -> None:
        draw_poster(made, sheet, paper=paper)

    return draw
