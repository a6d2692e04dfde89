"""String functions.

Source: http://hl7.org/fhirpath/#string-manipulation
"""

import base64
import binascii
import html
import json
import re
from collections.abc import Callable, Sequence
from typing import Any, Final

from kiosk.fhirpath.errors import FhirPathError
from kiosk.fhirpath.functions.function import (
    Arguments,
    Function,
    Functions,
    argument,
    of_value,
    text_of,
    whole,
)
from kiosk.fhirpath.nodes import EMPTY, Node, literal
from kiosk.fhirpath.regex import full_match, replace_all, search
from kiosk.fhirpath.scope import LONGEST_TEXT, Apply, Context
from kiosk.fhirpath.values import value_of

_ESCAPE: Final = re.compile(r"\\(?:[\"\\/bfnrt]|(?:u[0-9A-Fa-f]{4}(?:\\u[0-9A-Fa-f]{4})?))")


def _texts(
    name: str, function: Callable[..., Any], count: int, most: int | None = None
) -> Function:
    def checked(*values: Any) -> Any:
        return function(*(text_of(value, name) for value in values))

    return of_value(checked, count, most)


def _substring(text: Any, start: Any, length: Any = None) -> str | None:
    said, begin = text_of(text, "substring"), whole(start, "substring")
    if not 0 <= begin < len(said):
        return None
    if length is None:
        return said[begin:]
    return said[begin : begin + max(whole(length, "substring"), 0)]


def _build_substring(arguments: Arguments) -> Apply:
    # An empty length counts as none given; an empty start makes the result empty.
    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        values = [argument(context, one, "substring") for one in arguments.evaluate]
        if not nodes or values[0] is None:
            return EMPTY
        if len(nodes) > 1:
            raise FhirPathError(f"substring(): one item expected, {len(nodes)} found")
        cut = _substring(value_of(nodes[0]), *values)
        return EMPTY if cut is None else (literal(cut),)

    return apply


def _replace(text: str, pattern: str, new: str) -> str:
    count = text.count(pattern)
    if len(text) + count * len(new) > LONGEST_TEXT:
        raise FhirPathError(f"a text of more than {LONGEST_TEXT:,} characters")
    return text.replace(pattern, new)


def _encode(text: str, form: str) -> str:
    octets = text.encode()
    if form == "hex":
        return octets.hex()
    if form in {"base64", "urlbase64"}:
        encode = base64.b64encode if form == "base64" else base64.urlsafe_b64encode
        return encode(octets).decode()
    raise FhirPathError(f"encode(): no such encoding: {form}")


def _decode(text: str, form: str) -> str | None:
    if form not in {"hex", "base64", "urlbase64"}:
        raise FhirPathError(f"decode(): no such encoding: {form}")
    try:
        if form == "hex":
            return bytes.fromhex(text).decode()
        alphabet = None if form == "base64" else b"-_"
        return base64.b64decode(text, altchars=alphabet, validate=True).decode()
    except (binascii.Error, ValueError):
        return None


def _escape(text: str, target: str) -> str:
    if target == "html":
        return html.escape(text, quote=True).replace("&#x27;", "&#39;")
    if target == "json":
        return json.dumps(text, ensure_ascii=False)[1:-1]
    raise FhirPathError(f"escape(): no such target: {target}")


def _unescape(text: str, target: str) -> str:
    if target == "html":
        return html.unescape(text)
    if target != "json":
        raise FhirPathError(f"unescape(): no such target: {target}")
    return _ESCAPE.sub(lambda found: json.loads(f'"{found[0]}"'), text)


def _split(text: str, separator: str) -> list[str]:
    return text.split(separator) if separator else list(text)


def _join(arguments: Arguments) -> Apply:
    def apply(context: Context, nodes: Sequence[Node]) -> Sequence[Node]:
        context.run.spend(len(nodes))
        values = [argument(context, one, "join") for one in arguments.evaluate]
        separator = text_of(values[0], "join") if values and values[0] is not None else ""
        texts = [text_of(value_of(node), "join") for node in nodes if node.data is not None]
        if sum(map(len, texts)) + len(texts) * len(separator) > LONGEST_TEXT:
            raise FhirPathError(f"a text of more than {LONGEST_TEXT:,} characters")
        return (literal(separator.join(texts)),) if nodes else EMPTY

    return apply


FUNCTIONS: Final[Functions] = {
    "indexOf": _texts("indexOf", str.find, 1),
    "lastIndexOf": _texts("lastIndexOf", str.rfind, 1),
    "substring": Function(1, 2, _build_substring),
    "startsWith": _texts("startsWith", lambda text, other: text.startswith(other), 1),
    "endsWith": _texts("endsWith", lambda text, other: text.endswith(other), 1),
    "contains": _texts("contains", lambda text, other: other in text, 1),
    "upper": _texts("upper", str.upper, 0),
    "lower": _texts("lower", str.lower, 0),
    "replace": _texts("replace", _replace, 2),
    "matches": _texts("matches", search, 1, 2),
    "matchesFull": _texts("matchesFull", full_match, 1, 2),
    "replaceMatches": _texts("replaceMatches", replace_all, 2, 3),
    "length": _texts("length", len, 0),
    "toChars": _texts("toChars", list, 0),
    "encode": _texts("encode", _encode, 1),
    "decode": _texts("decode", _decode, 1),
    "escape": _texts("escape", _escape, 1),
    "unescape": _texts("unescape", _unescape, 1),
    "trim": _texts("trim", lambda text: text.strip(" \t\r\n"), 0),
    "split": _texts("split", _split, 1),
    "join": Function(0, 1, _join),
}
