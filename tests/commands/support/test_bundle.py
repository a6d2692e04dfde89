"""A support bundle tells how a kiosk fares, and no word of anybody.

Each canary is a word of its own, put where a person or a service writes words.
"""

import io
import json
import os
import zipfile
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kiosk.commands.support.log_lines import allowed
from kiosk.commands.support.scrubbing import LEFT_OUT, scrubber
from kiosk.commands.support.settings import DEFAULT, SET, settings_for_others
from kiosk.coproduction.feedback import Remark
from kiosk.settings import Settings
from kiosk.settings.kinds import shape
from kiosk.settings.schema import tables
from kiosk.store import (
    audit,
    drafts,
    feedback,
    holds,
    questionnaires,
    sending,
    staff,
    submissions,
    visits,
)
from kiosk.store.database import Store
from kiosk.store.facts import keep_secret
from kiosk.store.sending import Why, due
from tests.commands.pc import PC, set_up
from tests.endurance.canary_search import forms_in

WORDS = {
    name: f"qz{name}xv"
    for name in (
        "answer", "draft", "staff", "remark", "hold", "visit", "patient", "clinic", "kiosk",
        "token", "responder", "extension", "file", "folder", "reason", "host", "query", "packet",
        "log", "journal", "error", "form", "home",
    )
}  # fmt: skip


@pytest.fixture
def pc(secret_service: dict[str, str], tmp_path: Path) -> PC:
    return set_up(secret_service, tmp_path)


def settings(pc: PC) -> None:
    w = WORDS
    (pc.place / "kiosk.toml").write_text(
        f'[clinic]\nname = "{w["clinic"]} surgery"\nkiosk = "{w["kiosk"]}"\n'
        f'[store]\ndirectory = "{pc.store}"\n'
        f'[central]\nurl = "http://{w["host"]}.invalid/fhir?key={w["query"]}"\nevery_s = 77\n'
        f'[patient]\nforms = ["pain-today"]\nlanguages = ["en", "cy"]\n'
        f'[reception]\nresponders = [{{ name = "{w["responder"]}", how = "{w["extension"]}" }}]\n'
        f'packets = [{{ name = "{w["packet"]}", forms = ["pain-today"], key = "1" }}]\n'
        f'[export]\nfolder = "{pc.place / w["folder"]}"\n'
        f'[logs]\ndirectory = "{pc.place / "logs"}"\n'
    )


def fill(store: Store, now: datetime) -> None:
    """Somebody's words wherever the store keeps words."""
    w = WORDS
    with store.transaction() as c:
        staff.add_staff(c, name=f"{w['staff']} Jones", role="reception", pin="314159", now=now)
        draft = drafts.begin_draft(
            c, questionnaire=f"http://f/{w['form']}|1", content_hash="h", language="en", now=now
        )
        drafts.save_answer(c, draft, path="a", row=w["draft"], place="a", now=now)
        submissions.submit(
            c, draft_id=None, response_id="r1", questionnaire=f"http://f/{w['form']}|1",
            payload=json.dumps({"answer": w["answer"], "subject": w["patient"]}).encode(), now=now,
        )  # fmt: skip
        questionnaires.keep_questionnaire(
            c, canonical=f"http://f/{w['form']}|1", content_hash="h",
            content=json.dumps({"title": w["form"]}).encode(), now=now,
        )  # fmt: skip
        holds.begin_hold(c, response_id=None, reason=w["hold"], by=w["staff"], now=now)
        visits.create_visit(
            c, packet=(f"http://f/{w['form']}",), by=w["visit"], now=now,
            whose=visits.Whose(value=w["patient"], initials="QZ"),
        )  # fmt: skip
        feedback.keep_remark(
            c,
            Remark(
                "m1", now.date(), f"http://f/{w['form']}|1", "a", "hard-to-read", w["remark"], "en"
            ),
        )
        keep_secret(c, "token", w["token"].encode())
        audit.record(c, actor=w["staff"], action="form.added", subject=w["file"], now=now)
    with store.transaction() as c:
        item = due(c, now)[0]
        sending.mark_refused(c, item, now=now, why=Why(f"item: {w['reason']}", "refused"))
    (store.directory / f"{w['file']}.pdf").write_bytes(b"somebody's")


