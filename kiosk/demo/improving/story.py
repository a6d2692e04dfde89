"""Tells the story of one bad question as it happens, and keeps what was counted.

Whoever asked for it reads two dozen sentences; the folder holds the pictures in order, the board as
it hangs on the wall, the export, `report.json`, and `index.html` with all of it on one page.
"""

from collections.abc import Iterable, Iterator
from math import ceil
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Final

from kiosk.demo.album import PICTURES
from kiosk.demo.child import RobotKiosk
from kiosk.demo.clinic import SampleClinic
from kiosk.demo.improving.clinic import BOARD
from kiosk.demo.page import Figure, day_of, write_page
from kiosk.demo.telling import Telling, cleared, made_by, versions, write_json, writing
from kiosk.demo.voice import Voice
from kiosk.store.key import new_key

MODULE: Final = "kiosk.demo.improving.walk"
MOST_ACTIONS: Final = 9
MOST_SECONDS: Final = 300
MOST_TOUCHES: Final = 3
"""Goals G1 and G2 of `kiosk guide improving`: from the card to the pilot, and of a remark."""

_TOLD: Final = frozenset({"event", "told"})
_WEEKLY: Final = 30
"""So many patients come in a week."""
_ENOUGH_TO_GUESS: Final = 15
"""After so many it can be said how long all will take."""

_OURS: Final = (
    PICTURES, "overview.png", "export.csv", "report.json", "index.html", BOARD,
)  # fmt: skip


def tell_improving(out: Path, *, seed: int, voice: Voice) -> dict[str, Any]:
    """The whole story; returns what `report.json` holds.

    Args:
        out: the folder for pictures and files; what an earlier story left there is replaced.
        seed: of the patients who come, and of who gets which words.
        voice: takes each line as it happens.

    Raises:
        RefusedError: the folder can't be written, or something did not happen as it must.
    """
    telling = Telling(voice, cleared(out, _OURS))
    telling.now("The clinic is set up, and opens")
    counts = _lived_through(telling, voice, seed)
    report = _report(out, telling.steps, counts, seed)
    figures, made = _figures(counts), made_by(seed)
    with writing(out):
        write_page("improve", out, steps=telling.steps, figures=figures, made=made)
    for line in _summary(counts):
        voice.say(line)
    voice.say(
        f"All of it on one page, with {len(report['pictures'])} pictures: index.html in "
        f"{out.resolve()}"
    )
    return report


def _lived_through(telling: Telling, voice: Voice, seed: int) -> dict[str, Any]:
    """Tells each step as the robots report it; what was counted in the end."""
    counts: dict[str, Any] = {}
    with TemporaryDirectory(prefix="kiosk-demo-") as name:
        clinic = SampleClinic(Path(name), new_key())
        with RobotKiosk(MODULE, str(seed), clinic=clinic, central="", out=telling.out) as robot:
            for one in robot.follow("done"):
                if one["event"] == "patient":
                    voice.still(_where(one, telling.seconds))
                elif one["event"] == "step":
                    facts = {name: fact for name, fact in one.items() if name not in _TOLD}
                    telling.tell(one["told"], f"{day_of(one)}. ", **facts)
                else:
                    counts = one["counts"]
            robot.wait()
    return counts


def _where(at: dict[str, Any], seconds: float) -> str:
    """How far the story is, and how long it will take if it needs all its weeks."""
    said = f"     now  Week {at['week']} of at most {at['of']}, patient {at['patients']}."
    left = seconds / at["patients"] * (at["of"] * _WEEKLY - at["patients"])
    guessed = at["patients"] >= _ENOUGH_TO_GUESS
    return f"{said} Up to {max(1, round(left / 60))} min to go." if guessed else said


def _summary(counts: dict[str, Any]) -> Iterator[str]:
    """What the goals are about."""
    way, arms = counts["fromCardToPilot"], counts["arms"]
    new, old = arms["pilot"], arms["control"]
    yield (
        f"{counts['patients']} patients came. In the trial the old words troubled "
        f"{old['troubled']} of {old['sittings']}, the new ones {new['troubled']} of "
        f"{new['sittings']}: {counts['judged'].replace('-', ' ')} (P {counts['better']})."
    )
    yield (
        f"From the card of the week to the trial: {way['actions']} actions (goal {MOST_ACTIONS}), "
        f"{way['seconds']} s hands-on (goal {MOST_SECONDS})."
    )
    yield (
        f"A remark: {counts['remarkTouches']} touches (goal {MOST_TOUCHES}). All that staff did in "
        f"these weeks: {counts['staffActions']} actions, {counts['staffMinutes']} minutes."
    )


def _figures(counts: dict[str, Any]) -> Iterable[Figure]:
    new, old = counts["arms"]["pilot"], counts["arms"]["control"]
    return (
        Figure(str(counts["patients"]), "patients, all of them robots"),
        Figure(_percent(old), "of them stumbled over the old words, in the trial"),
        Figure(_percent(new), "stumbled over the new ones"),
        Figure(f"{ceil(counts['staffMinutes'])} min", "of staff time, in all these weeks"),
    )


def _percent(arm: dict[str, int]) -> str:
    return f"{round(100 * arm['troubled'] / arm['sittings'])}%"


def _report(
    out: Path, steps: list[dict[str, Any]], counts: dict[str, Any], seed: int
) -> dict[str, Any]:
    report = {
        "steps": steps,
        "counts": counts,
        "goals": {
            "actions": MOST_ACTIONS, "seconds": MOST_SECONDS, "remarkTouches": MOST_TOUCHES,
        },
        "pictures": [file.name for file in sorted(out.glob(PICTURES))],
        "seed": seed,
        "versions": versions(),
    }  # fmt: skip
    write_json(out / "report.json", report)
    return report
