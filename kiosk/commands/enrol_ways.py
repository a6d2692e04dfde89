"""What `enrol` was given: options, and the files that hold what is secret."""

import argparse
import getpass
import re
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from cryptography.hazmat.primitives.serialization import load_pem_private_key

from kiosk.commands.reading import read_file
from kiosk.errors import RefusedError, UsageError
from kiosk.sync.access.certificates import read_certificate, read_chain, read_key, refuse_strangers
from kiosk.sync.access.enrolment import Certificate, Password, Smart, Token, Way
from kiosk.sync.access.keys import private_key
from kiosk.sync.access.reach import is_safe

STDIN: Final = Path("-")
_TOKEN: Final = re.compile(r"[\x21-\x7e]{1,16000}")
_SCOPE: Final = re.compile(r"[\x21\x23-\x5b\x5d-\x7e]+( [\x21\x23-\x5b\x5d-\x7e]+)*")


class Given(NamedTuple):
    """A way of being let in, and the files that may be erased once it is kept."""

    way: Way
    secret_files: tuple[Path, ...] = ()


def given_way(arguments: argparse.Namespace, own_key: Callable[[], bytes]) -> Given:
    """The way that was typed; secrets come from files, standard input or a question.

    Args:
        arguments: as parsed.
        own_key: the key of this PC, made where there is none.

    Raises:
        UsageError: an option is missing or does not belong, or a file is not there.
        RefusedError: what a file holds is of no use.
    """
    if arguments.token_file is not None or arguments.token is not None:
        return _token(arguments.token, arguments.token_file)
    if arguments.basic is not None:
        return _password(arguments.basic, arguments.password_file)
    if arguments.smart:
        own_key()
        return _smart(arguments)
    return _certificate(arguments, own_key)


_BELONGS: Final = {
    "client_id": ("smart",),
    "token_url": ("smart",),
    "scope": ("smart",),
    "jwks": ("smart", "make_key"),
    "bearer": ("token", "token_file"),
    "take_along": ("move",),
    "request": ("make_key",),
    "certificate": ("mtls",),
    "key": ("mtls",),
    "password_file": ("basic", "mtls"),
}


def refuse_mixed(arguments: argparse.Namespace) -> None:
    """Options that do not belong to the way that was chosen.

    Raises:
        UsageError: one of them is there.
    """
    for option, ways in _BELONGS.items():
        given = getattr(arguments, option)
        if given not in {None, False} and not any(getattr(arguments, way) for way in ways):
            told = " or ".join(f"--{way.replace('_', '-')}" for way in ways)
            raise UsageError(f"--{option.replace('_', '-')} goes with {told}.")


def is_token(text: str) -> bool:
    """Whether it can be a token (RFC 6750)."""
    return _TOKEN.fullmatch(text) is not None


def _token(typed: str | None, file: Path | None) -> Given:
    file = STDIN if file is None else file
    token = _secret(file) if typed in {None, "-"} else str(typed)
    if not is_token(token):
        raise RefusedError(
            "What was given is no token.",
            advice="It must be the token alone, on one line, without “Bearer” before it.",
        )
    return Given(Token(token), _files(file))


def _password(user: str, file: Path | None) -> Given:
    if not user or ":" in user or not user.isprintable():
        raise UsageError("A name can't be empty or hold a colon (RFC 7617).")
    password = _asked(f"Password of {user}: ") if file is None else _secret(file)
    if not password or not password.isprintable():
        raise RefusedError("That is no password.", advice="It is one line of visible signs.")
    return Given(Password(user, password), _files(file))


def _smart(arguments: argparse.Namespace) -> Given:
    client_id, url, scope = arguments.client_id, arguments.token_url, arguments.scope
    if not client_id or not client_id.isprintable():
        raise UsageError(
            "--smart needs the id under which the service knows this kiosk.",
            advice="kiosk enrol --smart --client-id ID. First register the key that "
            "kiosk enrol --make-key prints.",
        )
    if url is not None and not is_safe(url):
        raise UsageError("--token-url must be an https address.")
    if scope is not None and not _SCOPE.fullmatch(scope):
        raise UsageError(
            "--scope is no list of scopes.",
            advice='It looks like "system/QuestionnaireResponse.crus system/Questionnaire.rs".',
        )
    return Given(Smart(client_id, url, scope))


def _certificate(arguments: argparse.Namespace, own_key: Callable[[], bytes]) -> Given:
    if arguments.certificate is None:
        raise UsageError(
            "--mtls needs the certificate.",
            advice="kiosk enrol --mtls --certificate FILE [--key FILE]. Without --key it was made "
            "for the key of this PC: kiosk enrol --make-key --request FILE.",
        )
    chain = read_chain(read_file(arguments.certificate))
    certificate = read_certificate(chain)
    if arguments.key is None:
        refuse_strangers(certificate, private_key(own_key()))
        return Given(Certificate(chain))
    file = arguments.password_file
    key = read_key(read_file(arguments.key), None if file is None else _secret(file).encode())
    refuse_strangers(certificate, load_pem_private_key(key.encode(), None))
    return Given(Certificate(chain, key), (*_files(arguments.key), *_files(file)))


def _secret(file: Path) -> str:
    """The one line of a file, or of standard input where it is named -."""
    content = sys.stdin.buffer.read() if file == STDIN else read_file(file)
    try:
        return content.decode("utf-8-sig").strip("\r\n ")
    except UnicodeDecodeError as cause:
        raise RefusedError("What the file holds is no text.", advice="It must be UTF-8.") from cause


def _files(file: Path | None) -> tuple[Path, ...]:
    return () if file is None or file == STDIN else (file,)


def _asked(question: str) -> str:
    if not sys.stdin.isatty():
        raise UsageError(
            "A password is asked for at a terminal alone.",
            advice="Else give a file: --password-file FILE; - is standard input.",
        )
    try:
        return getpass.getpass(question)
    except EOFError as cause:
        raise RefusedError("Nothing was typed.", advice="Start the command again.") from cause