def log(pc: PC, now: datetime) -> None:
    """Lines as the kiosk writes them, with what it tells of an error; and what others wrote."""
    at, w = f"{now:%Y-%m-%dT%H:%M:%SZ}", WORDS
    (pc.place / "logs").mkdir()
    (pc.place / "logs" / "run.log").write_text(
        f"{at} error kiosk.ui: sending failed: kind=Unreachable place=kiosk/sync/wire.py:88 "
        f"(kiosk/ui/meanwhile/sending.py:7) code=ab count=3\n"
        f"{at} error kiosk: a picture can't be shown error=/home/{w['home']}/{w['error']}.png\n"
        f"{at} error httpx2: [message withheld] at httpx2/client.py:5 kind=ValueError "
        f"place=kiosk/sync/wire.py:9\n"
        f"1999-01-01T00:00:00Z error kiosk: long ago\n"
        f"Traceback: {w['log']} said {w['answer']}\n"
        f"{at} error kiosk: {w['log']}=1 <b>{w['draft']}</b>\n"
    )


def journal(pc: PC, now: datetime) -> None:
    """A journal of the service, in the place of this PC's."""
    tool = pc.place / "bin" / "journalctl"
    tool.parent.mkdir()
    stamp = str(int(now.timestamp() * 1e6))
    said = [
        {"__REALTIME_TIMESTAMP": stamp, "MESSAGE": "warning kiosk.ui: a warning kind=UserWarning"},
        {"__REALTIME_TIMESTAMP": stamp, "MESSAGE": f"cage: {WORDS['journal']}"},
        {"__REALTIME_TIMESTAMP": stamp, "MESSAGE": [1, 2]},
        {"MESSAGE": "no time"},
    ]
    lines = "\n".join(json.dumps(one) for one in said)
    tool.write_text(f"#!/bin/sh\ncat <<'END'\n{lines}\nEND\n")
    tool.chmod(0o755)
    pc.env = pc.env | {"PATH": f"{tool.parent}:{pc.env.get('PATH', os.environ['PATH'])}"}


def unpacked(file: Path) -> dict[str, str]:
    with zipfile.ZipFile(io.BytesIO(file.read_bytes())) as packed:
        assert packed.testzip() is None
        return {name: packed.read(name).decode() for name in packed.namelist()}


def found(file: Path) -> dict[str, list[str]]:
    """The forms of each word that stand in the bundle, packed or unpacked."""
    parts = unpacked(file)
    content = b"\0".join(
        (
            file.read_bytes(),
            *(name.encode() for name in parts),
            *(p.encode() for p in parts.values()),
        )
    )
    return {word: forms for word in WORDS.values() if (forms := forms_in(word, content))}


def test_a_bundle_of_a_kiosk_in_use_holds_no_word_of_anybody(pc: PC) -> None:
    now = datetime.now(UTC)
    settings(pc)
    with pc.opened() as store:
        fill(store, now)
    log(pc, now)
    journal(pc, now)
    file = pc.place / "bundle.zip"
    control = (pc.place / "logs" / "run.log").read_bytes()
    assert forms_in(WORDS["answer"], control)  # the search finds what is there

    made = pc("support-bundle", "--out", file)

    assert made.returncode == 0, made.stderr
    assert found(file) == {}
    assert not [word for word in WORDS.values() if word in made.stdout.replace(str(file), "")]
    parts = unpacked(file)
    status, store_, shown = (
        json.loads(parts[name]) for name in ("status.json", "store.json", "settings.json")
    )
    assert (status["refused"], status["paused"], status["holds"]) == (1, 1, 1)
    assert (store_["rows"]["submission"], store_["rows"]["visit"]) == (1, 1)
    assert store_["files"]["other"]["files"] == 1
    assert status["kiosk"] == store_["kiosk"]
    assert shown["central"]["every_s"] == 77
    assert shown["central"]["url"] == SET
    assert shown["patient"]["languages"] == ["en", "cy"]
    assert shown["patient"]["forms"] == "[1 set]"
    log_ = parts["log.txt"]
    assert "sending failed: kind=Unreachable place=kiosk/sync/wire.py:88" in log_
    assert "a warning kind=UserWarning" in log_
    assert "error=[left out]" in log_
    assert "long ago" not in log_
    if os.name == "posix":
        assert file.stat().st_mode & 0o077 == 0


