"""A TLS front before a plain service: delays what passes, and counts what is under way at once."""

import asyncio
import ssl
import threading
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from typing import Self

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID


@dataclass
class Counted:
    """What passed.

    Attributes:
        began: when each request began to arrive, in seconds of one clock.
        took_bytes: how many bytes had arrived in each whole second of that clock.
        at_once: how many requests were under way together at most: from the first byte of a
            request to the last of its reply.
    """

    began: list[float] = field(default_factory=list)
    took_bytes: Counter[int] = field(default_factory=Counter)
    at_once: int = 0
    _under_way: int = 0

    def busiest_second(self) -> int:
        """The most requests that began within one second, wherever that second begins."""
        begins, most, first = sorted(self.began), 0, 0
        for number, moment in enumerate(begins):
            while moment - begins[first] >= 1:
                first += 1
            most = max(most, number - first + 1)
        return most

    @contextmanager
    def one_request(self, now: float) -> Iterator[None]:
        self.began.append(now)
        self._under_way += 1
        self.at_once = max(self.at_once, self._under_way)
        try:
            yield
        finally:
            self._under_way -= 1


class Front:
    """Listens on `host` and passes each request on to a port of loopback.

    Attributes:
        port: where it listens.
        counted: what passed so far.
    """

    def __init__(self, host: str, *, to_port: int, each_way_s: float, folder: Path) -> None:
        self._host, self._to_port, self._each_way_s = host, to_port, each_way_s
        self.authority = folder / "authority.pem"
        self._tls = _certified(host, self.authority, folder / "service.pem")
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self.counted = Counted()
        self.port = 0

    def __enter__(self) -> Self:
        self._thread.start()
        self._do(self._open())
        return self

    def __exit__(self, *_: object) -> None:
        self._do(self._close())
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    def _do(self, work: object) -> None:
        asyncio.run_coroutine_threadsafe(work, self._loop).result(20)  # type: ignore[arg-type]

    async def _open(self) -> None:
        self._server = await asyncio.start_server(self._serve, self._host, 0, ssl=self._tls)
        self.port = self._server.sockets[0].getsockname()[1]

    async def _close(self) -> None:
        self._server.close()
        others = asyncio.all_tasks() - {asyncio.current_task()}
        for task in others:
            task.cancel()
        await asyncio.gather(*others, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            there = await asyncio.open_connection("127.0.0.1", self._to_port)
            with suppress(OSError, EOFError):
                while first := await reader.read(1):
                    with self.counted.one_request(self._loop.time()):
                        await self._pass(first, reader, writer, there)
            there[1].close()
        finally:
            writer.close()

    async def _pass(
        self,
        first: bytes,
        reader: asyncio.StreamReader,
        writer: asyncio.StreamWriter,
        there: tuple[asyncio.StreamReader, asyncio.StreamWriter],
    ) -> None:
        request = first + await _message(reader)
        self.counted.took_bytes[int(self._loop.time())] += len(request)
        await asyncio.sleep(self._each_way_s)
        there[1].write(request)
        reply = await _message(there[0])
        await asyncio.sleep(self._each_way_s)
        writer.write(reply)
        await writer.drain()


async def _message(reader: asyncio.StreamReader) -> bytes:
    """One HTTP message whose length its head says, as both of ours do."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = 0
    for line in head.split(b"\r\n"):
        name, _, value = line.partition(b":")
        if name.lower() == b"content-length":
            length = int(value)
        if name.lower() == b"transfer-encoding":
            raise ValueError("a message without a length")
    return head + await reader.readexactly(length)


def _certified(host: str, authority_file: Path, file: Path) -> ssl.SSLContext:
    """A certificate for that address, and the file of the authority that vouches for it."""
    authority_key, key = (
        ec.generate_private_key(ec.SECP256R1()),
        ec.generate_private_key(ec.SECP256R1()),
    )
    issuer = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "trial authority")])
    itself = x509.SubjectKeyIdentifier.from_public_key(authority_key.public_key())
    authority = (
        _new(issuer, issuer, authority_key)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(authority=True), critical=True)
        .add_extension(itself, critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    subject = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "trial service")])
    names = x509.SubjectAlternativeName([x509.IPAddress(ip_address(host))])
    issued = x509.AuthorityKeyIdentifier.from_issuer_subject_key_identifier(itself)
    service = (
        _new(subject, issuer, key)
        .add_extension(names, critical=False)
        .add_extension(_usage(authority=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(issued, critical=False)
        .sign(authority_key, hashes.SHA256())
    )
    authority_file.write_bytes(authority.public_bytes(Encoding.PEM))
    file.write_bytes(
        service.public_bytes(Encoding.PEM)
        + key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    )
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(file)
    return context


def _new(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey
) -> x509.CertificateBuilder:
    now = datetime.now(UTC)
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(days=2))
    )


def _usage(*, authority: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not authority, key_cert_sign=authority, crl_sign=authority,
        content_commitment=False, key_encipherment=False, data_encipherment=False,
        key_agreement=False, encipher_only=False, decipher_only=False,
    )  # fmt: skip
