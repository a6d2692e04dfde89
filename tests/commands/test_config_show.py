"""`kiosk config show` and `explain`: what holds, where it comes from, what it means."""

import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from kiosk.cli import main
from kiosk.store.clinic import say_here
from tests.commands.pc import PC, set_up

TOML = """[clinic]
name = "North"

[central]
url = "https://fhir.example.org/fhir"
clinic_settings = "https://clinic.example/Library/kiosks"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "kiosk.toml"
    made.write_text(f'{TOML}[store]\ndirectory = "{tmp_path / "store"}"\n')
    return made


def said(capsys: pytest.CaptureFixture[str], *words: object) -> Any:
    assert main(["config", *map(str, words), "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def by_key(document: Any) -> dict[str, Any]:
    return {row["key"]: row for row in document["settings"]}


def test_each_value_is_shown_with_where_it_comes_from(
    file: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("CLINIC_KIOSK_CENTRAL__TIMEOUT_S", "20")

    told = said(capsys, "show", "--config", file)

    rows = by_key(told)
    assert rows["clinic.name"] == {
        "key": "clinic.name", "value": "North", "source": "file", "place": f"{file}, line 2",
    }  # fmt: skip
    assert rows["central.timeout_s"]["place"] == "CLINIC_KIOSK_CENTRAL__TIMEOUT_S"
    assert rows["central.timeout_s"]["value"] == 20
    assert rows["panel.px_per_mm"] == {
        "key": "panel.px_per_mm", "value": 0, "source": "default", "place": None,
    }  # fmt: skip
    assert "no store" in told["notKnown"]


def test_a_person_reads_the_same(file: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["config", "show", "--config", str(file)]) == 0

    text = capsys.readouterr().out
    assert '[clinic]\nname = "North"' in text
    assert f"file {file}, line 2" in text
    assert "What the centre and the desk of this PC set above this is not known:" in text


def test_what_the_desk_of_this_pc_set_is_shown_as_such(
    secret_service: dict[str, str], tmp_path: Path
) -> None:
    pc: PC = set_up(secret_service, tmp_path)
    with pc.opened() as store, store.transaction() as c:
        say_here(
            c, '[clinic]\nname = "Said here"\n', keys=("clinic.name",), by="lead",
            action="clinic.changed", now=datetime(2026, 3, 2, tzinfo=UTC),
        )  # fmt: skip

    told = pc.json("config", "show")

    assert by_key(told)["clinic.name"]["value"] == "Said here"
    assert by_key(told)["clinic.name"]["source"] == "desk"
    assert told["notKnown"] is None
    assert pc.json("config", "explain", "clinic.name")["now"]["source"] == "desk"


def test_a_key_is_explained_with_all_the_ways_to_set_it(
    file: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    told = said(capsys, "explain", "central.tasks", "--config", file)

    assert "Tasks" in told["about"]
    assert told["expected"].startswith("“none”, “all”")
    assert told["default"] == told["now"]["value"] == "none"
    assert list(told["setBy"].values()) == [
        '[central] tasks = "Organization/riverside"',
        r"HKLM\SOFTWARE\Policies\ClinicKiosk\central\tasks, REG_SZ: Organization/riverside",
        "/etc/clinic-kiosk/policy.toml, as in the file",
        "CLINIC_KIOSK_CENTRAL__TASKS=Organization/riverside",
        "can't set it",
    ]


@pytest.mark.parametrize("name", ["clinic.name", "idle_warning_s", "patient.forms"])
def test_what_the_centre_may_set_is_said(
    file: Path, capsys: pytest.CaptureFixture[str], name: str
) -> None:
    told = said(capsys, "explain", name, "--config", file)

    assert told["setBy"]["The centre"] == "may set it above all of these"


def test_a_table_is_explained_by_its_keys(capsys: pytest.CaptureFixture[str]) -> None:
    told = said(capsys, "explain", "panel")

    assert list(told["keys"]) == ["px_per_mm", "keep_from_screenshots"]


@pytest.mark.parametrize(
    ("name", "advice"),
    [
        ("timout_s", "central.timeout_s"),
        ("centrall", "central"),
        ("zzz", "kiosk config show"),
        ("form", "export.form"),
    ],
)
def test_a_key_that_is_not_there_is_told_with_the_nearest(
    capsys: pytest.CaptureFixture[str], name: str, advice: str
) -> None:
    code = main(["config", "explain", name])

    if code:
        assert code == 2
        assert advice in capsys.readouterr().err
    else:
        assert advice in capsys.readouterr().out


def test_a_key_is_explained_where_the_settings_are_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    wrong = tmp_path / "kiosk.toml"
    wrong.write_text("[panel]\npx_per_mm = true\n")

    told = said(capsys, "explain", "px_per_mm", "--config", wrong)

    assert told["now"] is None
    assert "line 2" in told["notKnown"]


@pytest.mark.parametrize("form", ["json", "admx", "adml", "markdown", "toml"])
def test_what_can_be_set_is_written_to_a_file_or_shown(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], form: str
) -> None:
    out = tmp_path / "made"

    assert main(["config", "schema", "--format", form, "--out", str(out)]) == 0
    capsys.readouterr()
    assert main(["config", "schema", "--format", form]) == 0

    assert out.read_text("utf-8") == capsys.readouterr().out
    assert "idle_warning_s" in out.read_text("utf-8")
