"""What a service says against a resource, without what a patient said in it."""

import html
import re
from collections.abc import Iterator, Mapping
from typing import Any, Final
from urllib.parse import unquote

import msgspec

TEXT_MAX = 300

_SHORTEST = 3  # a shorter answer ("no", "7") stands in any text by chance
_RUN: Final = 6
"""So many letters and figures in a row that an answer has, too, are a part of that answer."""
_LOOKED_AT: Final = 4 * TEXT_MAX
_HIDDEN = "…"
_FORMS_OWN: Final = ("system", "linkId")
"""What stands below an answer and is no patient's word."""


def issue_text(outcome: Mapping[str, Any] | None, *, payload: bytes) -> str:
    """The first error of an OperationOutcome (R4) as one line, at most `TEXT_MAX` characters.

    Services quote the value that they refuse: the beginning of it, in capitals, with its signs
    escaped. Every part of an answer of the payload is taken out again, because this text is shown
    to staff and kept beside the outbox; some words of the service's own may go with it. Returns ""
    where `outcome` is no OperationOutcome.
    """
    if outcome is None or outcome.get("resourceType") != "OperationOutcome":
        return ""
    issue = _first_error(outcome.get("issue"))
    said = " ".join(filter(None, [_place(issue), _words(issue)]))
    said = _without(html.unescape(unquote(_unescaped(said[:_LOOKED_AT]))), _answers(payload))
    plain = " ".join("".join(c if c.isprintable() else " " for c in said).split())
    return plain if len(plain) <= TEXT_MAX else plain[: TEXT_MAX - 1] + _HIDDEN


def _first_error(issues: Any) -> Mapping[str, Any]:
    known = [one for one in issues if isinstance(one, dict)] if isinstance(issues, list) else []
    serious = [one for one in known if one.get("severity") in ("error", "fatal")]
    return next(iter(serious or known), {})


def _place(issue: Mapping[str, Any]) -> str:
    for key in ("expression", "location"):
        given = issue.get(key)
        if isinstance(given, list) and given and isinstance(given[0], str):
            return f"{given[0]}:"
    return ""


def _words(issue: Mapping[str, Any]) -> str:
    details = issue.get("details")
    text = details.get("text") if isinstance(details, dict) else None
    given = (issue.get("diagnostics"), text, issue.get("code"))
    return next((one for one in given if isinstance(one, str) and one), "")


def _unescaped(said: str) -> str:
    """With the letters that JSON may write as their number."""
    return re.sub(r"\\u([0-9a-fA-F]{4})", lambda found: chr(int(found[1], 16)), said)


def _without(said: str, answers: list[str]) -> str:
    for answer in answers:
        if len(answer) < _LOOKED_AT:
            said = re.sub(re.escape(answer), _HIDDEN, said, flags=re.IGNORECASE)
    letters = [(place, one) for place, sign in enumerate(said) for one in _folded(sign)]
    row, given = "".join(one for _, one in letters), "\n".join(map(_folded, answers))
    hidden = {
        place
        for start in range(len(row) - _RUN + 1)
        if row[start : start + _RUN] in given
        for place in range(letters[start][0], letters[start + _RUN - 1][0] + 1)
    }
    shown = (_HIDDEN if place in hidden else sign for place, sign in enumerate(said))
    return re.sub(f"{_HIDDEN}+", _HIDDEN, "".join(shown))


def _folded(text: str) -> str:
    return "".join(one for one in text.casefold() if one.isalnum())


def _answers(payload: bytes) -> list[str]:
    """Every text and figure below an `answer`, longest first, so that no part stays behind."""
    try:
        resource = msgspec.json.decode(payload)
    except (ValueError, RecursionError):
        return []
    return sorted(set(_texts(resource, given=False)), key=len, reverse=True)


def _texts(value: Any, *, given: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            if not (given and key in _FORMS_OWN):
                yield from _texts(inner, given=given or key == "answer")
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, given=given)
    elif given and not isinstance(value, bool) and len(str(value)) >= _SHORTEST:
        yield str(value)