def test_the_manifest_says_what_is_in_it_and_why(pc: PC) -> None:
    file = pc.place / "bundle.zip"
    told = pc.json("support-bundle", "--out", file)
    parts = unpacked(file)
    manifest = json.loads(parts["manifest.json"])
    assert manifest["holds"] == told["holds"]
    sizes = {one["name"]: one["bytes"] for one in told["holds"]}
    assert sizes == {n: len(p.encode()) for n, p in parts.items() if n != "manifest.json"}
    assert all(one["why"] for one in told["holds"])
    again = pc("support-bundle", "--out", file)
    assert again.returncode == 1
    assert "not overwritten" in again.stderr


def test_of_a_broken_kiosk_there_is_a_bundle_too(pc: PC) -> None:
    (pc.store / "kiosk.db").write_bytes(b"no database at all" * 100)
    told = pc("support-bundle", "--out", pc.place / "damaged.zip")
    assert told.returncode == 0, told.stderr
    parts = unpacked(pc.place / "damaged.zip")
    assert json.loads(parts["status.json"]) == {"notKnown": "StoreDamaged"}
    assert "status.json (StoreDamaged)" in told.stdout
    assert json.loads(parts["settings.json"])["store"]
    with (pc.place / "kiosk.toml").open("a") as file:
        file.write(f'[clinic]\nnaam = "{WORDS["clinic"]}"\n')
    told = pc("support-bundle", "--out", pc.place / "wrong.zip")
    assert told.returncode == 0, told.stderr
    parts = unpacked(pc.place / "wrong.zip")
    assert json.loads(parts["settings.json"]) == {"notKnown": "SettingsInvalid"}
    assert json.loads(parts["system.json"])["versions"]["program"]
    assert found(pc.place / "wrong.zip") == {}


def test_no_text_of_the_settings_is_shown_whatever_keys_there_are() -> None:
    shown = settings_for_others(Settings())
    for table in tables():
        for key in table.keys:
            value = shown[table.name][key.name]
            if shape(key.annotation) in {"text", "texts", "structured"}:
                assert value in {None, DEFAULT}, key.path
            else:
                assert value == key.default


@pytest.mark.parametrize(
    "line",
    [
        "2026-03-02T10:00:00Z error kiosk: Mrs “Jones” said no",
        "2026-03-02T10:00:00Z error kiosk: sent to a@b.example",
        "2026-03-02T10:00:00Z error kiosk: name=Jones",
        "2026-13-02T10:00:00Z error kiosk: no such month",
        "2026-03-02T10:00:00Z shout kiosk: unexpected",
        " 2026-03-02T10:00:00Z error kiosk: unexpected",
        "unexpected",
        "",
    ],
)
def test_a_line_of_another_shape_is_only_counted(line: str, now: datetime) -> None:
    assert allowed([line], since=now - timedelta(days=1)) == ((), 1)


@pytest.mark.parametrize(
    "text",
    [
        "See https://u:p@host.example/a?b=c now", "Ask anna@clinic.example", "“Anna's” form",
        "/home/anna/kiosk.toml is gone", r"C:\Users\anna\x.toml is gone", "Elm street it is",
        "ELM STREET", "in ~/anna/x",
    ],
)  # fmt: skip
def test_names_addresses_and_paths_are_taken_out(text: str) -> None:
    told = scrubber(["Elm street", "x", ""])({"a": [text, 3]})["a"]
    assert LEFT_OUT in told[0]
    assert "anna" not in told[0].casefold()
    assert "elm" not in told[0].casefold()
    assert told[1] == 3


def test_a_sentence_without_names_stays_as_it_is() -> None:
    said = "The clock isn't kept, it's 3 min ahead: 12:30 / 12:33 can't be right."
    assert scrubber([])(said) == said
