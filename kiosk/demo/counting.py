"""What became of everything that the robots of the story sent and wrote, counted at the end."""

from datetime import UTC, datetime
from pathlib import Path
from typing import Final

from kiosk.demo.clinic import EARLIER_VISITS, SampleClinic
from kiosk.demo.endpoint import Endpoint
from kiosk.demo.telling import Telling, must, write_json
from kiosk.demo.walk import GAD7_TOTAL, MARKER
from kiosk.export.exporting import Request, export_files
from kiosk.forms.response import decode
from kiosk.store import submissions
from kiosk.store.database import Store, open_store

TODAY: Final = 3
"""How many responses the robot patient sends."""


def check(story: Telling, clinic: SampleClinic, endpoint: Endpoint) -> tuple[dict[str, int], int]:
    """What was sent, lost and doubled; how often the patient's words stand in clear."""
    store = open_store(clinic.directory / "store", clinic.key)
    try:
        counts = _counts(store, endpoint)
        asked = Request("csv", replace=True)
        now = datetime.now(UTC)
        rows = export_files(store, asked, story.out / "export.csv", by="desk", now=now).count
        _save_response(story, store, endpoint)
    finally:
        store.close()
    story.tell(
        f"Counted at the central service: {counts['sent']} sent, {counts['lost']} lost, "
        f"{counts['duplicated']} doubled.", **counts,
    )  # fmt: skip
    story.tell(
        f"export.csv holds {rows} responses: these {TODAY} and {EARLIER_VISITS} of earlier days; "
        f"one is the GAD-7, with its total of {GAD7_TOTAL}.", rows=rows,
    )  # fmt: skip
    hits = _in_clear(clinic.directory / "store")
    must(hits == 0, "an answer stands in clear in the store")
    story.tell(
        "Every file of the store was searched for the words that the patient wrote. They stand "
        f"in clear {hits} times.", hits=hits,
    )  # fmt: skip
    return counts, hits


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
    must(counts["sent"] == TODAY, f"{counts['sent']} of {TODAY} responses arrived")
    must(counts["lost"] == counts["duplicated"] == 0, "responses were lost or doubled")
    return counts


def _save_response(story: Telling, store: Store, endpoint: Endpoint) -> None:
    gad7 = next(r for s in _read(store) if "gad-7" in (r := decode(s.payload))["questionnaire"])
    stored = endpoint.read(f"QuestionnaireResponse/{gad7['id']}")
    for added in ("versionId", "lastUpdated"):
        stored["meta"].pop(added)
    must(stored == gad7, "the response changed on its way")
    write_json(story.out / "response.json", gad7)


def _read(store: Store) -> list[submissions.Submission]:
    with store.reading() as connection:
        return list(submissions.submissions(connection))


def _in_clear(directory: Path) -> int:
    files = (file for file in directory.rglob("*") if file.is_file())
    return sum(file.read_bytes().count(MARKER.encode()) for file in files)
