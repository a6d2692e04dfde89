"""A proxy on loopback that does its worst to some of the requests, and passes the others on.

It stands before any HTTP server, in a process of its own, and speaks TLS where it is told to. The
same seed makes the same choices, as long as the requests come in the same order.
"""

import asyncio
import json
import mmap
import signal
from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from random import Random
from urllib.parse import urlsplit

import h11

from tests.faults.forked import Child, Say, forked
from tests.network import http11
from tests.network.certificates import Certificate
from tests.network.exchange import Exchange, Hit, Upstream
from tests.network.faults import ELSEWHERE, ON_A_BATCH, ON_A_REQUEST
from tests.network.http11 import LineGone, Request

BAD_CERTIFICATE = "bad certificate"
FOLLOWED = "a redirect was followed"
REQUESTS = "requests"

_NUMBER = 8
_LAST_CALL_S = 5.0
_WRITES = (b"PUT", b"POST")
_GONE = (OSError, LineGone, h11.RemoteProtocolError, h11.LocalProtocolError, EOFError)


@dataclass(frozen=True)
class Plan:
    """What the proxy does.

    Attributes:
        to: the base address of the server.
        faults: names; which of them hits a request is left to chance.
        share: of the requests that are hit.
        patience_s: how long the client waits, for the faults that last.
        seed: of all choices.
        trusted: with it it speaks TLS.
        strange: it shows this one instead, on some of the lines.
    """

    to: str
    faults: tuple[str, ...] = ()
    share: float = 0.5
    patience_s: float = 1.0
    seed: str = ""
    trusted: Certificate | None = None
    strange: Certificate | None = None

    @property
    def upstream(self) -> Upstream:
        """Where the server listens."""
        at = urlsplit(self.to)
        return Upstream(at.hostname or "127.0.0.1", at.port or 80)


@dataclass(frozen=True)
class RunningProxy:
    """A proxy as those see it who started it."""

    child: Child
    base: str
    met: mmap.mmap

    def requests(self) -> int:
        """How many it met so far."""
        return int.from_bytes(self.met[:], "little")

    def make_peace(self) -> None:
        """From now on every request is passed on; returns once that is so."""
        self.child.signal(signal.SIGUSR1)
        self.child.lines.readline()

    def counts(self) -> Counter[str]:
        """How often each fault hit, and how many requests there were; the proxy ends."""
        self.child.signal(signal.SIGTERM)
        return Counter(json.loads(self.child.lines.readline()))


@contextmanager
def running_proxy(plan: Plan) -> Iterator[RunningProxy]:
    """A proxy of its own for the length of a block."""
    met = mmap.mmap(-1, _NUMBER)  # both processes see it

    def run(say: Say) -> None:
        asyncio.run(_Proxy(plan, say, met).serve())

    with met, forked(run) as child:
        port = int(child.lines.readline())
        scheme = "https" if plan.trusted else "http"
        yield RunningProxy(child, f"{scheme}://127.0.0.1:{port}{urlsplit(plan.to).path}", met)


@dataclass
class _Proxy:
    plan: Plan
    say: Say
    met: mmap.mmap
    counted: Counter[str] = field(default_factory=Counter)
    port: int = 0
    peace: bool = False

    def __post_init__(self) -> None:
        self.chance = Random(self.plan.seed)  # noqa: S311 - to be repeated
        self.met_a_write = False
        self.under_way: set[asyncio.Future[None]] = set()

    async def serve(self) -> None:
        loop, end = asyncio.get_running_loop(), asyncio.Event()
        server = await asyncio.start_server(self._line, "127.0.0.1", 0)
        self.port = server.sockets[0].getsockname()[1]
        loop.add_signal_handler(signal.SIGUSR1, self._make_peace)
        loop.add_signal_handler(signal.SIGTERM, end.set)
        self.say(str(self.port))
        await end.wait()
        if self.under_way:  # what is late is late, but it arrives before anybody counts
            await asyncio.wait(self.under_way, timeout=_LAST_CALL_S)
        self.say(json.dumps(self.counted))

    def _make_peace(self) -> None:
        self.peace = True
        self.say("peace")

    async def _line(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        with suppress(*_GONE):
            await self._agree_on_tls(writer)
            line = h11.Connection(h11.SERVER)
            while (request := await http11.receive(line, reader)) is not None:
                await self._met(request, line, writer)
                line.start_next_cycle()
        with suppress(*_GONE):
            writer.close()

    async def _agree_on_tls(self, writer: asyncio.StreamWriter) -> None:
        trusted, strange = self.plan.trusted, self.plan.strange
        if trusted is None:
            return
        shown = trusted
        if strange is not None and self._is_hit(not self.counted[BAD_CERTIFICATE]):
            shown = strange
            self.counted[BAD_CERTIFICATE] += 1
        await writer.start_tls(shown.for_a_server(), ssl_handshake_timeout=10.0)

    async def _met(
        self, request: Request, line: h11.Connection, writer: asyncio.StreamWriter
    ) -> None:
        self.counted[REQUESTS] += 1
        self.met[:] = self.counted[REQUESTS].to_bytes(_NUMBER, "little")
        if request.target.startswith(ELSEWHERE):
            self.counted[FOLLOWED] += 1
        x = Exchange(
            request, line, writer, self.plan.upstream, self.chance, self.plan.patience_s, self.port
        )
        hit = self._hit(request) or _passed_on
        done = asyncio.ensure_future(hit(x))
        self.under_way.add(done)
        done.add_done_callback(self.under_way.discard)
        await done

    def _hit(self, request: Request) -> Hit | None:
        """What happens to it: the first write is always hit, or a trial might try nothing."""
        possible = _possible(self.plan.faults, request)
        is_write = request.method in _WRITES
        if not possible or not self._is_hit(is_write and not self.met_a_write):
            return None
        self.met_a_write = self.met_a_write or is_write
        name = self.chance.choice(sorted(possible))
        self.counted[name] += 1
        return possible[name]

    def _is_hit(self, surely: bool) -> bool:  # noqa: FBT001
        return not self.peace and (self.chance.random() < self.plan.share or surely)


async def _passed_on(x: Exchange) -> None:
    await x.answer(await x.forward())


def _possible(names: tuple[str, ...], request: Request) -> Mapping[str, Hit]:
    """Of these faults, those that may happen to such a request."""
    found = {name: ON_A_REQUEST[name] for name in names if name in ON_A_REQUEST}
    on_a_batch = {name: ON_A_BATCH[name] for name in names if name in ON_A_BATCH}
    if on_a_batch and request.method == b"POST":
        sent = request.resource() or {}
        if sent.get("type") == "batch" and sent.get("entry"):
            found |= on_a_batch
    return found
