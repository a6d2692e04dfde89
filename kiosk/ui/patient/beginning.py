"""The way to the first question: what there is to fill in, whose visit it is, who answers."""

from collections.abc import Callable
from datetime import datetime
from functools import partial
from operator import attrgetter

from PySide6.QtCore import Property, QObject, Signal, Slot
from PySide6.QtQml import QmlElement

from kiosk.forms.bidi import isolated
from kiosk.forms.needs import KEPT, ON_SCREEN, TOLD_OTHERWISE, Needs
from kiosk.forms.proxies import PROXY
from kiosk.forms.questionnaire import Questionnaire
from kiosk.offered import AtHand
from kiosk.settings.clinic_today import ClinicToday, Night
from kiosk.ui.jobs import Jobs
from kiosk.ui.patient.ahead import Ahead
from kiosk.ui.patient.clinic import Clinic
from kiosk.ui.patient.counting import Counting
from kiosk.ui.patient.help import Help
from kiosk.ui.patient.identity import Identity
from kiosk.ui.patient.offer import Offer
from kiosk.ui.patient.resting import Resting
from kiosk.ui.patient.saving import Saving
from kiosk.ui.patient.shelf import Shelf, Slip
from kiosk.ui.patient.sitting import Sitting
from kiosk.ui.patient.slip_ends import SlipEnds
from kiosk.ui.patient.stage import ATTRACT, Stage
from kiosk.ui.patient.unseen import Unseen
from kiosk.ui.patient.visit import Part, Visit

QML_IMPORT_NAME = "Kiosk"
QML_IMPORT_MAJOR_VERSION = 1


