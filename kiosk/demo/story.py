"""The story of the demo: one robot patient, a cut line, a killed program, and nothing lost.

Told as it happens, in about a dozen lines; it leaves pictures, the response, the export and
`report.json` in a folder.
"""

import json
import platform
import time
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Final

import PySide6

from kiosk import __version__
from kiosk.demo.child import RobotKiosk
from kiosk.demo.clinic import EARLIER_VISITS, SampleClinic, sample_clinic
from kiosk.demo.desk_walk import EXPORTED
from kiosk.demo.endpoint import Endpoint
from kiosk.demo.rewording import WORDS, reword
from kiosk.demo.walk import GAD7_TOTAL, MARKER
from kiosk.desk.improving.remarks import heard
from kiosk.errors import RefusedError
from kiosk.export.exporting import Request, export_files
from kiosk.forms.response import decode
from kiosk.store import submissions
from kiosk.store.database import Store, open_store

TODAY: Final = 3
"""How many responses the robot patient sends."""

_OURS: Final = (
    "[0-9][0-9]-*.png", "overview.png", "response.json", "export.csv", "report.json", EXPORTED,
)  # fmt: skip


class Story:
    """Tells what happens, a line a step, and keeps it for the report."""

    def __init__(self, out: Path, say: Callable[[str], None]) -> None:
        self.out, self._say = out, say
        self._began = time.monotonic()
        self.steps: list[dict[str, Any]] = []

    def tell(self, line: str, **facts: Any) -> None:
        """One step: the line for people, the facts for the report."""
        seconds = round(time.monotonic() - self._began, 1)
        self.steps.append({"seconds": seconds, "told": line, **facts})
        self._say(f"{seconds:5.1f} s  {line}")


def tell(out: Path, *, seed: int, say: Callable[[str], None]) -> dict[str, Any]:
    """The whole story; returns what `report.json` holds.

    Args:
        out: the folder for pictures and files; what an earlier story left there is replaced.
        seed: of the sample data.
        say: takes each line as it happens.

    Raises:
        RefusedError: the folder can't be written, or something did not happen as it must.
    """
    say("The clinic kiosk on sample data: a robot patient touches the real window.")
    say("About half a minute. Nothing is fetched, and nothing leaves this PC.")
    story = Story(_cleared(out), say)
    with sample_clinic(seed) as clinic:
        say(f"The sample clinic lives in {clinic.directory}, its store has a throw-away key.")
        with Endpoint(clinic.directory / "central") as endpoint:
            _before_the_kill(story, clinic, endpoint)
            _after_the_kill(story, clinic, endpoint)
            _at_the_desk(story, clinic, endpoint)
            counts = _check(story, clinic, endpoint)
    report = _report(story, counts, seed)
    say(f"Pictures (overview.png is all of them), response, export and report: {out.resolve()}")
    return report


def _before_the_kill(story: Story, clinic: SampleClinic, endpoint: Endpoint) -> None:
    with _patient("until-killed", story, clinic, endpoint) as robot:
        _walk_until_killed(story, robot, endpoint)


def _walk_until_killed(story: Story, robot: RobotKiosk, endpoint: Endpoint) -> None:
    up = robot.expect("first-page")
    story.tell(f"The first page stands {up['startSeconds']} s after the program was started.", **up)
    robot.expect("gad7-sent")
    story.tell("GAD-7: seven questions touched, checked and sent. The patient saw no score.")
    endpoint.cut()
    story.tell("The line to the central service is cut.")
    robot.tell("the line is cut")
    kept = robot.expect("pain-kept")
    story.tell(f"Pain today: sent all the same. It is safe on this PC; {kept['waiting']} waits.")
    story.tell("“Was this question OK?” “No answer fits me”: kept without person, answer or time.")
    middle = robot.expect("in-the-middle")
    robot.kill()
    story.tell(
        "What matters to you today: the program is killed in the middle (kill -9).", **middle
    )


def _after_the_kill(story: Story, clinic: SampleClinic, endpoint: Endpoint) -> None:
    with _patient("after-the-kill", story, clinic, endpoint) as robot:
        _walk_after_the_kill(story, clinic, robot, endpoint)
        robot.wait()


def _walk_after_the_kill(
    story: Story, clinic: SampleClinic, robot: RobotKiosk, endpoint: Endpoint
) -> None:
    again = robot.expect("started-again")
    _must(again["shows_nothing"], "the first page shows an answer of the patient before")
    story.tell("Started again: the first page shows nothing of the patient before.", **again)
    finished = robot.expect("finished")
    story.tell(
        f"Staff resume the form with their PIN; it is sent; {finished['waiting']} wait.", **finished
    )
    endpoint.connect()
    robot.tell("the line is back")
    robot.expect("nothing-waits")
    story.tell("The line is back: everything went by itself.")
    _answer_remarks(story, clinic)
    robot.tell("the desk has answered")
    board = robot.expect("board")
    _must(bool(board["text"]), "the board does not show what was done")
    story.tell(f"The first page now says: We said, we did. Now we ask: {WORDS}", **board)


