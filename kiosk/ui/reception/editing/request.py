"""What one page of the desk asks of another about a form, as the key it is shown by.

A page says `wanted.emit("forms", change_request(url, link_id, groups))` to have the editor opened;
the editor says `wanted.emit("improve", pilot_request(canonical))` to have a draft tried out.
"""

import msgspec

from kiosk.coproduction.editing.edits import Edit


class ChangeAsked(msgspec.Struct, frozen=True, tag="change"):
    """A form shall be changed, perhaps at one question, for some groups of remarks.

    `edits` are done at once, each to be taken back in the editor as if it had been typed.
    """

    url: str
    link_id: str = ""
    groups: tuple[str, ...] = ()
    edits: tuple[Edit, ...] = ()


class PilotAsked(msgspec.Struct, frozen=True, tag="pilot"):
    """A draft shall be tried out."""

    canonical: str


_decoder = msgspec.json.Decoder(ChangeAsked | PilotAsked)


def change_request(
    url: str, link_id: str = "", groups: tuple[str, ...] = (), edits: tuple[Edit, ...] = ()
) -> str:
    """The key that opens the editor."""
    return msgspec.json.encode(ChangeAsked(url, link_id, groups, edits)).decode()


def pilot_request(canonical: str) -> str:
    """The key by which a draft comes to whoever tries it out."""
    return msgspec.json.encode(PilotAsked(canonical)).decode()


def asked_of(key: str) -> ChangeAsked | PilotAsked | None:
    """What such a key asks; None for any other."""
    try:
        asked: ChangeAsked | PilotAsked = _decoder.decode(key)
    except msgspec.DecodeError:
        return None
    return asked
