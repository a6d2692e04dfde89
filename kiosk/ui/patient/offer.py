"""What the first pages offer: the forms, how long they take, and what became of remarks."""

from collections.abc import Callable, Iterable, Sequence
from operator import attrgetter
from typing import Any

from PySide6.QtCore import Property, QObject, Signal
from PySide6.QtQml import QmlElement

from kiosk.coproduction.board_lines import Board
from kiosk.forms.looks.media import Media
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.offered import Tried
from kiosk.settings import Patient
from kiosk.settings.clinic_today import ClinicToday
from kiosk.ui.films import installed_player
from kiosk.ui.patient.arms import Arms
from kiosk.ui.patient.views import form_card, minutes_text
from kiosk.ui.patient.withholding import Screened
from kiosk.ui.pictures import Pictures
from kiosk.ui.wording.board_words import Reader, line_words
from kiosk.ui.wording.speaking import Speaking

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1

_MINUTE_S = 60


@QmlElement
class Offer(QObject):
    """The forms on offer and the texts of the attract page.

    Args:
        forms: all forms of the clinic; `withholding` says which are not offered.
        value_sets: what they may choose from without carrying it.
        settings: the idle times told on the attract page, and whether staff have a button there.
        clinic: the clinic's name.
        speaking: the language they are told in.
        alerts_seen: whether somebody would see an alert now.
        arms: who gets the words that are tried out; None where nobody does.

    Attributes:
        pictures: those of the forms on their cards.
    """

    changed = Signal()

    def __init__(  # noqa: PLR0913 - keyword-only: what the first pages tell
        self,
        *,
        forms: Sequence[Questionnaire],
        value_sets: ValueSets,
        settings: Patient,
        clinic: str,
        speaking: Speaking,
        alerts_seen: Callable[[], bool],
        arms: Arms | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._alerts_seen, self._arms = alerts_seen, arms
        self._screened = Screened(forms, value_sets)
        self._quiet_s, self._more_s = settings.idle_warning_s, settings.idle_countdown_s
        self._has_staff_button = settings.staff_button
        self._today, self._speaking = ClinicToday(clinic), speaking
        self.pictures = Pictures("card")
        self._board: Board | None = None
        speaking.changed.connect(self.changed)

    @property
    def forms(self) -> tuple[Questionnaire, ...]:
        """The forms a patient may choose today, in the clinic's order."""
        return tuple(form for form in self._screened.shown if form.url not in self._today.hidden)

    @property
    def every_form(self) -> tuple[Questionnaire, ...]:
        """Those forms, and the versions that are tried out beside them."""
        return self.forms + (self._arms.forms if self._arms else ())

    def use(
        self, forms: Iterable[Questionnaire], value_sets: ValueSets, tried: Iterable[Tried] = ()
    ) -> None:
        """Offer these from now on, and try those out."""
        self._screened.use(forms, value_sets)
        if self._arms is not None:
            self._arms.use(tried, value_sets)
        self.changed.emit()

    def show_clinic(self, today: ClinicToday) -> None:
        """The clinic's name, its logo and what it offers from now on."""
        if today != self._today:
            self._today = today
            self.changed.emit()

    def usable(self, packet: Iterable[Questionnaire]) -> tuple[Questionnaire, ...]:
        """Those forms of a packet that can be shown now; what the desk gives, on any day."""
        known = self._screened.alerting if self._alerts_seen() else ()
        return tuple(form for form in packet if form in (*self._screened.shown, *known))

    def for_visit(
        self, packet: Iterable[Questionnaire], drawn: dict[str, float]
    ) -> tuple[Questionnaire, ...]:
        """These forms in the words that whoever is at the screen gets; `drawn` in this visit."""
        language = self._speaking.language
        return self._arms.chosen(packet, language, drawn) if self._arms else tuple(packet)

    def not_today(self, packet: Iterable[Questionnaire]) -> tuple[Questionnaire, ...]:
        """Those that are not, because nobody would see an alert."""
        return () if self._alerts_seen() else tuple(f for f in packet if f.has_alert_rule)

    def cards_of(self, packet: Iterable[Questionnaire]) -> list[dict[str, Any]]:
        """A card for each form."""
        words, language = self._speaking.all_words, self._speaking.language
        return [form_card(form, words, language, self.pictures.shown) for form in packet]

    def show_board(self, board: Board) -> None:
        """Show "We said, we did"; its first line is read."""
        self._board = board
        self.changed.emit()

    def sign_languages(self) -> frozenset[str]:
        """The languages of signs that a form on offer has films in, where films can be played."""
        known = frozenset[str]().union(*(form.sign_languages for form in self.forms))
        return known if known and installed_player() else frozenset()

    def _cards(self) -> list[dict[str, Any]]:
        return self.cards_of(self.forms)

    def _minutes_text(self) -> str:
        return minutes_text(self.forms, self._speaking.all_words, self._speaking.language)

    def _limit_text(self) -> str:
        quiet, more = self._span(self._quiet_s), self._span(self._more_s)
        return self._speaking.say("attract_limit", quiet=quiet, more=more)

    def _span(self, seconds: float) -> str:
        minutes, rest = divmod(round(seconds), _MINUTE_S)
        words, language = self._speaking.all_words, self._speaking.language
        if rest:
            return words.count(language, "seconds", round(seconds))
        return words.count(language, "minutes", minutes)

    def _logo(self) -> dict[str, Any]:
        """`image` and `ratio` of the clinic's logo; empty where there is none to show."""
        logo = self._today.logo
        name = self._today.name
        return self.pictures.shown(Media("image/png", logo, "", name)) if logo else {}

    def _board_lines(self) -> list[dict[str, Any]]:
        """The lines as the reader reads them: `about`, `told`, the longest first, and `alone`."""
        speaking = self._speaking
        reader = Reader(speaking.all_words, speaking.language, clinic=speaking.first)
        known = self._board.lines if self._board else ()
        lines = (line_words(line, reader) for line in known)
        return [
            {"about": line.about, "told": list(line.tellings), "alone": line.alone}
            for line in lines
        ]

    _read_clinic = attrgetter("_today.name")
    _read_staff_button = attrgetter("_has_staff_button")
    clinic = Property(str, _read_clinic, notify=changed)
    logo = Property(dict, _logo, notify=changed)
    cards = Property(list, _cards, notify=changed)
    board = Property(list, _board_lines, notify=changed)
    staffButton = Property(bool, _read_staff_button, constant=True)  # noqa: N815 - read by QML
    minutesText = Property(str, _minutes_text, notify=changed)  # noqa: N815 - read by QML
    limitText = Property(str, _limit_text, notify=changed)  # noqa: N815
