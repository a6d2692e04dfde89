"""What somebody has typed so far to say who they are. No Qt here but the language."""

from datetime import date, datetime
from typing import Any, Final

from kiosk.coproduction.bands import UNKNOWN, age_band
from kiosk.forms.item import Item
from kiosk.forms.questionnaire import parse_questionnaire
from kiosk.store.visit_code import ALPHABET, LENGTH, read_code
from kiosk.ui.patient.kinds.calendar_words import months, time_words
from kiosk.ui.patient.kinds.date import date_row, read_date
from kiosk.ui.patient.kinds.kind import Around, Entry
from kiosk.ui.wording.speaking import Speaking

CODE, BIRTH, LETTERS = "code", "birthdate", "letters"
NAMES: Final = 2
"""The first letters of so many names."""

_ASKED: Final = parse_questionnaire(
    {
        "resourceType": "Questionnaire",
        "url": "http://clinic-kiosk.example/fhir/Questionnaire/birth-date",
        "status": "active",
        "item": [{"linkId": "birth", "type": "date", "text": "Date of birth"}],
    }
)
_BIRTH_ITEM: Final[Item] = _ASKED.by_path["birth"]


class Typed:
    """A code, or a date of birth and letters.

    Attributes:
        entry: what the fields of the date hold.
        code, letters: the signs so far.
    """

    def __init__(self, speaking: Speaking) -> None:
        self._speaking = speaking
        self.clear()

    def clear(self) -> None:
        """Nothing is typed."""
        self.entry: Entry = {}
        self.code, self.letters = "", ""

    @property
    def birth(self) -> str:
        """The date of birth as FHIR writes it; "" where it is none."""
        return read_date(self.entry, "day", self._around()).value

    def age_band(self, today: date) -> str:
        """The age band of who was born then; unknown where no date of birth is typed."""
        return age_band(date.fromisoformat(self.birth), today) if self.birth else UNKNOWN

    def press(self, step: str, sign: str) -> bool:
        """One more sign; False where it can't be one, or there is no room."""
        if step == CODE:
            plain = read_code(sign)
            taken = len(plain) == 1 and plain in ALPHABET and len(self.code) < LENGTH
            self.code += plain if taken else ""
        else:
            letter = len(sign) == 1 and sign.isalpha()
            taken = step == LETTERS and letter and len(self.letters) < NAMES
            self.letters += sign.upper() if taken else ""
        return taken

    def erase(self, step: str) -> None:
        """Take the last sign back."""
        if step == CODE:
            self.code = self.code[:-1]
        elif step == LETTERS:
            self.letters = self.letters[:-1]

    def problem(self, step: str) -> tuple[str, str]:
        """What is to be mended before going on, in words, and in which field."""
        say = self._speaking.say
        if step == CODE and len(self.code) < LENGTH:
            return say("error_code_short"), ""
        if step == LETTERS and len(self.letters) < NAMES:
            return say("error_letters_short"), ""
        if step == BIRTH:
            part = read_date(self.entry, "day", self._around())
            wanted = "" if part.value else say("error_birth_empty")
            return part.problem or wanted, part.field
        return "", ""

    def signs(self, step: str) -> list[str]:
        """The keys of the pad. Letters are those that the clinic writes names in."""
        if step == CODE:
            return list(ALPHABET)
        first = self._speaking.first
        return list(self._speaking.all_words.say(first, "give_letters")) if step == LETTERS else []

    def shown(self, step: str) -> list[str]:
        """The places to fill, "" where nothing is yet."""
        text, count = (self.code, LENGTH) if step == CODE else (self.letters, NAMES)
        return list(text) + [""] * (count - len(text))

    def question(self) -> dict[str, Any]:
        """The fields of the date of birth, all of which are to be known."""
        around = self._around()
        row = date_row(_BIRTH_ITEM, around)
        fields = [{**field, "unknown": "", "drops": [], "wakes": []} for field in row["fields"]]
        return {"kind": "date", "rows": [{**row, "fields": fields}], "months": months(around)}

    def time(self, moment: datetime | None) -> str:
        """The time of day on this PC's clock, in words; "" where there is none."""
        return time_words(f"{moment.astimezone():%H:%M}:00", self._around()) if moment else ""

    def _around(self) -> Around:
        return Around(self._speaking.say, self._speaking.language)
