"""What all tables of the settings have in common: frozen, named, an unknown key is an error."""

from typing import Annotated

import msgspec

Text = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]

Secret = Annotated[str, msgspec.Meta(max_length=4000, extra={"secret": True})]
"""A value that no message, list or record may repeat: an enrolment token."""


class Group(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """A TOML table whose keys are all known."""
