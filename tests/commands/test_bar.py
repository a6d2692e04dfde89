"""The bar of `kiosk sync`: on a terminal alone, drawn over itself, and gone at the end."""

from datetime import datetime, timedelta
from io import StringIO

from kiosk.commands.bar import Bar, share_line
from kiosk.sync.outgoing import Progress
from kiosk.sync.pace import Share


class Terminal(StringIO):
    def isatty(self) -> bool:
        return True


def test_it_shows_figures_and_about_how_long_and_leaves_nothing(now: datetime) -> None:
    out, clock = Terminal(), [now]
    bar = Bar(out, now=lambda: clock[0])
    clock[0] += timedelta(seconds=60)
    bar.tell(Progress(1200, 4, 3796))
    assert out.getvalue() == "\rSending [#####...................] 1,204 of 5,000, about 3 minutes"
    bar.end()
    assert out.getvalue().endswith("\r" + " " * 66 + "\r")


def test_nothing_is_drawn_beside_a_terminal_or_a_json_document(now: datetime) -> None:
    for out, quiet in ((StringIO(), False), (Terminal(), True)):
        bar = Bar(out, now=lambda: now, quiet=quiet)
        bar.tell(Progress(1, 0, 1))
        bar.end()
        assert out.getvalue() == ""


def test_all_of_it_is_a_full_bar() -> None:
    assert share_line(Share(7, 7, None)) == f"[{'#' * 24}] 7 of 7"
    assert share_line(Share(0, 1, 1)).endswith("0 of 1, about 1 minute")


def test_many_steps_are_drawn_now_and_then(now: datetime) -> None:
    out = Terminal()
    bar = Bar(out, now=lambda: now, doing="Exporting")

    for done in range(1, 10_001):
        bar.steps(done, 10_000)

    assert out.getvalue().count("\r") == 200
    assert out.getvalue().endswith(f"\rExporting [{'#' * 24}] 10,000 of 10,000")
