"""The story of the demo: one robot patient, a cut line, a killed program, and nothing lost.

Told as it happens, in less than twenty lines; it leaves pictures, the response, the exports,
`report.json`, and all of it on one page, `index.html`, in a folder.
"""

from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

from kiosk.demo.album import PICTURES
from kiosk.demo.child import RobotKiosk
from kiosk.demo.clinic import SampleClinic, sample_clinic
from kiosk.demo.counting import check
from kiosk.demo.desk_walk import EXPORTED
from kiosk.demo.endpoint import Endpoint
from kiosk.demo.page import Figure, write_page
from kiosk.demo.rewording import WORDS, asked_before, reword
from kiosk.demo.telling import Telling, cleared, made_by, must, versions, write_json, writing
from kiosk.demo.voice import Voice
from kiosk.desk.improving.remarks import heard
from kiosk.store.database import open_store

STEPS: Final = 17
"""How many steps the story has."""

_OURS: Final = (
    PICTURES, "overview.png", "response.json", "export.csv", "report.json", "index.html", EXPORTED,
)  # fmt: skip


def tell(out: Path, *, seed: int, voice: Voice) -> dict[str, Any]:
    """The whole story; returns what `report.json` holds.

    Args:
        out: the folder for pictures and files; what an earlier story left there is replaced.
        seed: of the sample data.
        voice: takes each line as it happens.

    Raises:
        RefusedError: the folder can't be written, or something did not happen as it must.
    """
    story = Telling(voice, cleared(out, _OURS), of=STEPS)
    story.chapter("A patient answers", "The clinic is set up")
    with sample_clinic(seed) as clinic:
        voice.say(
            f"The clinic lives in {clinic.directory}, encrypted with a key that nobody keeps, and "
            "is deleted at the end."
        )
        with Endpoint(clinic.directory / "central") as endpoint:
            _before_the_kill(story, clinic, endpoint)
            _after_the_kill(story, clinic, endpoint)
            _at_the_desk(story, clinic, endpoint)
            counts, hits = check(story, clinic, endpoint)
    report = _report(story, counts, seed)
    counted = _figures(counts, hits)
    with writing(out):
        write_page("robot", out, steps=story.steps, figures=counted, made=made_by(seed))
    pictures = len(report["pictures"])
    voice.say(f"All of it on one page, with {pictures} pictures: index.html in {out.resolve()}")
    return report


def _before_the_kill(story: Telling, clinic: SampleClinic, endpoint: Endpoint) -> None:
    with _patient("until-killed", story, clinic, endpoint) as robot:
        _first_patient(story, robot)
        _without_network(story, robot, endpoint)
        story.chapter("The program is killed", "A patient begins to write")
        middle = robot.expect("in-the-middle")
        robot.kill()
        story.tell(
            "A patient writes what matters to them today. In the middle of it the program is "
            "killed (kill -9): it gets no chance to save anything.", **middle,
        )  # fmt: skip


def _first_patient(story: Telling, robot: RobotKiosk) -> None:
    story.now("The screen in the waiting room comes up")
    up = robot.expect("first-page")
    story.tell(
        f"The screen in the waiting room is ready, {up['startSeconds']:.1f} s after its program "
        "was started.", **up,
    )  # fmt: skip
    story.now("A patient answers seven questions about worries (GAD-7)")
    sent = robot.expect("gad7-sent")
    story.tell(
        "A patient touches seven answers about worries (GAD-7), checks them and sends them. They "
        "see no score: that is for their care team.", **sent,
    )  # fmt: skip


def _without_network(story: Telling, robot: RobotKiosk, endpoint: Endpoint) -> None:
    story.chapter("Without a network", "The line is cut")
    endpoint.cut()
    story.tell("The network fails. From now on nothing reaches the central service.")
    robot.tell("the line is cut")
    story.now("A patient answers about pain")
    said = robot.expect("remark")
    story.tell(
        "The next patient is asked where it hurts. “Was this question OK?” “No answer fits me.” "
        "That is kept without their name, their answers or the time.", **said,
    )  # fmt: skip
    story.now("They send it, with no network")
    kept = robot.expect("pain-kept")
    story.tell(
        f"They send the form all the same. It is safe on this PC; {kept['waiting']} waits for the "
        "line.", **kept,
    )  # fmt: skip
    story.now("Somebody reads the same form in Arabic")
    gone = robot.expect("arabic")
    must(gone["kept"] == 0, "a form that its patient deleted is still there")
    story.tell(
        "Somebody begins that form in Arabic, and touches “I have to go”. Nothing of it is kept.",
        **gone,
    )


