"""Checks side by side: what hangs is left behind, and says so; what applies here is told apart."""

import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from threading import Event
from typing import Any

import pytest

from kiosk.commands.doctor.checks import (
    Check,
    DoesNotApply,
    Found,
    Group,
    NotKnown,
    Remedy,
    Row,
    State,
)
from kiosk.commands.doctor.life import LIFE
from kiosk.commands.doctor.looking import look_at_all
from kiosk.commands.doctor.machine import Machine, ToolMissing
from kiosk.commands.doctor.subject import Once, Subject
from kiosk.commands.doctor.telling import document, is_well, progress, text
from kiosk.errors import StoreUnavailable
from kiosk.forms.fhir_json import encode_json
from kiosk.settings import Settings
from kiosk.store import fetched
from kiosk.store.database import create_store

MENDS = Remedy("Everywhere.", debian="apt", windows="msi", mac="dmg")


def looked(*checks: Check, platform: str = "linux") -> dict[str, Row]:
    subject = Subject(Settings(), Machine(platform=platform))
    return {row.check: row for row in look_at_all([Group("some", checks)], subject)}


def check(name: str, look: Any, *, mends: Any = "Do it.", within_s: float | None = None) -> Check:
    return Check(name, "It means something.", mends, look, within_s)


def test_what_hangs_is_not_known_and_holds_nothing_up() -> None:
    end = Event()

    def hangs(_: Subject) -> list[str]:
        end.wait(20)
        return []

    began = time.monotonic()
    rows = looked(
        check("hangs", hangs, within_s=0.2),
        check("also", hangs, within_s=0.2),
        check("well", lambda _: [], within_s=5),
    )
    assert time.monotonic() - began < 5
    end.set()
    assert (rows["hangs"].state, rows["well"].state) == (State.UNKNOWN, State.WELL)
    assert rows["hangs"].why == "no answer within 0.2 seconds"
    assert list(rows) == ["hangs", "also", "well"]
    assert not is_well(list(rows.values()))


@pytest.mark.parametrize("within_s", [None, 5.0])
def test_each_end_has_its_state(within_s: float | None) -> None:
    def raising(failure: Exception) -> Any:
        def look(_: Subject) -> Iterator[str]:
            yield from ()
            raise failure

        return look

    rows = looked(
        check("mend", lambda _: ["a", Found("b", Remedy("Its own."))], within_s=within_s),
        check("know", lambda _: ["a"], mends="", within_s=within_s),
        check("known", lambda _: [Found("a", known=True)], within_s=within_s),
        check("why", raising(NotKnown("nobody says")), within_s=within_s),
        check("here", raising(DoesNotApply("no such thing")), within_s=within_s),
        check("shut", raising(StoreUnavailable("It is shut.")), within_s=within_s),
    )
    assert [row.state for row in rows.values()] == [
        State.MEND, State.KNOW, State.KNOW, State.UNKNOWN, State.NOT_HERE, State.UNKNOWN,
    ]  # fmt: skip
    assert rows["mend"].mend == "Do it.\nIts own."
    assert rows["known"].mend == ""
    assert rows["shut"].why == "It is shut."


def test_a_bug_of_a_check_is_no_finding() -> None:
    def wrong(_: Subject) -> list[str]:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        looked(check("wrong", wrong, within_s=5))


@pytest.mark.parametrize(
    ("platform", "own"), [("linux", "apt"), ("win32", "msi"), ("darwin", "dmg"), ("other", "apt")]
)
def test_what_mends_it_is_told_for_this_system(platform: str, own: str) -> None:
    rows = looked(check("a", lambda _: ["a"], mends=MENDS), platform=platform)
    assert rows["a"].mend == f"Everywhere. {own}"


def test_problems_come_first_and_what_is_well_in_a_line() -> None:
    rows = list(
        looked(
            check("good", lambda _: []),
            check("bad", lambda _: ["It is broken."]),
        ).values()
    )
    lines = text(rows).splitlines()
    assert lines[0] == "To mend (1)"
    assert "    - It is broken." in lines
    assert "    → Do it." in lines
    assert "Well (1): good." in lines
    assert lines[-1] == "Something is to be mended."
    assert document(rows)["checks"][1] == {
        "group": "some", "check": "bad", "state": "to mend", "means": "It means something.",
        "looked": True, "found": ["It is broken."], "mend": "Do it.", "why": "",
    }  # fmt: skip


def test_a_terminal_is_told_how_far_it_is_and_wiped_in_the_end() -> None:
    said: list[str] = []
    told = progress(said.append, 2)
    for row in looked(check("a", lambda _: []), check("b", lambda _: [])).values():
        told(row)
    assert said == ["\r\x1b[K1/2 a", "\r\x1b[K"]


def test_a_tool_that_is_missing_fails_or_hangs_is_told(tmp_path: Path) -> None:
    def tool(name: str, script: str) -> None:
        (tmp_path / name).write_text(f"#!/bin/sh\n{script}\n")
        (tmp_path / name).chmod(0o755)

    tool("fails", "exit 3")
    tool("says", "echo yes")
    machine = Machine(env={"PATH": str(tmp_path)})
    assert machine.run(str(tmp_path / "says")) == "yes\n"
    with pytest.raises(ToolMissing, match="failed"):
        machine.run(str(tmp_path / "fails"))
    with pytest.raises(ToolMissing, match="can't be run"):
        machine.run(str(tmp_path / "nothing"))


def test_a_form_of_the_centre_with_a_code_of_other_words_is_told(tmp_path: Path) -> None:
    form = {
        "resourceType": "Questionnaire", "url": "http://c.example/f", "version": "1",
        "status": "active", "language": "en", "item": [{
            "linkId": "q", "type": "string", "text": "How often do you drink a lot?",
            "code": [{"system": "http://loinc.org", "code": "68520-6"}],
        }],
    }  # fmt: skip
    subject = Subject(Settings(), Machine())
    store = create_store(tmp_path / "store", b"k" * 32)
    subject.store = Once(lambda: store)
    with store.transaction() as c:
        fetched.keep_good(c, fetched.FORM, "f", encode_json(form), now=datetime.now(UTC))
    (check,) = (one for one in LIFE.checks if one.name == "form-codes")
    (told,) = check.look(subject)
    store.close()
    assert told.startswith("http://c.example/f|1, “q”: The code 68520-6 of http://loinc.org")
