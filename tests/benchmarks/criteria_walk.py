"""The walk over every screen on one panel in one language, for `criteria.py`.

    .venv/bin/python tests/benchmarks/criteria_walk.py PANEL LANGUAGE OUT --themes … --sizes …

Writes one line of JSON for each screen to OUT, so that what was seen outlives a crash.
"""

import argparse
import json
import logging
import os
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import TextIO

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtGui import QGuiApplication

from kiosk.demo.clinic import SampleClinic, sample_clinic
from kiosk.trial.finding import Glass
from kiosk.trial.inspect import findings
from kiosk.trial.measure import FrameWatch
from kiosk.trial.page import Page
from kiosk.trial.texts import capital_px, seen_texts
from kiosk.trial.touch import NotOnScreen, rest
from kiosk.ui.patient.display import TEXT_SIZES, THEMES
from tests.benchmarks.screens import LANGUAGES, PANELS, WALKS, Opened, opened

FIXED = ("back", "continue", "help", "language", "display")
LARGE_MM = 6.1
"""A capital in "Large": 0.7 degrees at 500 mm (EN 301 549 5.1.4)."""

LARGEST = 1.5
STILL_S = 0.12
NOT_REACHED = (AttributeError, LookupError, NotOnScreen, RuntimeError, TypeError, ValueError)


Left = tuple[str, str, str, str]
"""What is violated: its code, the screen, how it was shown, what."""


@dataclass
class Seen:
    """What was seen so far.

    Attributes:
        looks: how often a screen was looked at.
        left: what is violated.
        unreached: the screens that could not be shown, and why.
        warnings: what was logged: what Qt warned of, what broke.
        capitals: the least height of a capital by screen, how it was shown, and size.
        fixed: where the fixed controls were seen, by how they were shown, and which.
    """

    looks: int = 0
    left: list[Left] = field(default_factory=list)
    unreached: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    capitals: dict[tuple[str, int], float] = field(default_factory=dict)
    fixed: defaultdict[tuple[str, str], set[tuple[int, ...]]] = field(
        default_factory=lambda: defaultdict(set)
    )

    def told(self) -> str:
        """One line of JSON of what was seen since the last one, which is forgotten."""
        told = {
            "looks": self.looks,
            "left": self.left,
            "unreached": self.unreached,
            "warnings": self.warnings,
        }
        line = json.dumps(told, ensure_ascii=False)
        self.looks, self.left = 0, []
        self.unreached, self.warnings = Counter(), Counter()
        return line


