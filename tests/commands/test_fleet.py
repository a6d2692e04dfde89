"""`kiosk status --fleet`: every kiosk of the clinic in a line, those that need a person first."""

import json
import subprocess
import sys
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx2
import pytest

from kiosk.commands.fleet_table import fleet_text
from kiosk.commands.needs import Limits, needs_of
from kiosk.sync.device import State, to_fhir
from kiosk.sync.fleet import Seen

PIN = "271828"
LIMITS = Limits(alarm_hours=24, low_mb=100)


def needs(now: datetime, *, ago: timedelta | None = timedelta(), most: int = 0, **said: Any) -> Any:
    seen = Seen(State("k", **said), None if ago is None else now - ago, most)
    return [text for _, text in sorted(needs_of(seen, LIMITS, now))]


def test_what_needs_a_person_is_said_in_plain_words_the_worst_first(now: datetime) -> None:
    hour, day = timedelta(hours=1), timedelta(days=1)
    assert needs(now) == []
    assert needs(now, ago=-hour, waiting=4, oldest_s=3600, refused=0, drift_s=30) == []
    assert needs(now, ago=3 * day) == ["not seen for 3 days"]
    assert needs(now, ago=None) == ["not known when it was seen"]
    assert needs(now, drift_s=-840, refused=2) == ["2 refused", "clock 14 min slow"]
    assert needs(now, drift_s=7200) == ["clock 2 h fast"]
    assert needs(now, waiting=1, oldest_s=20 * 3600, ago=5 * hour) == ["answers wait for 25 h"]
    assert needs(now, events=4, most=10) == ["audit shorter than before"]
    assert needs(now, whole=False, sound=False) == ["store damaged", "audit shorter than before"]
    assert needs(now, free_mb=99) == ["disk nearly full"]


def row(name: str, **changes: Any) -> dict[str, Any]:
    known = {
        "kiosk": str(uuid4()), "name": name, "thisOne": False, "needs": [], "waiting": 0,
        "lastSeen": "2026-03-02T09:56:00+00:00", "refused": 0, "oldestWaitingSeconds": None,
        "clockAheadSeconds": 1, "freeMB": 52_000, "storeChecked": "2026-02-27T10:00:00+00:00",
        "storeSound": True, "versions": {"program": "0.7.0"}, "formsOnlyThere": [],
        "formsOnlyHere": [],
    }  # fmt: skip
    return known | changes


def test_forty_kiosks_are_forty_lines_that_stand_below_one_another(now: datetime) -> None:
    rows = [
        row("大廳", needs=["2 refused", "clock 14 min slow"], refused=2, clockAheadSeconds=-840),
        row("a" * 80, freeMB=812, formsOnlyThere=["http://f|2"], formsOnlyHere=["http://f|1"]),
        row("", waiting=None, storeChecked=None, versions={}, thisOne=True),
        *(row(f"Kiosk {number}") for number in range(37)),
    ]
    document = {
        "clinic": "Hill Street", "asked": now.isoformat(), "whole": True, "kiosks": rows,
    }  # fmt: skip
    lines = fleet_text(document, now).splitlines()
    assert lines[0] == (
        "Hill Street · 40 kiosks, 1 needs a person · as the centre knew them just now"
    )
    assert len(lines) == 43
    assert lines[3].startswith("!  大廳 ")
    assert lines[3].endswith("same       2 refused, clock 14 min slow")
    assert "812 MB" in lines[4]
    assert "1 differs" in lines[4]
    assert "(this one)" in lines[5]
    column = lines[2].index("Seen")
    assert {line[column - 2 : column + 5] for line in lines[6:]} == {"  4 min"}
    assert lines[3][column - 2 - 2 :].lstrip().startswith("4 min")  # two signs of double width
    assert max(map(len, lines)) < 160


@pytest.fixture
def central(tmp_path: Path) -> Iterator[tuple[str, Callable[[], None]]]:
    """The base address of a running trial endpoint, and what ends it."""
    with subprocess.Popen(
        [sys.executable, "-m", "kiosk.central", "--data", str(tmp_path / "central")],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    ) as process:  # fmt: skip
        assert process.stdout is not None
        yield process.stdout.readline().rpartition(" ")[2].strip(), process.terminate
        process.terminate()


def test_the_fleet_is_shown_and_kept_for_when_the_centre_is_away(
    secret_service: dict[str, str], tmp_path: Path, central: tuple[str, Callable[[], None]]
) -> None:
    file, (base, end) = tmp_path / "kiosk.toml", central
    file.write_text(
        f'[clinic]\nname = "Hill Street"\nkiosk = "Front desk"\n[store]\n'
        f'directory = "{tmp_path / "store"}"\n[central]\nurl = "{base}"\n'
    )

    def kiosk(*words: str, text: str = "") -> Any:
        return subprocess.run(
            [sys.executable, "-m", "kiosk", *words, "--config", str(file)],
            env=secret_service, input=text, capture_output=True, text=True, timeout=60, check=False,
        )  # fmt: skip

    setup = kiosk("setup", "--sheet", str(tmp_path / "s.html"), "--pin-stdin", text=f"{PIN}\n")
    assert setup.returncode == 0, setup.stderr
    assert kiosk("sync").returncode == 0
    hall = State(str(uuid4()), name="Hall", clinic="Hill Street", told=datetime.now(UTC), refused=3)
    httpx2.put(f"{base}/Device/{hall.kiosk}", json=to_fhir(hall), trust_env=False)

    shown = kiosk("status", "--fleet")
    document = json.loads(kiosk("status", "--fleet", "--json").stdout)
    assert shown.returncode == 0, shown.stderr
    assert "2 kiosks, 1 needs a person" in shown.stdout
    assert shown.stdout.index("Hall") < shown.stdout.index("Front desk (this one)")
    assert [(one["name"], one["needs"]) for one in document["kiosks"]] == [
        ("Hall", ["3 refused"]), ("Front desk", []),
    ]  # fmt: skip
    own = document["kiosks"][1]
    assert (own["waiting"], own["clockAheadSeconds"]) == (0, 0)
    assert own["formsOnlyThere"] == own["formsOnlyHere"] == []

    end()
    away = kiosk("status", "--fleet")
    assert away.returncode == 5
    assert away.stdout.startswith("The central service can't be reached.")
    assert "2 kiosks, 1 needs a person · as the centre knew them" in away.stdout
    assert json.loads(kiosk("status", "--fleet", "--json").stdout)["kiosks"][0]["name"] == "Hall"


def test_a_fleet_without_a_centre_is_a_matter_of_settings(tmp_path: Path) -> None:
    (tmp_path / "kiosk.toml").write_text("")
    command = [sys.executable, "-m", "kiosk", "status", "--fleet", "--config"]
    ended = subprocess.run(
        [*command, str(tmp_path / "kiosk.toml")], capture_output=True, text=True, check=False
    )
    assert ended.returncode == 3
    assert "No central service is named" in ended.stderr
