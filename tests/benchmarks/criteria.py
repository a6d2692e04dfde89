"""What of the acceptance criteria holds on every screen, and exactly what does not.

    .venv/bin/python tests/benchmarks/criteria.py
        --panels 10 1920 1080x1920   only panels whose name has one of these in it
        --languages en ar longer     "longer": English, all words 40 % longer
        --themes light contrast      of those the display offers
        --sizes 0 1 2                of the text
        --screens attract question   only screens whose name begins with one of these
        --all                        list every violation, not one line for each kind

Every screen is looked at in every theme and size. The criteria that a look at a screen can't show
name the tests that do; those are not run here. Ends with 1 where anything is left.
"""

import argparse
import logging
import os
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("QT_QUICK_BACKEND", "software")

from PySide6.QtGui import QGuiApplication
from screens import LANGUAGES, PANELS, WALKS, Opened, opened

from kiosk.demo.clinic import SampleClinic, sample_clinic
from kiosk.trial.finding import Glass
from kiosk.trial.inspect import inspect
from kiosk.trial.measure import FrameWatch
from kiosk.trial.page import Page
from kiosk.trial.texts import capital_px, seen_texts
from kiosk.trial.touch import NotOnScreen, rest
from kiosk.ui.patient.display import TEXT_SIZES, THEMES

TESTS = Path(__file__).parents[1]
FIXED = ("back", "continue", "help", "language", "display")
LARGE_MM = 6.1
"""A capital in "Large": 0.7 degrees at 500 mm (EN 301 549 5.1.4)."""

LARGEST = 1.5
STILL_S = 0.12
NOT_REACHED = (AttributeError, LookupError, NotOnScreen, RuntimeError, TypeError, ValueError)


@dataclass(frozen=True)
class Criterion:
    """One acceptance criterion: what proves it here, or where its tests are."""

    number: int
    what: str
    codes: tuple[str, ...] = ()
    tests: tuple[str, ...] = ()


CRITERIA = (
    Criterion(1, "targets 20 x 20 mm, 3 mm apart", ("small-target", "small-gap")),
    Criterion(2, "capitals 4.8 mm; larger sizes", ("small-text", "large-text", "largest-text")),
    Criterion(3, "contrast, from the pixels", ("low-contrast", "low-contrast-edge")),
    Criterion(4, "nothing clipped", ("clipped-text", "broken-word", "off-window")),
    Criterion(
        5, "all named, all read, one heading, in order",
        ("unnamed-node", "unseen-text", "no-heading", "many-headings", "order"),
    ),
    Criterion(6, "the focus begins at the heading", ("focus",)),
    Criterion(10, "touch forgives", tests=("ui/test_touch.py", "ui/test_guard.py")),
    Criterion(11, "fast enough", tests=("benchmarks/bench_window.py",)),
    Criterion(12, "idle", tests=("ui/test_idle*.py", "ui/test_patient_walk.py")),
    Criterion(13, "nothing left", tests=("ui/test_nothing_left.py", "ui/test_deleting.py")),
    Criterion(14, "kept at once", tests=("store/test_durability.py", "demo/test_killed.py")),
    Criterion(15, "fixed controls do not move", ("fixed-moved", "fixed-missing")),
    Criterion(16, "nothing chosen before", ("chosen-before",), ("ui/kinds/test_*.py",)),
    Criterion(17, "errors by R9-R12", tests=("ui/test_words.py", "ui/test_error*.py")),
    Criterion(18, "dates, numbers, codes", tests=("ui/kinds/test_*.py", "ui/test_number*.py")),
    Criterion(19, "identity", tests=("ui/test_ident*.py", "store/test_visit*.py")),
    Criterion(22, "asked once in a packet", tests=("ui/test_packet*.py", "forms/test_packet*.py")),
    Criterion(24, "privacy", tests=("ui/test_patient_walk.py", "ui/test_nothing_left.py")),
    Criterion(26, "cleaning", tests=("ui/test_clean*.py", "ui/staff/test_clean*.py")),
    Criterion(29, "nothing moves by itself", ("moves",)),
    Criterion(30, "an equal way beside", tests=("ui/kinds/test_body*.py", "ui/test_body*.py")),
)  # fmt: skip


@dataclass
class Seen:
    """What was seen so far.

    Attributes:
        looks: how often a screen was looked at.
        left: what is violated: code, screen, how it was shown, what.
        unreached: the screens that could not be shown, and why.
        warnings: what was logged: what Qt warned of, what broke.
    """

    looks: int = 0
    left: list[tuple[str, str, str, str]] = field(default_factory=list)
    unreached: Counter[str] = field(default_factory=Counter)
    warnings: Counter[str] = field(default_factory=Counter)
    capitals: dict[tuple[str, int], float] = field(default_factory=dict)
    fixed: defaultdict[str, defaultdict[str, set[tuple[int, ...]]]] = field(
        default_factory=lambda: defaultdict(lambda: defaultdict(set))
    )