def _at_the_desk(story: Story, clinic: SampleClinic, endpoint: Endpoint) -> None:
    module, url = "kiosk.demo.desk_walk", endpoint.url
    with RobotKiosk(module, clinic=clinic, central=url, out=story.out) as robot:
        seen, made = robot.expect("desk"), robot.expect("visit")
        robot.expect("drill")
        story.tell(
            f"The desk looks at {', '.join(seen['pages'])}; makes a visit by three keys, code "
            f"{made['code']}; takes a drill of "
            "“please look” on.", **(seen | made),
        )  # fmt: skip
        written = robot.expect("exported")
        story.tell(f"It writes {written['file']} after the PIN.", **written)
        robot.wait()


def _patient(stage: str, story: Story, clinic: SampleClinic, endpoint: Endpoint) -> RobotKiosk:
    module, url = "kiosk.demo.walk", endpoint.url
    return RobotKiosk(module, stage, clinic=clinic, central=url, out=story.out)


def _answer_remarks(story: Story, clinic: SampleClinic) -> None:
    store, now = _store(clinic), datetime.now(UTC)
    try:
        group = heard(store, (), today=now.date())["groups"][0]
        form = reword(store, group, now=now)
    finally:
        store.close()
    story.tell(
        f"{group['count']} remarks had come together: the desk asks that question in better words.",
        group=group["id"],
        version=form.version,
    )


def _check(story: Story, clinic: SampleClinic, endpoint: Endpoint) -> dict[str, int]:
    store = _store(clinic)
    try:
        counts = _counts(store, endpoint)
        asked = Request("csv", replace=True)
        now = datetime.now(UTC)
        rows = export_files(store, asked, story.out / "export.csv", by="desk", now=now).count
        _save_response(story, store, endpoint)
    finally:
        store.close()
    told = f"sent {counts['sent']} · lost {counts['lost']} · duplicated {counts['duplicated']}"
    story.tell(f"Counted at the central service: {told}", **counts)
    story.tell(
        f"export.csv: {rows} rows, one of them with the GAD-7 total of {GAD7_TOTAL}.", rows=rows
    )
    hits = _in_clear(clinic.directory / "store")
    _must(hits == 0, "an answer stands in clear in the store")
    story.tell(f"The patient's words in clear in the files of the store: {hits} times.", hits=hits)
    return counts


def _counts(store: Store, endpoint: Endpoint) -> dict[str, int]:
    """What came of the responses of today; the earlier visits are the sample's."""
    ids = [submission.id for submission in _read(store)]
    versions = [endpoint.versions(f"QuestionnaireResponse/{response_id}") for response_id in ids]
    lost = sum(number == 0 for number in versions)
    counts = {
        "sent": len(ids) - lost - EARLIER_VISITS,
        "lost": lost,
        "duplicated": endpoint.count("QuestionnaireResponse", ids) - (len(ids) - lost),
        "sentTwice": sum(number > 1 for number in versions),
    }
    _must(counts["sent"] == TODAY, f"{counts['sent']} of {TODAY} responses arrived")
    _must(counts["lost"] == counts["duplicated"] == 0, "responses were lost or doubled")
    return counts


def _save_response(story: Story, store: Store, endpoint: Endpoint) -> None:
    gad7 = next(r for s in _read(store) if "gad-7" in (r := decode(s.payload))["questionnaire"])
    stored = endpoint.read(f"QuestionnaireResponse/{gad7['id']}")
    for added in ("versionId", "lastUpdated"):
        stored["meta"].pop(added)
    _must(stored == gad7, "the response changed on its way")
    _write_json(story.out / "response.json", gad7)


def _read(store: Store) -> list[submissions.Submission]:
    with store.reading() as connection:
        return list(submissions.submissions(connection))


def _store(clinic: SampleClinic) -> Store:
    return open_store(clinic.directory / "store", clinic.key)


def _in_clear(directory: Path) -> int:
    files = (file for file in directory.rglob("*") if file.is_file())
    return sum(file.read_bytes().count(MARKER.encode()) for file in files)


def _must(holds: bool, fault: str) -> None:  # noqa: FBT001
    if not holds:
        raise RefusedError(f"The demo found a fault: {fault}.", advice="Please report this.")


def _cleared(out: Path) -> Path:
    try:
        out.mkdir(parents=True, exist_ok=True)
        for pattern in _OURS:
            for file in out.glob(pattern):
                file.unlink()
    except OSError as cause:
        raise RefusedError(
            f"{out} can't be written: {cause.strerror}.", advice="Name another folder with --out."
        ) from cause
    return out


def _report(story: Story, counts: dict[str, int], seed: int) -> dict[str, Any]:
    report = {
        "steps": story.steps,
        "counts": counts,
        "pictures": len(list(story.out.glob("[0-9][0-9]-*.png"))),
        "seed": seed,
        "versions": {
            "kiosk": __version__, "python": platform.python_version(), "qt": PySide6.__version__,
        },
    }  # fmt: skip
    _write_json(story.out / "report.json", report)
    return report


def _write_json(file: Path, document: Any) -> None:
    file.write_text(json.dumps(document, ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
