"""Looks at one page of a shown window: its accessibility tree, its items and its pixels.

    glass = Glass(px_per_mm=3.6, strong=False, rtl=False, fresh=True)
    for finding in inspect(window.root, glass):
        finding.code, finding.what, finding.box

The codes, each with the criterion of the patient experience it belongs to:

    unnamed-node       AC 5   something to touch has no name, or is not in the tree
    unseen-text        AC 5   a visible text that no node says
    clipped-text       AC 4   truncated, painted beyond its place or its clip, or covered
    broken-word        AC 4   a word goes on in the next line
    off-window         AC 4   a text or target leaves the window
    small-text         AC 2   capitals under 4.8 mm
    small-target       AC 1   under 20 x 20 mm; 16 mm for keys of keyboards and pads
    small-gap          AC 1   targets closer than 3 mm
    low-contrast       AC 3   text under 7:1, large text under 4.5:1, in contrast themes under 15:1
    low-contrast-edge  AC 3   an outline, focus ring or mark of what is chosen under 3:1
    no-heading         AC 5   and many-headings: exactly one says what a page is
    order              AC 5   read in another order than seen
    focus              AC 6   not on the heading of a fresh page; or on something that is not seen

What it can't see: texts within pictures, and whether the words are right.
"""

from PySide6.QtGui import QImage
from PySide6.QtQuick import QQuickWindow

from kiosk.trial.contrast import contrast_findings
from kiosk.trial.edges import edge_findings
from kiosk.trial.finding import Finding, Glass
from kiosk.trial.page import Page
from kiosk.trial.pixels import Pixels
from kiosk.trial.reading import reading_findings
from kiosk.trial.targets import target_findings
from kiosk.trial.texts import seen_texts, text_findings


def inspect(window: QQuickWindow, glass: Glass, image: QImage | None = None) -> list[Finding]:
    """All that is wrong with the page a window shows.

    Args:
        window: shown and laid out.
        glass: the panel and how it is shown.
        image: a picture of it, where one was taken already.
    """
    return findings(Page(window), glass, image or window.grabWindow())


def findings(page: Page, glass: Glass, image: QImage) -> list[Finding]:
    """The same of a page that was read already.

    Args:
        page: as it is now.
        glass: the panel and how it is shown.
        image: its picture.
    """
    texts = seen_texts(page)
    pixels = Pixels(image, int(page.window.width))
    return [
        *target_findings(page, glass),
        *text_findings(page, texts, glass),
        *contrast_findings(list(texts.values()), pixels, glass),
        *edge_findings(page, pixels, glass),
        *reading_findings(page, glass),
    ]
