"""Everything that may differ from one kiosk to the next: a table of the TOML file, a class here."""

from pathlib import Path
from typing import Annotated, Literal

import msgspec

from kiosk.machine.places import system_data_directory, system_log_directory
from kiosk.settings.desk import Reception, ScheduledExport
from kiosk.settings.enrolment import Enrolment
from kiosk.settings.form_days import FormDays
from kiosk.settings.group import Group, Text
from kiosk.settings.logs import Logs
from kiosk.settings.opening_hours import Hours
from kiosk.settings.session import Session

PICTURE_MAX = 64 * 1024
"""Signs of a logo; a picture of three quarters as many bytes."""

_Base64 = Annotated[
    str,
    msgspec.Meta(
        max_length=PICTURE_MAX,
        pattern=r"^[A-Za-z0-9+/]*={0,2}$",
        description=f"a picture in base64, up to {PICTURE_MAX} characters",
    ),
]
_Tag = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^([^\s|]+\|[^\s|]+)?$",
        description="a tag, system|code, or an empty text",
        examples=["https://clinic.example/site|north"],
    ),
]
_Canonical = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^((https?://|urn:)[^\s|]+)?$",
        description="an address that begins with https://, http:// or urn:, or an empty text",
        examples=["https://clinic.example/Library/kiosks"],
    ),
]
_Tasks = Annotated[
    str,
    msgspec.Meta(
        pattern=r"^(none|all|[A-Za-z]+/[A-Za-z0-9\-.]{1,64}|[^\s|]*\|[^\s|]+)$",
        description="“none”, “all”, a reference (Organization/riverside) or system|value",
        examples=["Organization/riverside"],
    ),
]
_Url = Annotated[
    str,
    msgspec.Meta(
        description="an address that begins with https://",
        examples=["https://fhir.example.org/fhir"],
    ),
]
_Logo = Annotated[str, msgspec.Meta(max_length=400, examples=["/etc/clinic-kiosk/logo.svg"])]
_Directory = Annotated[str, msgspec.Meta(examples=["/var/lib/clinic-kiosk"])]
_Credential = Annotated[
    str,
    msgspec.Meta(pattern=r"^/[^\s:]+$", description="an absolute path without spaces and colons"),
]
_Languages = Annotated[tuple[str, ...], msgspec.Meta(min_length=1, examples=[["en", "cy"]])]


class Clinic(Group, frozen=True):
    """Whose kiosk this is.

    Attributes:
        name: the clinic's name, the same on all its kiosks: by it they find one another.
        kiosk: what people call this kiosk, among the others; "": it goes by its id.
        logo: a PNG or SVG file with the clinic's logo, for poster and desk card; "" for none.
        picture: the logo as a small PNG by base64, as the desk's window makes it; it counts before
            `logo`.
    """

    name: Text = "Your clinic"
    kiosk: Annotated[str, msgspec.Meta(max_length=80, examples=["Front desk left"])] = ""
    logo: _Logo = ""
    picture: _Base64 = ""


class StorePlace(Group, frozen=True):
    """Where the encrypted store lies, what it keeps there, what keeps its key.

    Attributes:
        directory: the folder of the encrypted answers; without it, the system's usual place.
        keep_sent_days: how many days responses stay here after the central service acknowledged
            them.
        keyring: what keeps the key: the keyring of the logged-in user ("system"), or a credential
            of systemd, for a Linux kiosk that logs in by itself.
        credential: the file of the encrypted credential, with keyring = "systemd-creds".
        with_key: what encrypts the credential: this PC's host key, that and its TPM, or the best
            there is.
        low_mb: with less room on its disk (MB) no new form begins; what is here stays and is sent.
        reserve_mb: so much (MB) is held back for the answers of who already sits there; 0: none.
    """

    directory: _Directory | None = None
    keep_sent_days: Annotated[int, msgspec.Meta(ge=1, le=3650)] = 30
    keyring: Literal["system", "systemd-creds"] = "system"
    credential: _Credential = "/etc/clinic-kiosk/key.cred"
    with_key: Literal["auto", "host", "host+tpm2"] = "auto"
    low_mb: Annotated[int, msgspec.Meta(ge=0, le=100_000)] = 100
    reserve_mb: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 32


