"""One request in the hands of the proxy: what can be done with it, for better or worse."""

import asyncio
import socket
import struct
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from random import Random

import h11

from tests.network import http11
from tests.network.http11 import Reply, Request

RESET = struct.pack("ii", 1, 0)  # linger for no time: the line is reset, not closed


@dataclass(frozen=True)
class Upstream:
    """Where the server is."""

    host: str
    port: int


@dataclass(frozen=True)
class Exchange:
    """A client's request, its line, and the way to the server.

    Attributes:
        chance: for a fault that has a choice.
        patience_s: how long the client waits for an answer, as far as the proxy was told.
        own_port: where the proxy itself listens.
    """

    request: Request
    line: h11.Connection
    writer: asyncio.StreamWriter
    to: Upstream
    chance: Random
    patience_s: float
    own_port: int

    async def forward(self, request: Request | None = None) -> Reply:
        """The server's answer, to this request or to another one."""
        return await http11.exchange(self.to.host, self.to.port, request or self.request)

    async def forward_a_part(self) -> None:
        """The server gets the half of it, and a line that closes."""
        _, writer = await asyncio.open_connection(self.to.host, self.to.port)
        whole = self.request.encoded()
        writer.write(whole[: len(whole) // 2])
        await writer.drain()
        writer.close()

    async def answer(self, reply: Reply) -> None:
        """The client gets it, whole."""
        self.writer.write(self._bytes(reply))
        await self.writer.drain()

    async def answer_a_part(self, reply: Reply) -> None:
        """The client gets the first half of its bytes, and a line that closes."""
        whole = self._bytes(reply)
        self.writer.write(whole[: len(whole) // 2])
        await self.writer.drain()
        self.hang_up()

    async def answer_slowly(self, reply: Reply, *, every_s: float) -> None:
        """Byte by byte, until the client has enough of it."""
        for byte in self._bytes(reply):
            self.writer.write(bytes((byte,)))
            await self.writer.drain()
            await asyncio.sleep(every_s)

    def hang_up(self) -> None:
        """The line closes."""
        self.writer.close()

    def reset(self) -> None:
        """The line breaks: the client's system is told so by RST."""
        line: socket.socket = self.writer.get_extra_info("socket")
        line.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        self.writer.transport.abort()

    def _bytes(self, reply: Reply) -> bytes:
        return b"".join(self.line.send(event) or b"" for event in reply.events())


Hit = Callable[[Exchange], Awaitable[None]]
"""Does its worst to one request; what it does not answer is left to a client that waits."""
