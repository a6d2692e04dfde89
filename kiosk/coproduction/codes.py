"""Code honesty: a code of LOINC or SNOMED CT says one wording, and stands beside no other.

Whoever reads a code takes it for the question it names. Where a question was reworded its codes
are dropped, and it is said which: an AUDIT-C in British units may not carry
the code of the American drinks.
"""

import hashlib
from collections.abc import Iterable, Mapping
from copy import deepcopy
from typing import Any, Final, NamedTuple
from urllib.parse import urlsplit

import msgspec

from kiosk.coproduction.answer_codes import answer_codes, renew_answers
from kiosk.coproduction.lineage import ItemLineage, plain_wording
from kiosk.errors import RefusedError
from kiosk.forms import extensions as ext
from kiosk.forms.finding import WARNING, Finding
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire

CODES: Final = {
    "code-of-other-words": "a question carries a code that belongs to another wording",
}
"""The codes of the findings here, with what they mean."""

_LANGUAGE: Final = "en"
"""The wordings known here are English; in other languages nobody can tell by a hash."""

Bindings = Mapping[tuple[str, str], frozenset[str]]
"""(system, code) → SHA-256 of each plain wording that the code stands for."""


class DroppedCode(NamedTuple):
    """A code that was taken off a question or one of its answers, whose wording is another one."""

    link_id: str
    system: str
    code: str


class _Bound(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    source: str
    wordings: list[str]


def read_bindings(content: bytes) -> Bindings:
    """The register of codes: a TOML table for each `system|code`.

    Raises:
        RefusedError: it can't be read; no code may be taken for honest then.
    """
    try:
        found = msgspec.toml.decode(content, type=dict[str, _Bound])
    except (msgspec.DecodeError, UnicodeDecodeError) as cause:
        raise RefusedError("The register of codes can't be read.") from cause
    return {_split(name): frozenset(bound.wordings) for name, bound in found.items()}


def bindings_of(forms: Iterable[Questionnaire]) -> Bindings:
    """The codes of these forms' questions, which are known to be right, as bindings."""
    found: dict[tuple[str, str], frozenset[str]] = {}
    for form in forms:
        for item in form.by_path.values():
            for key in _codes(item):
                found[key] = found.get(key, frozenset()) | {wording_of(item)}
            for system, code, wording in answer_codes(item):
                found[system, code] = found.get((system, code), frozenset()) | {wording}
    return found


def wording_of(item: Item) -> str:
    """SHA-256 of a question's plain wording."""
    return hashlib.sha256(plain_wording(ext.text(item.raw, "text")).encode()).hexdigest()


def dishonest(form: Questionnaire, bindings: Bindings) -> tuple[Finding, ...]:
    """The codes in a form that belong to other words, as warnings."""
    if not form.own_language.startswith(_LANGUAGE):
        return ()
    return tuple(
        Finding(WARNING, "code-of-other-words", item.link_id, item.json_path, _told(*key))
        for item in form.by_path.values()
        for key in (*_of_other_words(item, bindings), *_of_other_answers(item, bindings))
    )


def honest(
    raw: Mapping[str, Any],
    changes: Iterable[ItemLineage],
    bindings: Bindings,
    before: Questionnaire | None = None,
) -> tuple[dict[str, Any], tuple[DroppedCode, ...]]:
    """A form without the codes that its words do not bear any more, and which those were.

    A code of the author's own system means what the author says, and stays; so does one that a
    reworded question did not have before.

    Args:
        raw: the new version.
        changes: what became of its items since the version before.
        bindings: what is known of codes.
        before: that version; None for a form that is new here.

    Raises:
        RefusedError: a calculation reckons with the code of an answer whose words are others.
    """
    made = deepcopy(dict(raw))
    form = parse_questionnaire(made)
    broken = {one.link_id for one in changes if one.broke_series}
    known = bindings if form.own_language.startswith(_LANGUAGE) else {}
    dropped: list[DroppedCode] = []
    for item in form.by_path.values():
        was = before.by_link_id.get(item.link_id) if before else None
        of_others = set(_of_other_words(item, known))
        for key in _codes(item):
            had = before is None or (was is not None and key in _codes(was))
            reworded = item.link_id in broken and had and not _is_own(form, key[0])
            if reworded or key in of_others:
                dropped.append(DroppedCode(item.link_id, *key))
                _drop(item.raw, *key)
        renewed = tuple(renew_answers(made, item, was, known))
        dropped += [DroppedCode(item.link_id, *key) for key in renewed]
    return made, tuple(dropped)


def _of_other_words(item: Item, bindings: Bindings) -> list[tuple[str, str]]:
    here = wording_of(item)
    return [key for key in _codes(item) if key in bindings and here not in bindings[key]]


def _of_other_answers(item: Item, bindings: Bindings) -> list[tuple[str, str]]:
    found = answer_codes(item)
    return [(one.system, one.code) for one in found
            if one[:2] in bindings and one.wording not in bindings[one[:2]]]  # fmt: skip


def _is_own(form: Questionnaire, system: str) -> bool:
    """Whether the form's own author gives that code its meaning."""
    host = urlsplit(form.url).hostname
    return host is not None and urlsplit(system).hostname == host


def _codes(item: Item) -> list[tuple[str, str]]:
    codings = ext.mappings(item.raw, "code")
    return [(ext.text(one, "system"), ext.text(one, "code")) for one in codings]


def _drop(raw: Any, system: str, code: str) -> None:
    left = [
        one for one in raw["code"]
        if (ext.text(one, "system"), ext.text(one, "code")) != (system, code)
    ]  # fmt: skip
    raw["code"] = left
    if not left:
        del raw["code"]


def _split(name: str) -> tuple[str, str]:
    system, _, code = name.rpartition("|")
    return system, code


def _told(system: str, code: str) -> str:
    return (
        f"The code {code} of {system} belongs to another wording. Take the code away, or use "
        "that wording to the letter."
    )
