"""A change of a question that is asked for: it goes as one word from page to page of the desk."""

from typing import Final

import msgspec


class ChangeRequest(msgspec.Struct, frozen=True):
    """What shall be changed, and because of what.

    Attributes:
        url: of the form, without a version.
        link_id: of the question; "" for the form as a whole.
        groups: ids of the groups of remarks it answers (`kiosk.coproduction.feedback.group_id`).
    """

    url: str
    link_id: str = ""
    groups: tuple[str, ...] = ()

    @property
    def key(self) -> str:
        """As one word: what `DeskPage.wanted` carries and `DeskPage.show` is given."""
        return _MARK + msgspec.json.encode(self).decode()


def change_request(key: str) -> ChangeRequest | None:
    """The request of that word; None where it is none."""
    if not key.startswith(_MARK):
        return None
    try:
        return msgspec.json.decode(key.removeprefix(_MARK), type=ChangeRequest)
    except msgspec.DecodeError:
        return None


_MARK: Final = "change "
