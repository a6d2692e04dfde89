"""What the desk gives out by one key: forms that belong together."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final

from kiosk.forms.questionnaire import Questionnaire
from kiosk.settings import Packet

_KEYS: Final = "123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"


@dataclass(frozen=True)
class DeskPacket:
    """One packet.

    Attributes:
        key: chooses it; a digit from 1 to 9, or a capital letter.
        name: what the clinic calls it; "" where it is one form by itself.
        forms: canonicals, in the order to be filled in.
        missing: forms it names that can't be given out here, as the settings name them.
    """

    key: str
    name: str
    forms: tuple[str, ...]
    missing: tuple[str, ...] = ()


def desk_packets(named: Sequence[Packet], forms: Sequence[Questionnaire]) -> tuple[DeskPacket, ...]:
    """The packets of the settings; without any, each form by itself.

    Args:
        named: `reception.packets`.
        forms: that can be given out, in the clinic's order.
    """
    if named:
        return tuple(_packet(one, forms) for one in named)
    by_key = zip(_KEYS, forms, strict=False)
    return tuple(DeskPacket(key, "", (form.canonical,)) for key, form in by_key)


def _packet(named: Packet, forms: Iterable[Questionnaire]) -> DeskPacket:
    known = {name: form.canonical for form in forms for name in _names(form)}
    found = dict.fromkeys(known[name] for name in named.forms if name in known)
    missing = tuple(name for name in named.forms if name not in known)
    return DeskPacket(named.key.upper(), named.name, tuple(found), missing)


def _names(form: Questionnaire) -> tuple[str, ...]:
    """By what settings may name a form; a bundled one by the end of its address."""
    return (form.canonical, form.url, form.name, form.url.rpartition("/")[2])