def _after_the_kill(story: Telling, clinic: SampleClinic, endpoint: Endpoint) -> None:
    story.now("The program starts again")
    with _patient("after-the-kill", story, clinic, endpoint) as robot:
        _resumed(story, robot)
        _line_is_back(story, clinic, robot, endpoint)
        robot.wait()


def _resumed(story: Telling, robot: RobotKiosk) -> None:
    again = robot.expect("started-again")
    must(again["shows_nothing"], "the first page shows an answer of the patient before")
    story.tell("It starts again, and shows nobody what was written before.", **again)
    story.now("Reception gives the form back to the patient")
    finished = robot.expect("finished")
    story.tell(
        "Reception types a PIN and hands the screen back: every word is still there. The patient "
        f"ends the form and sends it; {finished['waiting']} forms wait now.", **finished,
    )  # fmt: skip


def _line_is_back(
    story: Telling, clinic: SampleClinic, robot: RobotKiosk, endpoint: Endpoint
) -> None:
    story.chapter("Everything arrives", "The line comes back")
    endpoint.connect()
    robot.tell("the line is back")
    robot.expect("nothing-waits")
    story.tell("The network is back. What waited went by itself; nobody had to do anything.")
    story.chapter("We said, we did", "The clinic answers what patients said")
    changed = _answer_remarks(clinic)
    robot.tell("the desk has answered")
    board = robot.expect("board")
    must(bool(board["text"]), "the board does not show what was done")
    story.tell(
        f"{changed['remarks']} patients had said that “{changed['words']}” is no good as it is. "
        "The clinic changes it, and the first page tells everybody. We said, we did. Now we ask: "
        f"“{WORDS}”", **(changed | board),
    )  # fmt: skip


def _at_the_desk(story: Telling, clinic: SampleClinic, endpoint: Endpoint) -> None:
    module, url = "kiosk.demo.desk_walk", endpoint.url
    story.chapter("At the desk", "Reception opens its window")
    with RobotKiosk(module, clinic=clinic, central=url, out=story.out) as robot:
        for seen in robot.follow("desk"):
            if seen["event"] == "page":
                story.now(f"Reception looks at {seen['page']}")
        story.tell(f"Reception looks at every page: {_listed(seen['pages'])}.", **seen)
        story.now("Reception makes a visit, and takes a drill on")
        made = robot.expect("drill")
        story.tell(
            f"Three keys make a visit; its code is {made['code']}. Then an alert is practised: "
            "“please look”, and reception says that somebody goes.", **made,
        )  # fmt: skip
        story.now("Reception writes a spreadsheet")
        written = robot.expect("exported")
        story.tell(f"After the PIN all answers are written to {written['file']}.", **written)
        story.chapter("Counted", "All that was sent is counted")
        robot.wait()


def _listed(names: list[str]) -> str:
    return f"{', '.join(names[:-1])} and {names[-1]}"


def _patient(stage: str, story: Telling, clinic: SampleClinic, endpoint: Endpoint) -> RobotKiosk:
    module, url = "kiosk.demo.walk", endpoint.url
    return RobotKiosk(module, stage, clinic=clinic, central=url, out=story.out)


def _answer_remarks(clinic: SampleClinic) -> dict[str, Any]:
    """What patients said most is answered by better words; what was said, and the new version."""
    store, now = open_store(clinic.directory / "store", clinic.key), datetime.now(UTC)
    try:
        group = heard(store, (asked_before(),), today=now.date())["groups"][0]
        form = reword(store, group, now=now)
    finally:
        store.close()
    return {
        "remarks": group["count"], "words": group["question"],
        "group": group["id"], "version": form.version,
    }  # fmt: skip


def _report(story: Telling, counts: dict[str, int], seed: int) -> dict[str, Any]:
    report = {
        "steps": story.steps,
        "counts": counts,
        "pictures": [file.name for file in sorted(story.out.glob(PICTURES))],
        "seed": seed,
        "versions": versions(),
    }  # fmt: skip
    write_json(story.out / "report.json", report)
    return report


def _figures(counts: dict[str, int], hits: int) -> Iterable[Figure]:
    return (
        Figure(str(counts["sent"]), "forms sent by patients"),
        Figure(str(counts["lost"]), "of them lost"),
        Figure(str(counts["duplicated"]), "of them doubled"),
        Figure(str(hits), "times a patient's words in clear on the disk"),
    )
