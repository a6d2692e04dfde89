"""Three kiosks that were offline for days come back at once: all arrives, and at a calm pace.

    .venv/bin/python -m tests.network.three_kiosks [--responses 500] [--days 7] [--kbit 2048]
                                                   [--each-way-ms 25]

Each kiosk is a process in a network of its own, behind a line with a rate (tbf). Its days pass by
a clock turned by hand, with the line down. Then all lines come up and all kiosks send to one trial
service, over TLS and with a delay on each request and reply. The service is meant never to have
more than one request of each kiosk under way, hence never more in a second than kiosks go through
the delay there and back. The program ends with 1 where something is lost, twice, or beyond that.

It takes root, ip and tc; all networks are taken away at the end.
"""

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
from collections import Counter
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Self

from kiosk.demo.endpoint import Endpoint
from tests.network.counted import Counted, Front
from tests.network.namespaces import Networks, NoNetworks, why_no_networks

KIOSKS = 3
ROOT = Path(__file__).parents[2]
PAGE = 200


@dataclass
class Told:
    """What came of it.

    Attributes:
        handed_in: the ids of all responses.
        there: how often each is with the service, by the UUID it has as its identifier.
        versions: how many versions the service has of all of them together.
        waited: responses that waited when the lines came up.
        seconds: how long each kiosk sent.
    """

    handed_in: list[str] = field(default_factory=list)
    there: Counter[str] = field(default_factory=Counter)
    versions: int = 0
    waited: int = 0
    seconds: list[float] = field(default_factory=list)
    offline: Counter[str] = field(default_factory=Counter)
    troubles: Counter[str] = field(default_factory=Counter)
    counted: Counted = field(default_factory=Counted)
    most_a_second: float = 0.0

    @property
    def lost(self) -> int:
        return sum(one not in self.there for one in self.handed_in)

    @property
    def twice(self) -> int:
        return sum(times - 1 for times in self.there.values())

    def is_well(self) -> bool:
        """Complete, nothing twice, nothing strange, and never above the limits."""
        return (
            self.there.keys() == set(self.handed_in)
            and self.twice == 0
            and self.counted.at_once <= KIOSKS
            and self.counted.busiest_second() <= self.most_a_second
        )

    def lines(self) -> list[str]:
        busiest = max(self.counted.took_bytes.values(), default=0)
        rows = {
            "handed in offline": f"{len(self.handed_in)}, all waiting: {self.waited}",
            "tries without a line": _counts(self.offline),
            "with the service": f"{sum(self.there.values())}: lost {self.lost}, "
            f"twice {self.twice}, sent again {self.versions - sum(self.there.values())}",
            "requests": f"{len(self.counted.began)}",
            "under way at once": f"{self.counted.at_once} (limit {KIOSKS})",
            "in the busiest second": f"{self.counted.busiest_second()} requests "
            f"(limit {self.most_a_second:.0f}), {busiest / 1000:.0f} kB",
            "each kiosk sent for": ", ".join(f"{one:.1f} s" for one in self.seconds),
            "runs that ended early": _counts(self.troubles),
        }
        return [f"{name:<24}{text}" for name, text in rows.items()]


class Kiosk:
    """One kiosk's process, in the network it was given."""

    def __init__(self, before: tuple[str, ...], *asked: object, trust: Path) -> None:
        proxies = {"http_proxy", "https_proxy", "all_proxy"}
        env = {name: text for name, text in os.environ.items() if name.lower() not in proxies}
        command = [*before, sys.executable, "-m", "tests.network.offline_kiosk", *map(str, asked)]
        self.process = subprocess.Popen(
            command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, cwd=ROOT, text=True,
            env=env | {"SSL_CERT_FILE": str(trust), "PYTHONPATH": str(ROOT)},
        )  # fmt: skip

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.process.kill()
        self.process.communicate()

    def hears(self, event: str) -> dict[str, Any]:
        """The next thing it says, which is about that event.

        Raises:
            LookupError: it ended before.
        """
        assert self.process.stdout is not None
        line = self.process.stdout.readline()
        said: dict[str, Any] = json.loads(line) if line else {}
        if said.get("event") != event:
            raise LookupError(f"a kiosk ended before “{event}”")
        return said

    def reconnects(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.write("\n")
        self.process.stdin.flush()


def run(*, responses: int, days: int, kbit_s: int, each_way_s: float) -> Told:
    """The whole story.

    Args:
        responses: of each kiosk.
        days: without a line, by the kiosks' clocks.
        kbit_s: of each line, in each direction.
        each_way_s: seconds by which a request and a reply are late.

    Raises:
        NoNetworks: none can be made here.
        LookupError: a kiosk failed; it says why on standard error.
    """
    told = Told(most_a_second=KIOSKS / (2 * each_way_s))
    with ExitStack() as stack:
        place = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        networks = stack.enter_context(Networks(KIOSKS, kbit_s=kbit_s))
        service = stack.enter_context(Endpoint(place / "central"))
        port = int(service.url.split(":")[2].partition("/")[0])
        front = stack.enter_context(
            Front(networks.host, to_port=port, each_way_s=each_way_s, folder=place)
        )
        for name in networks.names:
            networks.cut(name)
        base = f"https://{networks.host}:{front.port}/fhir"
        kiosks = [
            stack.enter_context(
                Kiosk(
                    networks.command(name), place / name, base, number, days, responses,
                    trust=front.authority,
                )
            )
            for number, name in enumerate(networks.names)
        ]  # fmt: skip
        _come_back(kiosks, networks, told)
        _look(service, told)
        told.counted = front.counted
    return told


def _come_back(kiosks: list[Kiosk], networks: Networks, told: Told) -> None:
    for kiosk in kiosks:
        said = kiosk.hears("offline")
        told.handed_in += said["ids"]
        told.waited += said["waiting"]
        told.offline.update(said["outcomes"])
    for name in networks.names:
        networks.mend(name)
    for kiosk in kiosks:
        kiosk.reconnects()
    for kiosk in kiosks:
        said = kiosk.hears("sent")
        told.seconds.append(said["seconds"])
        told.troubles.update(said["outcomes"])


def _look(service: Endpoint, told: Told) -> None:
    """What the service has, page by page, by the identifiers that the kiosks gave."""
    offset = 0
    while True:
        page = service.read(f"QuestionnaireResponse?_count={PAGE}&_offset={offset}")
        for entry in page.get("entry", ()):
            one = entry["resource"]
            told.there[one["identifier"]["value"].removeprefix("urn:uuid:")] += 1
            told.versions += int(one["meta"]["versionId"])
        offset += PAGE
        if offset >= page["total"]:
            return


def _counts(what: Counter[str]) -> str:
    return ", ".join(f"{times} {name}" for name, times in sorted(what.items())) or "none"


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--responses", type=int, default=500, help="of each kiosk")
    parser.add_argument("--days", type=int, default=7)
    parser.add_argument("--kbit", type=int, default=2048, help="of each line, each direction")
    parser.add_argument("--each-way-ms", type=float, default=25.0)
    asked = parser.parse_args()
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(1))  # the networks go all the same
    if reason := why_no_networks():
        print(reason, file=sys.stderr)
        return 2
    try:
        told = run(
            responses=asked.responses, days=asked.days, kbit_s=asked.kbit,
            each_way_s=asked.each_way_ms / 1000,
        )  # fmt: skip
    except (LookupError, NoNetworks) as cause:
        print(cause, file=sys.stderr)
        return 1
    print("\n".join(told.lines()))
    return 0 if told.is_well() else 1


if __name__ == "__main__":
    sys.exit(main())
