"""What a service says against a resource, without what a patient said in it."""

from collections.abc import Iterator, Mapping
from typing import Any

import msgspec

TEXT_MAX = 300

_SHORTEST = 3  # a shorter answer ("no", "7") stands in any text by chance
_HIDDEN = "…"


def issue_text(outcome: Mapping[str, Any] | None, *, payload: bytes) -> str:
    """The first error of an OperationOutcome (R4) as one line, at most `TEXT_MAX` characters.

    Services quote the value that they refuse. Every answer of the payload is taken out again,
    because this text is shown to staff and kept beside the outbox. Returns "" where `outcome` is
    no OperationOutcome.
    """
    if outcome is None or outcome.get("resourceType") != "OperationOutcome":
        return ""
    issue = _first_error(outcome.get("issue"))
    said = " ".join(filter(None, [_place(issue), _words(issue)]))
    for answer in _answers(payload):
        said = said.replace(answer, _HIDDEN)
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


def _answers(payload: bytes) -> list[str]:
    """Every text below an `answer`, longest first, so that no part of one stays behind."""
    try:
        resource = msgspec.json.decode(payload)
    except (ValueError, RecursionError):
        return []
    return sorted(set(_texts(resource, given=False)), key=len, reverse=True)


def _texts(value: Any, *, given: bool) -> Iterator[str]:
    if isinstance(value, dict):
        for key, inner in value.items():
            yield from _texts(inner, given=given or key == "answer")
    elif isinstance(value, list):
        for inner in value:
            yield from _texts(inner, given=given)
    elif given and isinstance(value, str) and len(value) >= _SHORTEST:
        yield value