class Central(Group, frozen=True):
    """The central FHIR service; without a `url` responses stay here until there is one.

    Attributes:
        url: the base address of the central FHIR R4 service; without it, answers stay here.
        timeout_s: how many seconds an answer of the service may take.
        every_s: how often, in seconds, waiting responses are sent.
        fetch_every_s: how often, in seconds, forms, settings and the board are fetched.
        form_tag: every active form of the service with this tag, `system|code`, is offered after
            those that `patient.forms` names; "" for none.
        clinic_settings: the canonical address of the Library with settings of the clinic; "" for
            none.
        heartbeat_every_s: how often, in seconds, it tells the service how it stands, though nothing
            changed.
        alarm_hours: a response that waits for more hours is an alarm for staff; until then being
            offline is normal.
        tasks: whose Tasks at the service make visits here: of nobody ("none"), of everybody
            ("all"), or of one owner, by a reference ("Organization/riverside") or an identifier
            ("system|value"). They need `patient.identity` to be a code or the date of birth.
    """

    url: _Url | None = None
    timeout_s: Annotated[float, msgspec.Meta(gt=0, le=120)] = 10.0
    every_s: Annotated[float, msgspec.Meta(ge=1, le=3600)] = 60.0
    fetch_every_s: Annotated[float, msgspec.Meta(ge=60, le=86_400)] = 900.0
    form_tag: _Tag = ""
    clinic_settings: _Canonical = ""
    heartbeat_every_s: Annotated[float, msgspec.Meta(ge=300, le=86_400)] = 3600.0
    alarm_hours: Annotated[int, msgspec.Meta(ge=1, le=720)] = 24
    tasks: _Tasks = "none"


class Patient(Group, frozen=True):
    """What patients are offered, how the screen knows them, and how patient it is with them.

    Attributes:
        languages: codes of the languages offered, the clinic's first language first; "en-x-easy" is
            Easy Read in English.
        draft_translations: languages without a reviewer's signature that are offered all the same.
        forms: names or files of the forms, or canonicals of forms of the central service, in the
            order offered.
        days: forms that are offered on some kiosks or days only, to who comes by themselves.
        identity: how it is known whose answers they are: by nothing, by a visit code that the desk
            gave out, or by the date of birth and the first letters of both names.
        walk_ups: whether who comes without a code or date may fill in a form anonymously.
        show_results: whether patients may see what a form works out, a score for instance.
        own_summary: whether patients may read their answers once more after sending them.
        idle_warning_s: so many seconds nobody touches the screen, then it asks whether they are
            still there; three times as long for whoever asks for more time.
        idle_countdown_s: so many seconds it waits for the answer to that, then the sitting ends;
            three times as long for whoever asks for more time.
        draft_hours: how many hours paused answers wait for their patient before they are deleted.
        repeat_ms: within so many milliseconds a touch on the same place is a repeat, not a touch
            (EN 301 549 5.8: half a second and more).
        read_aloud: whether the screen offers to read itself aloud; false where a screen reader runs
            beside.
        key_repeat_ms: within so many milliseconds the same key of the keypad again is no second
            press (EN 301 549 5.8).
        scan_s: how many seconds the light of the switch stays on one thing; patients can change it.
        cleaning_s: how many seconds the screen takes no touch while it is cleaned.
        clean_after: after so many sittings staff are reminded to clean the screen; 0: never.
        help_chime: whether a call for help sounds, softly and again, until somebody comes.
        staff_button: whether the first page has a button for staff. Without it the two upper
            corners and a key lead to the same page; some patients press whatever there is.
        needs_days: for so many days what a patient said they need (large text …) is known for
            their next visit; 0: it is kept in their answers alone.
        counters: whether what people do at the screen is counted, by day and without a key to
            anybody, and by month in which age band, language and way of use they sat there; each
            can turn it off for themselves. false: nothing is, and nothing says so.
    """

    languages: _Languages = ("en",)
    draft_translations: tuple[str, ...] = ()
    forms: tuple[str, ...] = ("what-matters", "pain-today", "gad-7")
    days: Annotated[
        tuple[FormDays, ...],
        msgspec.Meta(
            max_length=200,
            examples=[
                [{"form": "https://clinic.example/Questionnaire/pain", "days": ["monday"]}],
            ],
        ),
    ] = ()
    identity: Literal["anonymous", "code", "birthdate"] = "anonymous"
    walk_ups: bool = True
    own_summary: bool = False
    show_results: bool = False
    idle_warning_s: Annotated[float, msgspec.Meta(ge=60, le=600)] = 120.0
    idle_countdown_s: Annotated[float, msgspec.Meta(ge=60, le=600)] = 60.0
    draft_hours: Annotated[int, msgspec.Meta(ge=1, le=72)] = 24
    repeat_ms: Annotated[int, msgspec.Meta(ge=500, le=1000)] = 500
    read_aloud: bool = True
    key_repeat_ms: Annotated[int, msgspec.Meta(ge=0, le=2000)] = 0
    scan_s: Annotated[float, msgspec.Meta(ge=1, le=5)] = 2.0
    cleaning_s: Annotated[int, msgspec.Meta(ge=15, le=120)] = 30
    clean_after: Annotated[int, msgspec.Meta(ge=0, le=1000)] = 20
    help_chime: bool = False
    staff_button: bool = True
    needs_days: Annotated[int, msgspec.Meta(ge=0, le=1500)] = 400
    counters: bool = True