@QmlElement
class Beginning(Stage):
    """The pages before the first question.

    Args:
        clinic: what the screen is told of its clinic.
        shelf: where answers are kept and visits found; touched on the disk lane only.
        jobs: the lanes.
        now: the clock, aware, UTC.
    """

    visitChanged = Signal()  # noqa: N815 - Qt's way to name signals

    def __init__(
        self, clinic: Clinic, shelf: Shelf, jobs: Jobs, now: Callable[[], datetime],
        parent: QObject | None = None,
    ) -> None:  # fmt: skip
        super().__init__(clinic.words, clinic.settings, clinic.make_voice, parent)
        self._settings, self._value_sets = clinic.settings, clinic.value_sets
        self._shelf, self._jobs, self._now = shelf, jobs, now
        self._visit = Visit()
        self._saving = Saving(shelf, jobs.disk, self)
        self._saving.begin(self._visit)
        self._offer = Offer(
            forms=clinic.forms, value_sets=clinic.value_sets, settings=clinic.settings,
            clinic=clinic.name, speaking=self._speaking, alerts_seen=clinic.alerts_seen,
            arms=clinic.arms, parent=self,
        )  # fmt: skip
        self._speaking.offer_signs(self._offer.sign_languages)
        self._unseen = Unseen(self._offer, shelf, jobs.disk)
        self._ahead = Ahead(jobs.ahead, self._plan, self)
        self._counting = Counting(
            shelf, jobs.disk, now, offered=clinic.settings.counters,
            manners=self._manners, age=lambda: self._identity.age_band, parent=self,
        )  # fmt: skip
        self._ends = SlipEnds(shelf, jobs.disk, self)
        self._identity = Identity(
            shelf=shelf, disk=jobs.disk, speaking=self._speaking, now=now,
            let_go=lambda slip_id: self._ends.end(slip_id, deleted=False), parent=self,
        )  # fmt: skip
        self._help = Help(
            shelf, jobs.disk, parent=self,
            covers=lambda: self._visit.begun, sounds=clinic.settings.help_chime,
        )  # fmt: skip
        self._resting = Resting(self._speaking, self)
        self._resting.changed.connect(self.visitChanged)
        self._resting.left.connect(self._tidy_first)
        self._help.changed.connect(lambda: self._lay(self._sheet))
        self._identity.found.connect(self._found)
        self._identity.refused.connect(self._ask_who)
        self._identity.walkedUp.connect(self._walk_up)

    def use_forms(self, found: AtHand) -> None:
        """Offer these from now on; only while nobody is at the screen."""
        self._value_sets = found.value_sets
        self._ahead.forget()
        self._offer.use(found.forms, found.value_sets, found.tried)
        self._speaking.offer_signs(self._offer.sign_languages)

    @property
    def calling(self) -> Help:
        """Somebody at the screen asks for help."""
        return self._help

    @Slot(bool)
    def rest(self, on: bool) -> None:  # noqa: FBT001 - a signal's value
        """No new form begins; who has begun goes on to the end."""
        self._resting.rest(on)

    def close_for(self, night: Night | None) -> None:
        """The clinic is closed: no new form begins; it is open again for None."""
        self._resting.close(night)

    def show_clinic(self, today: ClinicToday) -> None:
        """The clinic's name and logo, and what it offers; only while nobody is at the screen."""
        self._offer.show_clinic(today)
        by_themselves = self._settings.identity == "anonymous"
        self._resting.offer_nothing(by_themselves and not self._offer.forms and bool(today.hidden))

    @Slot(int)
    def choose(self, index: int) -> None:
        """Begin with the form of that card."""
        self.prepare((self._offer.forms[index],), None)

    @Slot(str)
    def scan(self, code: str) -> None:
        """A slip was held before the scanner."""
        if not self.takes_scans() or self._identity.knows(code):
            return
        if not self._identity.step:
            self._identity.begin("code", walk_ups=self._settings.walk_ups)
        self._identity.scan(code)

    def takes_scans(self) -> bool:
        """Whether a slip may be held before the scanner now."""
        early = self._page in {ATTRACT, "forms", "identity", "start"}
        return self._slips() and early and not self._visit.begun and not self._resting.active

    def _first_page(self) -> None:
        """After the language: who one is where the clinic asks for it, or what there is to do."""
        if self._resting.active:
            self._resting.read()
            self._go(ATTRACT)
        elif self._settings.identity != "anonymous":
            self._identity.begin(self._settings.identity, walk_ups=self._settings.walk_ups)
            self._go("identity")
        else:
            self._walk_up()

    @Slot()
    def _tidy_first(self) -> None:
        if self._page == ATTRACT and not self._laid():
            self._as_found()

    @Slot()
    def _walk_up(self) -> None:
        forms = self._offer.forms
        if len(forms) == 1:
            self.prepare(forms, None)
        else:
            self._go("forms")

    @Slot()
    def _ask_who(self) -> None:
        if self._page != "identity":
            self._go("identity")

    @Slot(object)
    def _found(self, slip: Slip) -> None:
        if before := self._visit.slip:
            self._ends.end(before.id, deleted=False)
        self._unseen.note(slip.packet)
        if packet := self._offer.usable(slip.packet):
            if self._page == ATTRACT and slip.needs.language:  # no language was touched
                self._speaking.speak(slip.needs.language)
            self._remember(slip)
            self.prepare(packet, slip)
        else:
            self._ends.end(slip.id, deleted=False)
            self._identity.refuse()

    def _next_part(self) -> bool:
        """On to the next form that may be asked now; False after the last."""
        self._unseen.leave(self._visit)
        return self._visit.next_part(self._new_part)

    def _may_begin(self) -> bool:
        """Whether a form is left now; else there is nothing to do but to ask at the desk."""
        self._unseen.leave(self._visit)
        if not self._visit.packet and (slip := self._visit.slip):
            self._ends.end(slip.id, deleted=False)
            self._visit.fill((), None)
            self._identity.refuse()
        return bool(self._visit.packet)

    def prepare(self, packet: tuple[Questionnaire, ...], slip: Slip | None) -> None:
        """The page that says what comes, and asks who answers."""
        self._visit.fill(self._offer.for_visit(packet, self._visit.drawn), slip)
        self._look_ahead()
        self._go("start" if packet else "forms")

    @Slot()
    def usualScreen(self) -> None:  # noqa: N802 - called by QML
        """Not as it was asked for at an earlier visit, this time."""
        self._visit.known -= frozenset(ON_SCREEN) | TOLD_OTHERWISE.keys()
        self._meet_needs()
        self.visitChanged.emit()

    @Slot()
    def practise(self) -> None:
        """Spare the first patient of each form what is worked out once."""
        self._ahead.practise(self._offer.every_form)

    def _remember(self, slip: Slip | None) -> None:
        """What the patient of that visit said at an earlier one is met again."""
        self._visit.known = slip.needs.codes if slip else frozenset()
        self._meet_needs()

    @Slot()
    def _meet_needs(self) -> None:
        """What was said in this visit counts, and before it what no answer has settled since."""
        said = [part.sitting.needs for part in self._visit.parts]
        left = self._visit.known.difference(*(one.settled for one in said))
        self._tell_otherwise(*self._meet(left.union(*(one.codes for one in said))))

    def _tell_otherwise(self, new: frozenset[str], gone: frozenset[str]) -> None:
        """Needs that another way of telling meets came, or were taken back."""
        raise NotImplementedError

    def _needs_said(self) -> Needs | None:
        """What is to be known at the next visit; None where no form of this one asked."""
        if not (self._settings.needs_days and any(p.sitting.asks_needs for p in self._visit.parts)):
            return None
        return Needs(self._needs & frozenset(KEPT), self._speaking.language)

    def _look_ahead(self) -> None:
        """The next form of the packet that is not begun yet is made ready."""
        if following := self._visit.packet[len(self._visit.parts) :]:
            self._ahead.begin(following[0])

    def _new_part(self, form: Questionnaire) -> Part:
        sitting = self._ahead.take(form)
        sitting.speak(self._speaking.language)
        sitting.filler.proxy = self._visit.proxy
        return self._saving.part(sitting)

    def _say_who(self, part: Part, who: str) -> None:
        part.sitting.filler.proxy = who == PROXY
        if part.who != who:
            part.who = who
            self._saving.say_who(part)

    def _plan(self, form: Questionnaire) -> Callable[[], Sitting]:
        language, now = self._speaking.language, self._now()
        return partial(Sitting, form, language, now=now, value_sets=self._value_sets)

    def _laid(self) -> str:
        return super()._laid() or ("help" if self._help.on else "")

    def _who_may(self) -> list[str]:
        return list(self._visit.may_answer)

    def _packet_text(self) -> str:
        direction = self._speaking.direction
        cards = self._offer.cards_of(self._visit.packet)
        shown = ((isolated(card["title"], direction), card["minutes"]) for card in cards)
        return "\n".join(" · ".join(filter(None, told)) for told in shown)

    def _consent_text(self) -> str:
        say = self._speaking.say
        if self._visit.packet and not self._visit.may_answer:
            return say("start_nobody")
        named = self._visit.slip is not None and self._visit.slip.subject is not None
        where = "start_named" if named else "start_unnamed"
        return f"{say(where, clinic=self._offer.clinic)} {say('start_agree')}"

    def _known_text(self) -> str:
        known = [need for need in ON_SCREEN if need in self._visit.known]
        say = self._speaking.say
        needs = say("list_comma").join(say(f"need_{need}") for need in known)
        return say("known_needs", needs=needs) if needs else ""

    def _one_more(self) -> bool:
        return self._settings.walk_ups and len(self._offer.forms) > 1 and not self._resting.active

    def _slips(self) -> bool:
        return self._settings.identity == "code"

    _read_offer = attrgetter("_offer")
    _read_help = attrgetter("_help")
    _read_counting = attrgetter("_counting")
    _read_resting = attrgetter("_resting")
    _read_identity = attrgetter("_identity")
    offer = Property(Offer, _read_offer, constant=True)
    help = Property(Help, _read_help, constant=True)
    counting = Property(Counting, _read_counting, constant=True)
    resting = Property(Resting, _read_resting, constant=True)
    identity = Property(Identity, _read_identity, constant=True)
    whoMay = Property(list, _who_may, notify=visitChanged)  # noqa: N815 - read by QML
    packetText = Property(str, _packet_text, notify=visitChanged)  # noqa: N815
    consentText = Property(str, _consent_text, notify=visitChanged)  # noqa: N815
    knownText = Property(str, _known_text, notify=visitChanged)  # noqa: N815
    oneMore = Property(bool, _one_more, notify=visitChanged)  # noqa: N815
    slips = Property(bool, _slips, constant=True)
