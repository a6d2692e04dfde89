"""The forms that come with the program, and what a kiosk needs to offer each of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Literal, get_args

from kiosk.offered import is_canonical, read_forms
from kiosk.resources import resource

Identity = Literal["anonymous", "code", "birthdate"]
IDENTITIES: Final[tuple[Identity, ...]] = get_args(Identity)

_OURS: Final = frozenset({"question-feedback"})
"""Not offered to a patient: they are what the program asks by itself."""


@dataclass(frozen=True)
class Offered:
    """One form.

    Attributes:
        name: as the settings name it.
        title, about: in the language asked for.
        minutes: how long it takes; 0 where it does not say.
        alert: it may ask for a person to come: it needs a known patient and somebody who goes.
        languages: codes.
    """

    name: str
    title: str
    about: str
    minutes: int
    alert: bool
    languages: tuple[str, ...]


def offered(also: Iterable[str], language: str) -> tuple[Offered, ...]:
    """The bundled forms, and those that settings name besides, as far as they are at hand.

    Raises:
        SettingsInvalid: the settings name a form that can't be used.
    """
    bundled = sorted(file.stem for file in resource("forms").glob("*.json"))
    named = [name for name in also if not is_canonical(name)]
    names = [name for name in dict.fromkeys((*named, *bundled)) if name not in _OURS]
    forms = zip(names, read_forms(names), strict=True)
    return tuple(
        Offered(
            name, form.title(language) or name, form.description(language), form.minutes or 0,
            form.has_alert_rule, form.languages,
        )
        for name, form in forms
    )  # fmt: skip


def unfit(chosen: Sequence[Offered], identity: str) -> tuple[Offered, ...]:
    """Those that would never be offered that way: whose answers ask for a person must be known."""
    return tuple(form for form in chosen if form.alert and identity == "anonymous")
