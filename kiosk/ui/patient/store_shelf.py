"""Keeps visits in the encrypted store. Its methods run on the disk lane and nowhere else."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, Final

from kiosk.coproduction.balloting import why_not
from kiosk.coproduction.ballots import Ballot
from kiosk.coproduction.bands import Bands
from kiosk.coproduction.board_lines import BoardLine
from kiosk.coproduction.feedback import Remark
from kiosk.coproduction.passage import Passage
from kiosk.coproduction.receipts import Places
from kiosk.desk.slips import SlipReader
from kiosk.errors import RefusedError
from kiosk.forms.needs import Needs
from kiosk.forms.proxies import PROXY
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.offered import AtHand, bundled_locks
from kiosk.store import (
    audit,
    ballots,
    drafts,
    help_calls,
    needs,
    passages,
    questionnaires,
    receipts,
    submissions,
    visits,
)
from kiosk.store.alerts import Here
from kiosk.store.database import Store
from kiosk.ui.patient.alerting import Alerting
from kiosk.ui.patient.forms_here import FormsHere
from kiosk.ui.patient.shelf import (
    About,
    Finished,
    Keeper,
    Left,
    OpenBallot,
    Resumed,
    ResumedPart,
    Slip,
)
from kiosk.ui.patient.sitting import Sitting
from kiosk.ui.patient.store_keeper import Clock, StoreKeeper, keep_form

_LEFT_OUT: Final = {
    "language": ("patient", "form.left-out"),
    "alert": ("kiosk", "form.not-today"),
}


class StoreShelf:
    """The shelf of a real kiosk.

    Args:
        store: the open store.
        forms: the forms of this clinic.
        now: the clock, aware, UTC.
        value_sets: what resumed forms may choose from.
        slip_keys: the public keys of other PCs whose slips are taken, in base64.
        here: how an alert names this kiosk; by default by its id alone.
    """

    def __init__(  # noqa: PLR0913 - keyword-only beyond the four
        self,
        store: Store,
        forms: Sequence[Questionnaire],
        now: Clock,
        value_sets: ValueSets,
        *,
        slip_keys: Iterable[str] = (),
        here: Here | None = None,
    ) -> None:
        self._store, self._now = store, now
        self._slips = SlipReader(store, slip_keys, now)
        self._alerting = Alerting(here or Here(store.kiosk_id, store.kiosk_id[:8]), now)
        self._here = FormsHere(forms, value_sets)

    def use_forms(self, found: AtHand) -> None:
        """The forms of this clinic from now on; a draft goes on with the one it was begun with."""
        tried = tuple(one.form for one in found.tried)
        self._here = FormsHere(found.forms, found.value_sets, tried)

    def keeper(
        self, questionnaire: Questionnaire, about: About, draft_id: str | None = None
    ) -> Keeper:
        """What keeps the answers of one form; touches nothing yet."""
        return StoreKeeper(self._store, questionnaire, self._now, about, draft_id)

    def submit(self, finished: Sequence[Finished], slip_id: str | None, said: Needs | None) -> None:
        """Turn the drafts of a visit into responses on their way: all of them or none.

        With them go the needs its patient said, for their next visit; None where nobody asked.
        """
        with self._store.transaction() as connection:
            for one in finished:
                keep_form(connection, one.questionnaire, self._now())
                submissions.submit(
                    connection,
                    draft_id=one.keeper.draft_id,
                    response_id=one.response_id,
                    questionnaire=one.questionnaire.canonical,
                    payload=one.payload,
                    now=self._now(),
                )
                if one.passage:
                    passages.count_passage(connection, one.passage, now=self._now())
            if slip_id is not None:
                if said is not None:
                    needs.keep_needs(connection, slip_id, said, now=self._now())
                ids = [one.response_id for one in finished]
                visits.finish_visit(connection, slip_id, now=self._now(), responses=ids)
            self._alerting.sent(connection, finished)
        for one in finished:
            if isinstance(one.keeper, StoreKeeper):
                one.keeper.sent()

    def resume(self, draft_id: str, actor: str) -> Resumed:
        """Take up the visit of a paused draft, and an audit event of who asked for it.

        Raises:
            RefusedError: the draft or its form is not here any more, or can't be read.
            StoreUnavailable: the store can't be read, or not written.
        """
        with self._store.transaction() as connection:
            draft = drafts.load_draft(connection, draft_id)
            found = drafts.load_visit_drafts(connection, draft.of.sitting_id) or (draft,)
            resumed = self._resumed(connection, draft, found)
            for one in found:
                audit.record(
                    connection, actor=actor, action="draft.resumed", subject=one.id, now=self._now()
                )
        return resumed

    def count_left(self, left: Sequence[Passage], bands: Bands | None) -> None:
        """Somebody went away: it adds to the counters of the forms that they did not send."""
        with self._store.transaction() as connection:
            for one in left:
                passages.count_passage(connection, one, now=self._now())
            if bands is not None:
                passages.count_bands(connection, bands, now=self._now())

    def keep_remark(self, remark: Remark, *, first: bool) -> Places:
        """Keep a remark on a question, `first` of its visit; its receipt."""
        with self._store.transaction() as connection:
            return receipts.keep_with_receipt(connection, remark, first=first)

    def look_up(self, places: Places) -> BoardLine | None:
        """What became of the remark with that receipt; None where it is of none here."""
        today = self._now().date()
        with self._store.reading() as connection:
            return receipts.what_became(connection, places, self._here.forms, today=today)

    def ballots(self) -> Sequence[OpenBallot]:
        """The choices between wordings that are open today, of questions that may have one."""
        with self._store.reading() as c:
            held = ballots.open_ballots(c, self._now().astimezone().date())
            found = [one.ballot for one in held if self._may_be_chosen(one.ballot)]
            return tuple(OpenBallot(one, ballots.choices(c, one.id)) for one in found)

    def choose(self, ballot: str, winner: str, loser: str, bands: Sequence[str]) -> None:
        """One wording of a ballot, by its id, was chosen over another; nothing of by whom."""
        today = self._now().astimezone().date()
        with self._store.transaction() as c:
            ballots.count_choice(c, ballot, winner=winner, loser=loser, bands=bands, today=today)

    def find_by_code(self, code: str) -> Slip | None:
        """The waiting visit of a code as typed or scanned."""
        with self._store.reading() as connection:
            found = visits.visit_by_code(connection, code, now=self._now())
            return self._slip(connection, found) if found else None

    def find_by_slip(self, read: str) -> Slip:
        """The visit of a signed slip, made here where this kiosk has not seen it before.

        Raises:
            SlipRefused: it opens nothing here; that is on record.
        """
        found = self._slips.open(read, self._here.canonicals)
        with self._store.reading() as connection:
            return self._slip(connection, found)

    def find_by_birth(self, birth: date, letters: str) -> Slip | None:
        """The one waiting visit for which both are right; None where none is or several are."""
        with self._store.reading() as connection:
            found = visits.visits_by_birth_date(connection, birth, letters, now=self._now())
            return self._slip(connection, found[0]) if len(found) == 1 else None

    def take_up(self, slip_id: str) -> None:
        """Somebody sits down with that visit: its code opens nothing any more."""
        with self._store.transaction() as connection:
            visits.take_up(connection, slip_id, now=self._now())

    def leave(self, slip_id: str | None, *, deleted: bool, left: Sequence[Left] = ()) -> None:
        """Its patient went away: deleted the answers, or left them paused.

        Who left before answering anything can come back with the same code. `left` is what stays
        paused and asks for a person at once.
        """
        with self._store.transaction() as connection:
            self._alerting.left(connection, left)
            if slip_id is None:
                return
            kept = drafts.has_drafts(connection, slip_id)
            away = visits.pause_visit if kept else visits.put_back
            end = visits.leave_visit if deleted else away
            end(connection, slip_id, now=self._now())

    def leave_out(self, questionnaire: Questionnaire, why: str) -> None:
        """A form of a visit is not asked: it is on record, with why."""
        actor, action = _LEFT_OUT[why]
        with self._store.transaction() as connection:
            audit.record(
                connection, actor=actor, action=action,
                subject=questionnaire.canonical, now=self._now(),
            )  # fmt: skip

    def ask_help(self, call_id: str) -> None:
        """Somebody at the screen asks for help; asking with the same id is the same call."""
        kiosk_id = self._store.kiosk_id
        with self._store.transaction() as connection:
            help_calls.record_call(connection, call_id, kiosk_id=kiosk_id, now=self._now())

    def answer_help(self, call_id: str, actor: str) -> None:
        """A member of staff came; or the "patient" goes on without."""
        with self._store.transaction() as connection:
            help_calls.answer_call(connection, call_id, by=actor, now=self._now())

    def _may_be_chosen(self, ballot: Ballot) -> bool:
        form = next((one for one in self._here.forms if one.url == ballot.url), None)
        return form is not None and not why_not(form, ballot.link_id, bundled_locks())

    def _slip(self, connection: Any, visit: visits.Visit) -> Slip:
        whose = visit.whose
        subject = {"system": whose.system or "", "value": whose.value} if whose.value else None
        return Slip(
            id=visit.id,
            packet=self._here.packet(visit.packet),
            subject={key: text for key, text in subject.items() if text} if subject else None,
            initials=whose.initials or "",
            appointment=whose.appointment,
            needs=needs.needs_of(connection, whose),
        )

    def _resumed(
        self, connection: Any, draft: drafts.Draft, found: Sequence[drafts.Draft]
    ) -> Resumed:
        of = draft.of
        found = [
            one for one in found
            if one.id == draft.id or (one.questionnaire, one.content_hash) in of.packet
        ]  # fmt: skip
        about = About(of.sitting_id, of.who, of.packet, of.slip_id)
        order = {form: place for place, form in enumerate(of.packet)}
        found = sorted(found, key=lambda one: order.get((one.questionnaire, one.content_hash), 0))
        last = max(found, key=lambda one: one.changed)
        begun = {(one.questionnaire, one.content_hash) for one in found}
        return Resumed(
            about,
            tuple(ResumedPart(self._sitting(connection, one), one.id, one.of.who) for one in found),
            self._here.rest(of.packet, begun),
            found.index(last),
            last.language,
            self._sit_down_again(connection, of.slip_id) if of.slip_id else None,
        )

    def _sit_down_again(self, connection: Any, slip_id: str) -> Slip | None:
        slip = visits.load_visit(connection, slip_id)
        if slip is not None and slip.state == visits.PAUSED:
            slip = visits.take_up(connection, slip_id, now=self._now())
        return self._slip(connection, slip) if slip else None

    def _sitting(self, connection: Any, draft: drafts.Draft) -> Sitting:
        form = self._form(connection, draft.questionnaire, draft.content_hash)
        sitting = Sitting(
            form, draft.language, now=self._now(), value_sets=self._here.value_sets,
            proxy=draft.of.who == PROXY,
        )  # fmt: skip
        try:
            # The store's empty place is the check page, which has no path of its own.
            sitting.restore(draft.rows, draft.place or None)
        except ValueError as cause:
            raise RefusedError("The answers of this draft can't be read.") from cause
        return sitting

    def _form(self, connection: Any, canonical: str, content_hash: str) -> Questionnaire:
        form = self._here.exactly(canonical, content_hash)
        if form is not None:
            return form
        kept = questionnaires.kept_questionnaire(connection, canonical, content_hash=content_hash)
        if kept is not None:
            return read_questionnaire(kept)
        raise RefusedError("The form of this draft is not on this kiosk any more.")
