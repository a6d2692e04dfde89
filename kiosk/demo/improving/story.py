"""Tells the story of one bad question as it happens, and keeps what was counted.

Whoever asked for it reads a dozen sentences; the folder holds the pictures in order, the board as
it hangs on the wall, the export, `report.json`, and `index.html` with all of it on one page.
"""

import json
import time
from collections.abc import Callable, Sequence
from html import escape
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from kiosk.demo.child import RobotKiosk
from kiosk.demo.clinic import SampleClinic
from kiosk.errors import RefusedError
from kiosk.store.key import new_key

MODULE: Final = "kiosk.demo.improving.walk"
MOST_ACTIONS: Final = 9
MOST_SECONDS: Final = 300
MOST_TOUCHES: Final = 3
"""Goals G1 and G2 of the reference: from the card to the pilot, and of a remark."""

_OURS: Final = (
    "[0-9][0-9]-*.png", "overview.png", "export.csv", "report.json", "index.html", "*.pdf",
)  # fmt: skip
_PAGE: Final = """<!doctype html>
<html lang="en"><meta charset="utf-8"><title>One bad question</title>
<style>body{{font:17px/1.5 sans-serif;max-width:70rem;margin:2rem auto;padding:0 1rem}}
img{{max-width:100%;border:1px solid #bbb}}figure{{margin:2rem 0}}</style>
<h1>One bad question, from the patients to the board</h1>
<ol>{steps}</ol>{pictures}</html>
"""


def tell_improving(out: Path, *, seed: int, say: Callable[[str], None]) -> dict[str, Any]:
    """The whole story; returns what `report.json` holds.

    Args:
        out: the folder for pictures and files; what an earlier story left there is replaced.
        seed: of the patients who come, and of who gets which words.
        say: takes each line as it happens.

    Raises:
        RefusedError: the folder can't be written, or something did not happen as it must.
    """
    say("One bad question: simulated patients at the real screen, staff at the real desk.")
    say("Weeks of the clinic in some minutes. Nothing is fetched, and nothing leaves this PC.")
    _clear(out)
    steps, began = list[dict[str, Any]](), time.monotonic()
    counts: dict[str, Any] = {}
    with TemporaryDirectory(prefix="kiosk-demo-") as name:
        clinic = SampleClinic(Path(name), new_key())
        with RobotKiosk(MODULE, str(seed), clinic=clinic, central="", out=out) as robot:
            for one in robot.follow("done"):
                if one["event"] == "done":
                    counts = one["counts"]
                    continue
                seconds = round(time.monotonic() - began, 1)
                told = {name: value for name, value in one.items() if name != "event"}
                steps.append({"seconds": seconds, **told})
                say(f"{seconds:6.1f} s  {one['day']}  {one['told']}")
            robot.wait()
    report = _report(out, steps, counts, seed)
    _write_page(out, steps)
    for line in _summary(counts):
        say(line)
    say(f"Pictures (index.html shows all), board, export and report: {out.resolve()}")
    return report


def _summary(counts: dict[str, Any]) -> Sequence[str]:
    """What the goals are about."""
    way, arms = counts["fromCardToPilot"], counts["arms"]
    shares = (f"{name} {one['troubled']} of {one['sittings']}" for name, one in arms.items())
    return (
        f"{counts['patients']} patients; in trouble with it: {', '.join(shares)}.",
        f"Judged: {counts['judged']} (P {counts['better']}).",
        f"From the card to the pilot: {way['actions']} actions (goal {MOST_ACTIONS}).",
        f"The same, hands-on: {way['seconds']} s (goal {MOST_SECONDS}).",
        f"A remark: {counts['remarkTouches']} touches (goal {MOST_TOUCHES}).",
        f"All that staff did: {counts['staffActions']} actions, {counts['staffMinutes']} minutes.",
    )


def _clear(out: Path) -> None:
    try:
        out.mkdir(parents=True, exist_ok=True)
        for file in (file for pattern in _OURS for file in out.glob(pattern)):
            file.unlink()
    except OSError as cause:
        raise RefusedError(
            f"{out} can't be written: {cause.strerror}.", advice="Name another folder with --out."
        ) from cause


def _report(
    out: Path, steps: list[dict[str, Any]], counts: dict[str, Any], seed: int
) -> dict[str, Any]:
    report = {
        "steps": steps,
        "counts": counts,
        "goals": {
            "actions": MOST_ACTIONS, "seconds": MOST_SECONDS, "remarkTouches": MOST_TOUCHES,
        },
        "pictures": [file.name for file in sorted(out.glob("[0-9][0-9]-*.png"))],
        "seed": seed,
    }  # fmt: skip
    text = json.dumps(report, ensure_ascii=False, indent=2) + "\n"
    (out / "report.json").write_text(text, encoding="utf-8")
    return report


def _write_page(out: Path, steps: list[dict[str, Any]]) -> None:
    told = "".join(f"<li>{escape(one['told'])}</li>" for one in steps)
    pictures = "".join(
        f'<figure><img src="{file.name}" alt=""><figcaption>{_caption(file)}</figcaption></figure>'
        for file in sorted(out.glob("[0-9][0-9]-*.png"))
    )
    page = _PAGE.format(steps=told, pictures=pictures)
    (out / "index.html").write_text(page, encoding="utf-8")


def _caption(file: Path) -> str:
    return file.stem[3:].replace("-", " ")