class Keypad(Group, frozen=True):
    """Which keys of what is plugged in do what, by Qt's names; several by commas, "" for none.

    Attributes:
        up, down, ok, back, help: one of the five keys that are enough for everything.
        listen: the marked key that begins to speak, stops, goes on, says it again.
        switch: the switch of who has but one: a light moves by itself, and this takes what is lit.
        staff: asks for the PIN of staff while no patient sits there, as the two upper corners do.
        headset_in: what a keypad sends when its headset is plugged in.
        headset_out: what a keypad sends when its headset is pulled out.
    """

    up: str = "Up"
    down: str = "Down"
    ok: str = "Return, Enter"
    back: str = "Escape, Back"
    help: str = "F1, Help"
    listen: str = "F2"
    switch: str = "Space"
    staff: str = "F12"
    headset_in: str = ""
    headset_out: str = ""


class Panel(Group, frozen=True):
    """The touch panel.

    Attributes:
        px_per_mm: pixels of the screen for a millimetre, as measured with a bank card (85.60 mm).
            0: as staff measured it on the screen,
            who are asked to before the first patient.
        keep_from_screenshots: whether the window is left out of screenshots, recordings and remote
            support, where the system can. What patients write is theirs unless IT says otherwise;
            who supports the PC from afar still sees everything else on it.
    """

    px_per_mm: Annotated[float, msgspec.Meta(ge=0, le=40)] = 0.0
    keep_from_screenshots: bool = True


class Settings(Group, frozen=True):
    """Everything that may differ from one kiosk to the next."""

    clinic: Clinic = Clinic()
    hours: Hours = Hours()
    store: StorePlace = StorePlace()
    central: Central = Central()
    patient: Patient = Patient()
    keypad: Keypad = Keypad()
    panel: Panel = Panel()
    session: Session = Session()
    reception: Reception = Reception()
    export: ScheduledExport = ScheduledExport()
    enrolment: Enrolment = Enrolment()
    logs: Logs = Logs()

    @property
    def without_enrolment(self) -> "Settings":
        """The same without what is used once, and may be secret."""
        return msgspec.structs.replace(self, enrolment=Enrolment())

    @property
    def store_directory(self) -> Path:
        """Where the encrypted store lies."""
        if self.store.directory is not None:
            return Path(self.store.directory).expanduser()
        return system_data_directory()

    @property
    def log_directory(self) -> Path:
        """Where log files lie, where no journal keeps the log."""
        if self.logs.directory is not None:
            return Path(self.logs.directory).expanduser()
        return system_log_directory()
