"""Versions of a form: how a new one is numbered, made, and told from the one before.

A version never changes once it is made. A patch is cosmetic, a minor number rewords, a major one
asks something else (https://semver.org); FHIR has no status for a pilot, so that is a pre-release
("2.3.0-pilot.1").
"""

import re
from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, Final, Literal, NamedTuple

from kiosk.coproduction.lineage import ItemLineage, lineage
from kiosk.forms.questionnaire import Questionnaire

ChangeClass = Literal["cosmetic", "reworded", "semantic"]

DERIVATION: Final = "http://hl7.org/fhir/StructureDefinition/questionnaire-derivationType"
_DERIVATIONS: Final = "http://hl7.org/fhir/questionnaire-derivationType"
STAGES: Final = "http://clinic-kiosk.example/fhir/CodeSystem/form-stage"
PILOT: Final = "pilot"

_PARTS: Final = re.compile(r"\d{1,9}")


class Version(NamedTuple):
    """A version number; they sort by age, a pilot before the version it is a pilot of.

    Attributes:
        final: it is no pilot.
        pilot: which pilot; 0 for none.
    """

    major: int
    minor: int
    patch: int
    final: bool = True
    pilot: int = 0

    @classmethod
    def of(cls, text: str) -> "Version":
        """Any form's version: its first three numbers, where they are not semver ("2024-05")."""
        plain, pilot, pre = text.partition("-pilot")
        numbers = [int(part) for part in _PARTS.findall(plain)][:3]
        major, minor, patch = [*numbers, 0, 0, 0][:3]
        if not pilot:
            return cls(major, minor, patch)
        found = _PARTS.search(pre)
        return cls(major, minor, patch, final=False, pilot=int(found.group()) if found else 0)

    @property
    def text(self) -> str:
        """As it stands in the form."""
        plain = f"{self.major}.{self.minor}.{self.patch}"
        return plain if self.final else f"{plain}-pilot.{self.pilot}"

    @property
    def settled(self) -> "Version":
        """The version of which this is a pilot, or itself."""
        return Version(self.major, self.minor, self.patch)


def change_class(changes: Iterable[ItemLineage]) -> ChangeClass | None:
    """The gravest of what was changed; None where nothing was.

    A question that is new or gone counts as reworded: those that stay ask what they asked.
    """
    relations = {one.relation for one in changes}
    if "semantic" in relations:
        return "semantic"
    if relations & {"reworded", "new", "removed"}:
        return "reworded"
    return "cosmetic" if "cosmetic" in relations else None


def next_version(current: str, change: ChangeClass, taken: Iterable[str] = ()) -> str:
    """The number after `current` for such a change; one that is not taken yet."""
    last = max(map(Version.of, (current, *taken))).settled
    if change == "semantic":
        return Version(last.major + 1, 0, 0).text
    if change == "reworded":
        return Version(last.major, last.minor + 1, 0).text
    return Version(last.major, last.minor, last.patch + 1).text


def pilot_version(version: str, taken: Iterable[str] = ()) -> str:
    """The number under which it is tried out."""
    settled = Version.of(version).settled
    before = [one.pilot for one in map(Version.of, taken) if one.settled == settled]
    return settled._replace(final=False, pilot=max(before, default=0) + 1).text


def derivation_type(old: Questionnaire, new: Questionnaire) -> str:
    """How a new version stands to the old one, as FHIR names it.

    `compliesWith`: its responses are valid against the old one, too; `extends`: it only has more;
    `inspiredBy`: neither. Source: CodeSystem questionnaire-derivationType.
    """
    changes = lineage(old, new)
    relations = {one.relation for one in changes}
    if "semantic" in relations or "removed" in relations:
        return "inspiredBy"
    return "extends" if "new" in relations else "compliesWith"


def as_version(
    raw: Mapping[str, Any],
    version: str,
    *,
    today: date,
    derived_from: tuple[Questionnaire, str] | None = None,
    pilot: bool = False,
) -> dict[str, Any]:
    """A form as that version of itself: numbered, active, dated, with where it comes from.

    Args:
        raw: the form as it stands.
        version: its new number.
        today: the day that stands in it.
        derived_from: the version before, and how this one stands to it (`derivation_type`).
        pilot: it is tried out.
    """
    made = {key: value for key, value in raw.items() if key not in {"derivedFrom", "_derivedFrom"}}
    made |= {"version": version, "status": "active", "date": today.isoformat()}
    if derived_from is not None:
        old, kind = derived_from
        coding = {"system": _DERIVATIONS, "code": kind}
        made["derivedFrom"] = [old.canonical]
        made["_derivedFrom"] = [{"extension": [{"url": DERIVATION, "valueCoding": coding}]}]
    made["meta"] = _meta(raw, pilot=pilot)
    return made if made["meta"] else {key: made[key] for key in made if key != "meta"}


def _meta(raw: Mapping[str, Any], *, pilot: bool) -> dict[str, Any]:
    meta = dict(raw["meta"]) if isinstance(raw.get("meta"), Mapping) else {}
    for made_by_server in ("versionId", "lastUpdated"):
        meta.pop(made_by_server, None)
    tags = [tag for tag in meta.pop("tag", []) if not _is_stage(tag)]
    if pilot:
        tags.append({"system": STAGES, "code": PILOT})
    return meta | ({"tag": tags} if tags else {})


def _is_stage(tag: object) -> bool:
    return isinstance(tag, Mapping) and tag.get("system") == STAGES
