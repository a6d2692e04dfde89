"""The settings of a PC that sets itself up and enrols itself, with nobody at its keyboard."""

from typing import Annotated

import msgspec

from kiosk.settings.group import Group, Secret

_TokenFile = Annotated[
    str, msgspec.Meta(max_length=400, examples=["/etc/clinic-kiosk/enrolment-token"])
]
_Page = Annotated[str, msgspec.Meta(max_length=400, examples=["//server/it/kiosks"])]
_StaffFile = Annotated[str, msgspec.Meta(max_length=400, examples=["/etc/clinic-kiosk/staff.toml"])]
_Name = Annotated[
    str,
    msgspec.Meta(
        max_length=64,
        pattern=r"^([A-Za-z_][A-Za-z0-9_.\-]*\$?)?$",
        description="the name of a user of this PC, or an empty text",
        examples=["clinic-kiosk"],
    ),
]


class Enrolment(Group, frozen=True):
    """How this PC becomes a kiosk by itself (kiosk guide enrolment); used once.

    Attributes:
        token: by which the central service lets it in; it is moved into the encrypted store at
            once, and a token that was used here is never used again. "" for none.
        token_file: a file with the token instead; it is erased once the token is in the store.
        recovery_page: where the recovery page is written, a folder or a file, outside the store; a
            share, for instance. {kiosk}, {host} and {date} stand for the kiosk's name, the PC's
            and the day. "": this PC does not set itself up.
        staff_file: names, roles and PINs of the first staff, as TOML; erased once they are in the
            store. "": one PIN is made, and stands on the recovery page.
        user: with keyring = "systemd-creds": the user the kiosk runs as.
    """

    token: Secret = ""
    token_file: _TokenFile = ""
    recovery_page: _Page = ""
    staff_file: _StaffFile = ""
    user: _Name = ""
