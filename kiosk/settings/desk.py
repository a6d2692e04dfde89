"""The settings of the desk's window, and of exports by themselves."""

from typing import Annotated, Literal

import msgspec

from kiosk.settings.group import Group, Text

SlipKey = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^[A-Za-z0-9+/]{43}=$",
        description="a key as `kiosk slips key` prints it",
        examples=["11qYAYKxCrfVS/7TyWQHOg7hcvPapiMlrwIaaPcHURo="],
    ),
]
_Time = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^([01]\d|2[0-3]):[0-5]\d$", description="a time of the day, such as 06:00"
    ),
]
_System = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^((https?://|urn:)[^\s|]+)?$",
        description="an address that begins with https://, http:// or urn:, or an empty text",
        examples=["https://clinic.example/patients"],
    ),
]
_PacketKey = Annotated[
    str, msgspec.Meta(pattern=r"^[1-9A-Za-z]$", description="a digit from 1 to 9, or a letter")
]


class Responder(Group, frozen=True):
    """Who goes when an answer asks for a person.

    Attributes:
        name: a role or a person: "Duty nurse".
        how: by what the desk reaches them: "extension 21".
        ask: how the patient is asked to come along, in words that anybody may hear.
    """

    name: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    how: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    ask: Annotated[str, msgspec.Meta(max_length=300)] = ""


class ScheduledExport(Group, frozen=True):
    """What `kiosk export --scheduled` writes.

    Attributes:
        folder: the folder that the exports go to; "": nothing is exported by itself.
        format: the format of the exports.
        form: the url of the only form that is exported; "": all.
        every: it takes what patients sent on the day, in the week (Monday to Sunday) or in the
            month before.
        at: it is not made before this time of the day.
        keep: so many exports stay; older ones that it made itself are deleted.
    """

    folder: Annotated[str, msgspec.Meta(max_length=500)] = ""
    format: Literal["xlsx", "csv", "pdf", "ndjson", "spss", "stata", "fft"] = "xlsx"
    form: Annotated[str, msgspec.Meta(max_length=500)] = ""
    every: Literal["day", "week", "month"] = "day"
    at: _Time = "06:00"
    keep: Annotated[int, msgspec.Meta(ge=1, le=1000)] = 30


class Packet(Group, frozen=True):
    """Forms that are given out together.

    Attributes:
        name: what the desk calls it.
        forms: as `patient.forms` names them, in the order to be filled in.
        key: chooses it in the desk's window: a digit from 1 to 9, or a letter.
    """

    name: Text
    forms: Annotated[tuple[Text, ...], msgspec.Meta(min_length=1, max_length=20)]
    key: _PacketKey


class Reception(Group, frozen=True):
    """The desk's window, and the slips that it gives out.

    Attributes:
        works_on: what the desk's window shows: the store of this PC, where its kiosk is, or, on a
            desk's PC without one, the central service: `central.tasks` says whose visits it makes.
        lock_min: after so many minutes without a key or a click it asks for the PIN again.
        look_s: every so many seconds it looks for what is new while somebody is signed in.
        responders: who goes when an answer asks for a person; without any, no form with an alert
            rule is offered.
        desk_seen_s: a form with an alert rule is offered while a desk was signed in within so many
            seconds.
        alerts_every_s: every so many seconds a desk asks the central service for alerts.
        escalate_min: an alert that nobody took on for so many minutes is told to all, with who is
            next.
        sound: whether an alert sounds at the desk until somebody takes it on.
        packets: forms that are given out together; without any, each form is given out by itself.
        show: by what Today shows whose visit it is, where passers-by may read it: the patient's
            number, the initials, or nothing.
        local_system: the system of the clinic's own patient numbers, a URI; "": only NHS
            numbers are known.
        slip_keys: the public keys of the clinic's other PCs, whose slips are taken here
            (`kiosk slips key` prints them).
    """

    works_on: Literal["store", "central"] = "store"
    lock_min: Annotated[float, msgspec.Meta(ge=1, le=60)] = 5.0
    look_s: Annotated[float, msgspec.Meta(ge=0.5, le=60)] = 2.0
    responders: Annotated[
        tuple[Responder, ...],
        msgspec.Meta(max_length=10, examples=[[{"name": "Duty nurse", "how": "extension 21"}]]),
    ] = ()
    desk_seen_s: Annotated[float, msgspec.Meta(ge=90, le=900)] = 180.0
    alerts_every_s: Annotated[float, msgspec.Meta(ge=1, le=30)] = 3.0
    escalate_min: Annotated[float, msgspec.Meta(ge=1, le=60)] = 5.0
    sound: bool = False
    packets: Annotated[
        tuple[Packet, ...],
        msgspec.Meta(
            examples=[[{"name": "First visit", "forms": ["what-matters", "gad-7"], "key": "1"}]]
        ),
    ] = ()
    show: Literal["number", "initials", "none"] = "initials"
    local_system: _System = ""
    slip_keys: Annotated[tuple[SlipKey, ...], msgspec.Meta(max_length=200)] = ()

    @property
    def alone(self) -> bool:
        """Whether it is on a PC of its own, which is no kiosk."""
        return self.works_on == "central"

    def __post_init__(self) -> None:
        """Each key chooses one packet."""
        keys = [packet.key.casefold() for packet in self.packets]
        if twice := {key for key in keys if keys.count(key) > 1}:
            raise ValueError(f"two packets have the key {', '.join(sorted(twice))}")
