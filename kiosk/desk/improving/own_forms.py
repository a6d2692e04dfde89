"""Forms of a clinic's own: taken up from a file, offered no more, offered again."""

from collections.abc import Callable
from datetime import datetime
from typing import Any, Final
from uuid import uuid4

from kiosk.coproduction.codes import DroppedCode, honest
from kiosk.coproduction.events import DRAFTED, PUBLISHED, RESTORED, RETIRED, FormEvent, Standing
from kiosk.coproduction.first_form import with_address
from kiosk.coproduction.lineage import lineage
from kiosk.coproduction.locks import Locks, item_fingerprint, verify_locks
from kiosk.coproduction.versions import Version, change_class
from kiosk.errors import RefusedError
from kiosk.forms.check import check_questionnaire
from kiosk.forms.fhir_json import decode_json, encode_json
from kiosk.forms.finding import ERROR, Finding
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire, read_questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.offered import bundled_bindings, bundled_form, bundled_locks
from kiosk.store import audit
from kiosk.store.database import Store
from kiosk.store.form_versions import keep_version, record_event, standings

FILE: Final = "file"


class FormRefused(RefusedError):
    """A form that is not taken up.

    Attributes:
        findings: what is wrong with it.
    """

    def __init__(self, message: str, findings: tuple[Finding, ...], *, advice: str = "") -> None:
        super().__init__(message, advice=advice)
        self.findings = findings


class OwnForms:
    """The forms of the clinic that this PC keeps.

    Args:
        store: of this PC.
        by, role: who does it.
        now: the clock, aware.
    """

    def __init__(self, store: Store, by: str, role: str, now: Callable[[], datetime]) -> None:
        self._store, self._by, self._role, self._now = store, by, role, now

    def add(
        self, content: bytes, value_sets: ValueSets, in_use: Callable[[str], Questionnaire | None]
    ) -> tuple[Questionnaire, tuple[DroppedCode, ...]]:
        """Take a form up: patients get it from the next one on.

        What is kept is the file without codes of LOINC or SNOMED CT that stand for other words.

        Args:
            content: the file.
            value_sets: what it may choose from.
            in_use: what patients get of that url now; None for nothing.

        Returns:
            The form as it is kept, and the codes that were taken off it.

        Raises:
            FormUnreadable: it is no form.
            FormRefused: a check finds errors in it.
            RefusedError: it passes for a validated instrument, or is older than what is in use.
        """
        form = _addressed(content)
        refuse_fakes(form, bundled_locks())
        found = check_questionnaire(form, value_sets=value_sets)
        if errors := tuple(one for one in found if one.severity == ERROR):
            raise FormRefused(
                "The form has errors, and is not taken up.", errors,
                advice="Mend them; kiosk form check tells each.",
            )  # fmt: skip
        before = in_use(form.url)
        changes = lineage(before, form) if before else ()
        raw, dropped = honest(form.raw, changes, bundled_bindings(), before)
        form = parse_questionnaire(raw)
        refuse_older(form, before)
        change = (change_class(changes) or "cosmetic") if before else ""
        with self._store.transaction() as c:
            keep_version(
                c, form, content=encode_json(form.raw), change_class=change, source=FILE,
                derived_from=before.canonical if before else "", by=self._by, now=self._now(),
            )  # fmt: skip
            for kind in (DRAFTED, PUBLISHED):
                self._tell(c, kind, form.url, form.canonical)
            self._audit(c, "form.added", form.canonical)
        return form, dropped

    def retire(self, url: str, *, back: bool) -> bool:
        """Offer that form no more, or again; whether that changed anything."""
        with self._store.transaction() as c:
            stands = standings(c).get(url, Standing())
            if stands.retired is not back:
                return False
            self._tell(c, RESTORED if back else RETIRED, url, "")
            self._audit(c, "form.restored" if back else "form.retired", url)
        return True

    def _tell(self, c: Any, kind: str, url: str, canonical: str) -> None:
        event = FormEvent(
            at=self._now(), url=url, kind=kind, canonical=canonical, role=self._role, by=self._by
        )
        record_event(c, event)

    def _audit(self, c: Any, action: str, subject: str) -> None:
        audit.record(c, actor=self._by, action=action, subject=subject, now=self._now())


def refuse_fakes(form: Questionnaire, locks: Locks) -> None:
    """Whether it passes for a validated instrument and is not.

    Raises:
        RefusedError: it has the address or the name of one, and not its words.
    """
    locked = [canonical.partition("|")[0] for canonical in locks]
    if verify_locks(form, locks):
        raise RefusedError(
            f"{form.canonical} is a validated instrument by its address, and not word for word.",
            advice="Give your form an address and a name of its own.",
        )
    names = {_plain(form.title("")), _plain(form.name)}
    for url in locked:
        original = bundled_form(url)
        if original is None or form.url == url:
            continue
        known = {_plain(original.title("")), _plain(original.name)} - {""}
        if names & known and not _same_words(form, original):
            raise RefusedError(
                f"The form calls itself “{original.title('')}”, and its words are others.",
                advice="Give your form a name of its own.",
            )


def refuse_older(form: Questionnaire, in_use: Questionnaire | None) -> None:
    """Whether patients get a newer version already.

    Raises:
        RefusedError: they do.
    """
    if in_use is None or form.content_hash == in_use.content_hash:
        return
    if Version.of(form.version) <= Version.of(in_use.version):
        raise RefusedError(
            f"Version {in_use.version} of this form is in use, and this is {form.version}.",
            advice="Give it a higher version.",
        )


def _addressed(content: bytes) -> Questionnaire:
    form = read_questionnaire(content)
    if form.url and form.version:
        return form
    return parse_questionnaire(with_address(decode_json(content), f"urn:uuid:{uuid4()}"))


def _plain(name: str) -> str:
    return "".join(letter for letter in name.casefold() if letter.isalnum())


def _same_words(form: Questionnaire, original: Questionnaire) -> bool:
    words = [{item_fingerprint(item) for item in one.by_path.values()} for one in (form, original)]
    return words[0] == words[1]
