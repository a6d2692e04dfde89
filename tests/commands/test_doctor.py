"""`kiosk doctor`: what is to be mended, what it means, and what mends it."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from kiosk.commands.doctor.groups import GROUPS
from kiosk.commands.outcome import Outcome

OF_THE_SYSTEM = {"disk-encrypted", "clock-kept"}
"""What can't be known in a system that was not booted, a chroot for instance."""


def examined(folder: Path, patient: str) -> Outcome:
    """By a process of its own: this one may be dumped, and doctor would say so."""
    file = folder / "kiosk.toml"
    # A voice that answers slowly is looked for in one test alone.
    file.write_text(f"[patient]\nread_aloud = false\n{patient}\n", "utf-8")
    command = [sys.executable, "-m", "kiosk", "doctor", "--config", str(file)]
    ended, told = (
        subprocess.run(
            [*command, *more], capture_output=True, text=True, timeout=60, check=False
        ) for more in ((), ("--json",))
    )  # fmt: skip
    return Outcome(ended.returncode, json.loads(told.stdout), ended.stdout.rstrip("\n"))


def found(outcome: Outcome) -> dict[str, list[str]]:
    return {one["check"]: one["found"] for one in outcome.document["checks"] if one["found"]}


def not_known(document: dict[str, Any]) -> set[str]:
    return {one["check"] for one in document["checks"] if not one["looked"]}


def test_a_kiosk_that_speaks_english_is_well(tmp_path: Path) -> None:
    outcome = examined(tmp_path, "")
    unknown = not_known(outcome.document)
    assert unknown <= OF_THE_SYSTEM
    assert outcome.exit_code == bool(unknown)
    assert outcome.document["well"] is not bool(unknown)
    assert set(found(outcome)) <= {"speech", "screenshots"}
    assert outcome.text.endswith("Something is not known." if unknown else "All is well.")


def test_a_draft_that_is_switched_on_is_to_be_mended(tmp_path: Path) -> None:
    outcome = examined(tmp_path, 'languages = ["en", "ar"]\ndraft_translations = ["ar"]')
    assert outcome.exit_code == 1
    assert "العربية (ar)" in found(outcome)["translations-checked"][0]
    assert "reviewed_by" in outcome.text
    # That GAD-7 is not in Arabic is good to know; it is nothing that a clinic may mend.
    assert found(outcome)["instruments-translated"] == ["Worries (GAD-7) is not in العربية (ar)."]
    drafts = {"translations-checked", "instruments-translated"}
    assert set(found(outcome)) <= drafts | {"speech", "screenshots"}


def test_a_language_without_a_folder_and_a_form_without_a_translation_are_named(
    tmp_path: Path,
) -> None:
    form = {
        "resourceType": "Questionnaire",
        "url": "http://x.example/Questionnaire/a",
        "title": "Own",
        "status": "active",
        "language": "en",
        "item": [{"linkId": "a", "type": "text", "text": "\u0d9a"}],
    }
    (tmp_path / "own.json").write_text(json.dumps(form))
    outcome = examined(
        tmp_path,
        'languages = ["en", "ar", "tlh"]\ndraft_translations = ["ar"]\n'
        f'forms = ["{tmp_path / "own.json"}"]',
    )
    told = found(outcome)
    assert told["languages-known"] == [
        "The settings name the language tlh, and there is no folder of it."
    ]
    assert told["forms-translated"] == ["Own is not in العربية (ar)."]
    assert told["fonts"] == [
        "The forms: no font has ක (Regular).",
        "The forms: no font has ක (Bold).",
    ]


CHECKS = [check for group in GROUPS for check in group.checks]


@pytest.mark.parametrize("check", CHECKS, ids=lambda check: check.name)
def test_every_check_says_what_it_means(check: Any) -> None:
    assert check.means.endswith(".")


def test_no_two_checks_have_the_same_name() -> None:
    assert len({check.name for check in CHECKS}) == len(CHECKS)


def test_it_needs_neither_store_nor_window_nor_keyring(tmp_path: Path) -> None:
    file = tmp_path / "kiosk.toml"
    file.write_text("")
    hidden = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "DBUS_SESSION_BUS_ADDRESS")
    plain = {name: value for name, value in os.environ.items() if name not in hidden}
    ended = subprocess.run(
        [sys.executable, "-m", "kiosk", "doctor", "--json", "--config", str(file)],
        env=plain, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    told = json.loads(ended.stdout)
    unknown = not_known(told)
    assert unknown <= OF_THE_SYSTEM
    assert ended.returncode == bool(unknown), ended.stderr
    assert told["well"] is not bool(unknown)
    assert list(tmp_path.iterdir()) == [file]


def test_it_says_who_sees_the_screen_where_no_program_can_prevent_it(tmp_path: Path) -> None:
    told = found(examined(tmp_path, "[panel]\nkeep_from_screenshots = false"))["screenshots"]
    assert "keep_from_screenshots" in told[0]
    if sys.platform == "linux":
        assert found(examined(tmp_path, ""))["screenshots"] == [
            "On Linux no program can keep its window out of screenshots."
        ]


def test_it_says_that_visits_are_asked_for_which_nobody_could_find(tmp_path: Path) -> None:
    asked = 'identity = "{}"\n[central]\ntasks = "all"'
    assert "asked nothing" in found(examined(tmp_path, asked.format("anonymous")))["tasks"][0]
    assert not found(examined(tmp_path, asked.format("code"))).get("tasks")
