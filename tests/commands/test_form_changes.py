"""`kiosk form history | recipe`: a form is changed by its file, shared, and taken up elsewhere."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from kiosk.coproduction.editing.edits import SetText
from kiosk.desk.improving.changing import ChangingBook, rights_of
from kiosk.desk.improving.piloting import PilotBook, Wanted
from kiosk.resources import resource
from kiosk.store.staff import StaffMember
from tests.commands.pc import PC, PIN, set_up
from tests.desk.improving.trying import count
from tests.store.finished import pain_form

PLAINER = "Which part of you hurts most?"


@pytest.fixture(scope="module")
def pc(secret_service: dict[str, str], tmp_path_factory: pytest.TempPathFactory) -> PC:
    return set_up(secret_service, tmp_path_factory.mktemp("changes"))


@pytest.fixture(scope="module")
def shared(pc: PC, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The bundled form is reworded here, and the change is a file."""
    folder = tmp_path_factory.mktemp("files")
    raw = json.loads(resource("forms", "pain-today.json").read_text("utf-8"))
    raw["version"] = "1.1.0"
    next(one for one in raw["item"] if one["linkId"] == "pain-where")["text"] = PLAINER
    file = folder / "reworded.json"
    file.write_text(json.dumps(raw))
    added = form(pc, "add", file, "--pin-stdin")
    assert added.returncode == 0, added.stderr
    out = folder / "change.json"
    told = form(pc, "recipe", "pain-today", "--out", out)
    assert told.returncode == 0, told.stderr
    assert "Nothing in it was written by a patient" in told.stdout
    return out


def form(pc: PC, *words: object) -> Any:
    return pc("form", *words, text=f"{PIN}\n")


def test_why_a_question_has_its_words(pc: PC, shared: Path) -> None:
    assert shared.exists()
    told = pc.json("form", "history", "pain-today", "--question", "pain-where")
    (chapters,) = told["questions"].values()
    assert [one["words"] for one in chapters] == [PLAINER, "Where does it hurt most?"]
    assert [one["relation"] for one in chapters] == ["reworded", "new"]
    assert chapters[0]["roles"] == ["lead"]
    assert "Where does it hurt most?" in form(pc, "history", "pain-today").stdout
    assert form(pc, "history", "pain-today", "--question", "nothing").returncode == 1


def test_what_was_tried_is_told_with_what_was_decided(
    secret_service: dict[str, str], tmp_path: Path
) -> None:
    pc = set_up(secret_service, tmp_path)
    lead, form_ = StaffMember("lee", "Lee", "lead"), pain_form()
    at = [datetime.now(UTC) - timedelta(days=9)]

    def clock() -> datetime:
        at[0] += timedelta(seconds=1)
        return at[0]

    with pc.opened() as store:
        changing = ChangingBook(store, clock)
        change = changing.open(form_, lead)
        change = change.done(
            SetText("pain-where", "en", PLAINER), rights_of("lead"), changing.locks
        )
        draft = changing.draft(replace(change, checked=True), lead)
        book, end = PilotBook(store, clock), at[0].date() + timedelta(weeks=4)
        tried = book.start(draft.canonical, form_, Wanted("pain-where", end), lead)
        began = at[0].astimezone().date()
        count(store, (tried, "pain-where"), 2, 60, began)
        count(store, (form_.canonical, "pain-where"), 9, 60, began)
        at[0] += timedelta(days=3)
        book.take_back(tried, lead)

    (told,) = pc.json("form", "history", "pain-today")["trials"]
    assert (told["version"], told["state"], told["by"]) == (tried, "reverted", "lead")
    assert (told["begin"], told["decided"]) == (
        began.isoformat(), at[0].astimezone().date().isoformat(),
    )  # fmt: skip
    assert (told["evidence"], told["newWords"]) == ("looks-better", {"troubled": 2, "of": 60})
    text = form(pc, "history", "pain-today").stdout
    assert "taken back by lead" in text
    assert "known then: it looked better, which was not proved" in text
    assert "9 of 60 people with the old words, 2 of 60 with the new" in text


def test_a_recipe_overwrites_nothing_and_is_not_taken_where_it_is_already(
    pc: PC, shared: Path
) -> None:
    assert "is there already" in form(pc, "recipe", "pain-today", "--out", shared).stderr
    again = form(pc, "recipe", "pain-today", "--take", shared, "--pin-stdin")
    assert again.returncode == 1
    assert "None of the recipe's questions" in again.stderr


def test_another_clinic_makes_a_draft_of_it_and_patients_get_it_not_yet(
    secret_service: dict[str, str], tmp_path: Path, shared: Path
) -> None:
    other = set_up(secret_service, tmp_path)
    wrong = other("form", "recipe", "pain-today", "--take", shared, "--pin-stdin", text="000000\n")
    assert wrong.returncode == 1
    taken = form(other, "recipe", "pain-today", "--take", shared, "--pin-stdin")
    assert taken.returncode == 0, taken.stderr
    assert "Patients get it not yet" in taken.stdout
    listed = next(one for one in other.json("form", "list") if one["url"].endswith("/pain-today"))
    assert (listed["inUse"], listed["drafts"]) == ("1.0.0", ["1.1.0"])
    assert other.json("audit")["events"][0]["action"] == "form.drafted"


def test_where_nothing_was_changed_there_is_nothing_to_share(pc: PC, tmp_path: Path) -> None:
    told = form(pc, "recipe", "gad-7", "--out", tmp_path / "x.json")
    assert (told.returncode, "not changed here" in told.stderr) == (1, True)