class Walk:
    """One walk over all screens of a kiosk."""

    def __init__(self, seen: Seen, wanted: argparse.Namespace) -> None:
        self.seen, self.wanted = seen, wanted

    def over(self, clinic: SampleClinic, panel: str, language: str) -> None:
        """On one panel, in one language."""
        for identity in WALKS:
            self._through(clinic, panel, language, identity)

    def _through(self, clinic: SampleClinic, panel: str, language: str, identity: str) -> None:
        with opened(clinic, panel, language, identity) as open_one:
            watch = FrameWatch(open_one.kiosk.window.root)
            for screen, step in WALKS[identity]:
                try:
                    step(open_one)
                    open_one.finger.wait_for_stillness()
                except NOT_REACHED as cause:
                    self.seen.unreached[f"{screen}: {str(cause)[:100]}"] += 1
                    continue
                if screen.startswith(tuple(self.wanted.screens or [""])):
                    self._look(open_one, watch, screen, f"{panel} {language}")

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
        window, px_per_mm = open_one.kiosk.window.root, PANELS[" ".join(how.split()[:2])][1]
        glass = Glass(
            px_per_mm,
            strong="contrast" in how,
            rtl=bool(open_one.patient.speaking.rtl),
            fresh=fresh,
        )
        self.seen.looks += 1
        for found in inspect(window, glass):
            self.seen.left.append((found.code, screen, how, found.what))
        page = Page(window)
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
            self.seen.fixed[how][key].update(places)
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


def moved(seen: Seen) -> Iterator[tuple[str, str, str, str]]:
    """The fixed controls that are not at one place on all questions."""
    for how, places in seen.fixed.items():
        for key, rects in places.items():
            if len(rects) > 1:
                yield "fixed-moved", "question", how, f"{key} at {len(rects)} places"


def proof(criterion: Criterion) -> str:
    """Where the tests of a criterion are, and how many."""
    files = sorted({file for glob in criterion.tests for file in TESTS.glob(glob)})
    if not files:
        return "looked at here" if criterion.codes else "no proof yet"
    count = sum(file.read_text(encoding="utf-8").count("\ndef test_") for file in files)
    names = ", ".join(str(file.relative_to(TESTS)) for file in files[:3])
    return f"{count} tests: {names}" if count else names


def table(seen: Seen, *, every: bool) -> None:
    """Prints what was looked at and what is left."""
    left = seen.left + list(moved(seen))
    print(f"\n{'AC':>3}  {'criterion':<44} {'looks':>6} {'left':>6}  proof")
    for one in CRITERIA:
        count = sum(code in one.codes for code, *_ in left)
        shown = (seen.looks, count) if one.codes else ("-", "-")
        print(f"{one.number:>3}  {one.what:<44} {shown[0]:>6} {shown[1]:>6}  {proof(one)}")
    print()
    for title, lines in (("not reached", seen.unreached), ("logged", seen.warnings)):
        for line, count in lines.items():
            print(f"{title}: {line} ({count} times)")
    by_kind = defaultdict(list)
    for code, screen, how, what in sorted(left):
        by_kind[code, what if not every else f"{screen} {how} {what}"].append((screen, how))
    for (code, what), places in by_kind.items():
        screen, how = places[0]
        print(f"{code:<18} {len(places):>5} x  {what[:110]}   [{screen}; {how}]")


def wanted() -> argparse.Namespace:
    """What the command line asks for."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--panels", nargs="*", default=[""])
    parser.add_argument("--languages", nargs="*", default=LANGUAGES, choices=LANGUAGES)
    parser.add_argument("--themes", nargs="*", default=THEMES, choices=THEMES)
    parser.add_argument("--sizes", nargs="*", type=int, default=range(TEXT_SIZES))
    parser.add_argument("--screens", nargs="*")
    parser.add_argument("--all", action="store_true")
    return parser.parse_args()


class Complaints(logging.Handler):
    """Hears what the kiosk's guard logs: what Qt warns of, and what broke."""

    def __init__(self, seen: Seen) -> None:
        super().__init__(logging.WARNING)
        self.seen = seen

    def emit(self, record: logging.LogRecord) -> None:
        self.seen.warnings[record.getMessage()[:200]] += 1


def main() -> int:
    asked, seen, began = wanted(), Seen(), time.perf_counter()

    application = QGuiApplication(["criteria"])
    logging.getLogger().addHandler(Complaints(seen))
    with sample_clinic(seed=1) as clinic:
        for panel in (one for one in PANELS if any(part in one for part in asked.panels)):
            for language in asked.languages:
                Walk(seen, asked).over(clinic, panel, language)
                print(f"{panel} {language}: {seen.looks} looks", file=sys.stderr)
    application.quit()
    table(seen, every=asked.all)
    print(f"\n{seen.looks} looks in {time.perf_counter() - began:.0f} s")
    return int(bool(seen.left or seen.unreached or seen.warnings))


if __name__ == "__main__":
    raise SystemExit(main())
