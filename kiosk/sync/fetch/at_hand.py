"""What a kiosk offers: forms of the program, files, and forms of the centre that were found good.

It is read from the store, so it is there without a line.
"""

from collections.abc import Iterator, Mapping
from typing import NamedTuple

from kiosk.coproduction.locks import verify_locks
from kiosk.errors import FormUnreadable
from kiosk.forms.fhir_json import decode_json
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.offered import (
    bundled_form,
    bundled_locks,
    bundled_value_sets,
    is_canonical,
    read_forms,
)
from kiosk.settings import Settings
from kiosk.store import fetched
from kiosk.store.database import Store
from kiosk.sync.fetch.choosing import TAKEN_BACK, Canonical


class AtHand(NamedTuple):
    """What can be offered now.

    Attributes:
        forms: in the order of the settings, those with the clinic's tag last.
        value_sets: what they may choose from without carrying it.
        missing: the names of forms that have not come yet.
    """

    forms: tuple[Questionnaire, ...]
    value_sets: ValueSets
    missing: tuple[str, ...] = ()


def at_hand(store: Store, settings: Settings) -> AtHand:
    """What can be offered now; two versions of one form never are.

    Raises:
        SettingsInvalid: see `kiosk.offered.read_forms`.
    """
    with store.reading() as c:
        named = fetched.good(c, fetched.FORM)
        gone = {one.key for one in fetched.refused(c, fetched.FORM) if one.reason == TAKEN_BACK}
        tagged = fetched.good(c, fetched.TAGGED) if settings.central.form_tag else {}
    forms: dict[str, Questionnaire] = {}
    missing = []
    for name in settings.patient.forms:
        if name in gone:
            form = None
        else:
            form = _named(name, named) if is_canonical(name) else read_forms([name])[0]
        if form is None:
            missing.append(name)
        else:
            forms.setdefault(form.url, form)
    for form in _tagged(tagged):
        forms.setdefault(form.url, form)
    return AtHand(tuple(forms.values()), value_sets_at_hand(store), tuple(missing))


def mark(store: Store) -> tuple[tuple[str, str, str], ...]:
    """What differs when anything new can be offered."""
    kinds = (fetched.FORM, fetched.TAGGED, fetched.VALUE_SET, fetched.CLINIC)
    with store.reading() as c:
        return fetched.mark(c, kinds)


def value_sets_at_hand(store: Store) -> ValueSets:
    """The bundled ones, and those that were fetched; where both are there, the bundled one."""
    with store.reading() as c:
        found = fetched.good(c, fetched.VALUE_SET).values()
    return bundled_value_sets() | ValueSets.of(decode_json(one.content) for one in found)


def usable(content: bytes) -> Questionnaire | None:
    """A form that was found good, if this version of the program finds it readable and locked."""
    try:
        form = read_questionnaire(content)
    except FormUnreadable:
        return None
    return None if verify_locks(form, bundled_locks()) else form


def _named(name: str, kept: Mapping[str, fetched.Fetched]) -> Questionnaire | None:
    """What came; where nothing usable did, the same form as it comes with the program."""
    if name in kept and (form := usable(kept[name].content)) is not None:
        return form
    wanted = Canonical.of(name)
    bundled = bundled_form(wanted.url)
    return bundled if bundled is not None and wanted.names(bundled.raw) else None


def _tagged(kept: Mapping[str, fetched.Fetched]) -> Iterator[Questionnaire]:
    forms = (usable(kept[url].content) for url in sorted(kept))
    yield from (form for form in forms if form is not None)
