"""Which of the versions of a form that a search brought is the one to use."""

import re
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

from kiosk.forms import extensions as ext
from kiosk.forms.fhir_json import encode_json
from kiosk.sync.fetch.judging import NotUsable, says_the_same

Resource = Mapping[str, Any]

TAKEN_BACK = "The central service took it back."
"""Why a form is not offered all of whose versions are retired, nor the program's own for it."""

_NUMBER = re.compile(r"(\d{1,18})")


class Canonical(NamedTuple):
    """An address with or without a version (R4, references, canonical)."""

    url: str
    version: str

    @classmethod
    def of(cls, text: str) -> "Canonical":
        """From `url` or `url|version`."""
        url, _, version = text.partition("|")
        return cls(url, version)

    @property
    def text(self) -> str:
        """As it is written: `url` or `url|version`."""
        return f"{self.url}|{self.version}" if self.version else self.url

    def names(self, resource: Resource) -> bool:
        """Whether it means this resource."""
        is_url = ext.text(resource, "url") == self.url
        return is_url and self.version in ("", ext.text(resource, "version"))


def chosen(resources: Iterable[Resource], kind: str, wanted: Canonical) -> Resource | None:
    """The newest active version; None where every one is retired: it was taken back.

    Raises:
        NotUsable: there is none that is ready for use, or two that both call themselves the same.
    """
    found = [one for one in resources if one.get("resourceType") == kind and wanted.names(one)]
    active = [one for one in found if one.get("status") == "active"]
    if not active:
        if found and all(one.get("status") == "retired" for one in found):
            return None
        state = "only as a draft" if found else "nowhere"
        raise NotUsable(f"The central service has it {state}.")
    newest = max(active, key=_age)
    version = ext.text(newest, "version")
    for other in active:
        if ext.text(other, "version") == version and not says_the_same(other, newest):
            called = f"version {version}" if version else "without a version"
            raise NotUsable(f"The central service has it twice, {called}, with other content.")
    return newest


def content_of(resource: Resource) -> bytes:
    """The resource as bytes that are kept; the same content gives the same."""
    return encode_json(resource)


def _age(resource: Resource) -> tuple[list[tuple[int, int, str]], str]:
    """Versions by their numbers ("1.10" after "1.9"), then by the day they were last changed."""
    parts = _NUMBER.split(ext.text(resource, "version"))
    numbers = [(1, int(part), "") if part.isdecimal() else (0, 0, part) for part in parts if part]
    return numbers, ext.text(resource, "date")