class Walk:
    """One walk over all screens of a kiosk.

    Args:
        clinic: whose kiosk it is.
        wanted: which themes, sizes and screens.
        out: where the lines go.
    """

    def __init__(self, clinic: SampleClinic, wanted: argparse.Namespace, out: TextIO) -> None:
        self._clinic, self.wanted, self._out = clinic, wanted, out
        self.seen = Seen()

    def over(self) -> None:
        """On the panel and in the language that are wanted."""
        for identity in WALKS:
            self._through(identity)
        self.seen.left += moved(self.seen)
        self._tell("the fixed controls")

    def _through(self, identity: str) -> None:
        panel, language = self.wanted.panel, self.wanted.language
        with opened(self._clinic, panel, language, identity) as open_one:
            watch = FrameWatch(open_one.kiosk.window.root)
            for screen, step in WALKS[identity]:
                try:
                    step(open_one)
                    open_one.finger.wait_for_stillness()
                except NOT_REACHED as cause:
                    self.seen.unreached[f"{screen}: {str(cause)[:100]}"] += 1
                else:
                    if screen.startswith(tuple(self.wanted.screens or [""])):
                        self._look(open_one, watch, screen, f"{panel} {language}")
                self._tell(screen)

    def _tell(self, screen: str) -> None:
        if self.seen.left or self.seen.unreached or self.seen.warnings:
            left = len(self.seen.left) + len(self.seen.warnings)
            where = f"{self.wanted.panel} {self.wanted.language} {screen}"
            told = "not reached" if self.seen.unreached else f"{left} left"
            print(f"{where}: {told}", file=sys.stderr, flush=True)
        print(self.seen.told(), file=self._out, flush=True)

    def _look(self, open_one: Opened, watch: FrameWatch, screen: str, where: str) -> None:
        display, fresh = open_one.patient.display, True
        for theme in self.wanted.themes:
            for size in self.wanted.sizes:
                display.setTheme(theme)
                display.setText(size)
                open_one.finger.wait_for_stillness()
                how = f"{where} {theme} {size}"
                fresh = fresh and "answered" not in screen and screen != "writing"
                self._inspect(open_one, screen, how, fresh=fresh)
                if fresh:
                    self._stands_still(watch, screen, how)
                fresh = False
        display.setTheme(THEMES[0])
        display.setText(0)
        open_one.finger.wait_for_stillness()

    def _inspect(self, open_one: Opened, screen: str, how: str, *, fresh: bool) -> None:
        window, px_per_mm = open_one.kiosk.window.root, PANELS[self.wanted.panel][1]
        shown = open_one.staff if screen.startswith("staff") else open_one.patient
        glass = Glass(
            px_per_mm,
            strong="contrast" in how,
            rtl=bool(shown.speaking.rtl),
            fresh=fresh,
        )
        self.seen.looks += 1
        page = Page(window)
        for found in findings(page, glass, window.grabWindow()):
            self.seen.left.append((found.code, screen, how, found.what))
        self._sizes(page, screen, how, px_per_mm)
        if screen.startswith("question"):
            self._question(open_one, screen, how)

    def _question(self, open_one: Opened, screen: str, how: str) -> None:
        nodes = open_one.finger.nodes()
        if "answered" not in screen and any(node.checked for node in nodes):
            self.seen.left.append(("chosen-before", screen, how, "something is chosen already"))
        for key in FIXED:
            word = open_one.patient.speaking.say(key)
            places = [n.rect.getRect() for n in nodes if n.name == word and n.role == "Button"]
            self.seen.fixed[how, key].update(places)
            if not places:
                self.seen.left.append(("fixed-missing", screen, how, word))

    def _sizes(self, page: Page, screen: str, how: str, px_per_mm: float) -> None:
        texts = seen_texts(page).values()
        found = [capital_px(t.font.family(), int(t.size), t.font.weight()) for t in texts]
        size, kind = int(how[-1]), f"{screen} {how[:-2]}"
        if not found:
            return
        least = self.seen.capitals[kind, size] = min(found)
        if size == 1 and least < LARGE_MM * px_per_mm - 1:
            what = f"capitals of {least / px_per_mm:.1f} mm instead of {LARGE_MM} mm"
            self.seen.left.append(("large-text", screen, how, what))
        large = self.seen.capitals.get((kind, 1), 0.0)
        if size == TEXT_SIZES - 1 and least + 1 < LARGEST * large:
            what = f"{least / large:.2f} times the capitals of large text"
            self.seen.left.append(("largest-text", screen, how, what))

    def _stands_still(self, watch: FrameWatch, screen: str, how: str) -> None:
        if watch.after(lambda: None, patience_s=STILL_S) is not None:
            rest(STILL_S)
            if watch.after(lambda: None, patience_s=STILL_S) is not None:
                self.seen.left.append(("moves", screen, how, "is drawn anew with nobody there"))


def moved(seen: Seen) -> Iterator[Left]:
    """The fixed controls that are not at one place on all questions."""
    for (how, key), places in seen.fixed.items():
        if len(places) > 1:
            yield "fixed-moved", "question", how, f"{key} at {len(places)} places"


class Complaints(logging.Handler):
    """Hears what the kiosk's guard logs: what Qt warns of, and what broke."""

    def __init__(self, seen: Seen) -> None:
        super().__init__(logging.WARNING)
        self.seen = seen

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.warnings[record.getMessage()[:200]] += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("panel", choices=PANELS)
    parser.add_argument("language", choices=LANGUAGES)
    parser.add_argument("out", type=Path)
    parser.add_argument("--themes", nargs="*", default=THEMES, choices=THEMES)
    parser.add_argument("--sizes", nargs="*", type=int, default=range(TEXT_SIZES))
    parser.add_argument("--screens", nargs="*")
    asked = parser.parse_args()
    application = QGuiApplication(["criteria"])
    with sample_clinic(seed=1) as clinic, asked.out.open("w", encoding="utf-8") as out:
        walk = Walk(clinic, asked, out)
        logging.getLogger().addHandler(Complaints(walk.seen))
        walk.over()
    application.quit()


if __name__ == "__main__":
    main()
