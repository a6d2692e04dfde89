"""Three kiosks come back at once after days offline: complete, once, and never too much at once."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.network.namespaces import Networks, why_no_networks
from tests.network.three_kiosks import KIOSKS, run

ROOT = Path(__file__).parents[2]


@pytest.fixture(autouse=True)
def _needs_networks() -> None:
    if reason := why_no_networks():
        pytest.skip(reason)


def networks_now() -> str:
    listed = subprocess.run(["ip", "netns"], capture_output=True, text=True, check=True).stdout
    links = subprocess.run(["ip", "-o", "link"], capture_output=True, text=True, check=True).stdout
    return listed + "".join(line.split(":")[1] for line in links.splitlines())


def test_a_line_that_is_cut_reaches_nobody_and_one_that_is_mended_does() -> None:
    ask = (sys.executable, "-c",
           "import socket, sys; socket.create_connection((sys.argv[1], 9), 5)")  # fmt: skip
    with Networks(1, kbit_s=1000) as networks:
        (name,) = networks.names
        command = [*networks.command(name), *ask, networks.host]
        networks.cut(name)
        without = subprocess.run(command, capture_output=True, text=True, check=False)
        networks.mend(name)
        with_it = subprocess.run(command, capture_output=True, text=True, check=False)

    assert "Network is unreachable" in without.stderr
    assert "Connection refused" in with_it.stderr
    assert name not in networks_now()


def test_networks_go_when_what_needed_them_fails() -> None:
    networks = Networks(2, kbit_s=1000)

    def fail() -> None:
        with networks:
            assert all(name in networks_now() for name in networks.names)
            raise InterruptedError

    with pytest.raises(InterruptedError):
        fail()

    assert not any(name in networks_now() for name in networks.names)


def test_a_short_absence_ends_complete_and_calm() -> None:
    told = run(responses=6, days=1, kbit_s=2048, each_way_s=0.02)

    assert (told.waited, len(told.there)) == (KIOSKS * 6, KIOSKS * 6)
    assert set(told.offline) == {"offline"}
    assert told.is_well(), "\n".join(told.lines())


@pytest.mark.long
@pytest.mark.timeout(1800)
def test_after_seven_days_offline_500_of_each_arrive_once() -> None:
    told = run(responses=500, days=7, kbit_s=2048, each_way_s=0.025)

    assert (told.waited, len(told.there)) == (KIOSKS * 500, KIOSKS * 500)
    assert told.is_well(), "\n".join(told.lines())
