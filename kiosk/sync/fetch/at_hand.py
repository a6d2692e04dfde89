"""What a kiosk offers: forms of the program, files, and forms of the centre that were found good.

Of each the newest version counts, be it one that was made here (`kiosk.store.form_versions`). It is
read from the store, so it is there without a line.
"""

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from kiosk.coproduction.events import Standing
from kiosk.coproduction.locks import verify_locks
from kiosk.coproduction.versions import Version
from kiosk.errors import FormUnreadable
from kiosk.forms.fhir_json import decode_json
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.offered import (
    AtHand,
    Tried,
    bundled_form,
    bundled_locks,
    bundled_value_sets,
    is_canonical,
    read_forms,
)
from kiosk.settings import Settings
from kiosk.store import fetched, form_versions
from kiosk.store.database import Store
from kiosk.sync.fetch.choosing import TAKEN_BACK, Canonical


def at_hand(store: Store, settings: Settings) -> AtHand:
    """What can be offered now; two versions of one form never are.

    Raises:
        SettingsInvalid: see `kiosk.offered.read_forms`.
    """
    with store.reading() as c:
        named = fetched.good(c, fetched.FORM)
        gone = {one.key for one in fetched.refused(c, fetched.FORM) if one.reason == TAKEN_BACK}
        tagged = fetched.good(c, fetched.TAGGED) if settings.central.form_tag else {}
        stands = form_versions.standings(c)
        pilots = (one.pilot.canonical for one in stands.values() if one.pilot)
        named_here = (*(one.default for one in stands.values()), *pilots)
        made_here = form_versions.read_forms_kept(c, named_here)
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
    own = {canonical: usable(content) for canonical, content in made_here.items()}
    for url in pinned(settings):
        stands.pop(url, None)
    forms = _with_own(forms, stands, own)
    tried = _tried(forms, stands, own)
    return AtHand(tuple(forms.values()), value_sets_at_hand(store), tuple(missing), tried)


def renewed(
    store: Store, forms: Iterable[Questionnaire], settings: Settings
) -> tuple[Questionnaire, ...]:
    """These forms, each as it was made here last; with those that were added here since."""
    with store.reading() as c:
        stands = form_versions.standings(c)
        made_here = form_versions.read_forms_kept(c, (one.default for one in stands.values()))
    own = {canonical: usable(content) for canonical, content in made_here.items()}
    for url in pinned(settings):
        stands.pop(url, None)
    return tuple(_with_own({form.url: form for form in forms}, stands, own).values())


def pinned(settings: Settings) -> frozenset[str]:
    """The urls of forms of which the settings name one version: that one it stays."""
    canonicals = (Canonical.of(name) for name in settings.patient.forms if is_canonical(name))
    return frozenset(one.url for one in canonicals if one.version)


def mark(store: Store) -> tuple[tuple[str, str, str], ...]:
    """What differs when anything new can be offered."""
    kinds = (fetched.FORM, fetched.TAGGED, fetched.VALUE_SET, fetched.CLINIC)
    with store.reading() as c:
        return fetched.mark(c, kinds) + form_versions.mark(c)


def value_sets_at_hand(store: Store) -> ValueSets:
    """The bundled ones, and those that were fetched; where both are there, the bundled one."""
    with store.reading() as c:
        found = fetched.good(c, fetched.VALUE_SET).values()
    return bundled_value_sets() | ValueSets.of(decode_json(one.content) for one in found)


def from_the_centre(c: Any) -> tuple[Questionnaire, ...]:
    """All forms that came and are used, or would be.

    Args:
        c: a view of the store.
    """
    kinds = (fetched.FORM, fetched.TAGGED)
    came = (one.content for kind in kinds for one in fetched.good(c, kind).values())
    return tuple(form for form in map(usable, came) if form is not None)


def usable(content: bytes) -> Questionnaire | None:
    """A form that was found good, if this version of the program finds it readable and locked."""
    try:
        form = read_questionnaire(content)
    except FormUnreadable:
        return None
    return None if verify_locks(form, bundled_locks()) else form


def _with_own(
    forms: Mapping[str, Questionnaire],
    stands: Mapping[str, Standing],
    own: Mapping[str, Questionnaire | None],
) -> dict[str, Questionnaire]:
    """The newest of each: as it came, or as it was made here; without those that were retired."""
    found = dict(forms)
    for url, stand in stands.items():
        made, came = own.get(stand.default), found.get(url)
        if stand.retired:
            found.pop(url, None)
        elif made is not None and (
            came is None or Version.of(made.version) >= Version.of(came.version)
        ):
            found[url] = made
    return found


def _tried(
    forms: Mapping[str, Questionnaire],
    stands: Mapping[str, Standing],
    own: Mapping[str, Questionnaire | None],
) -> tuple[Tried, ...]:
    pilots = ((url, stand.pilot) for url, stand in stands.items() if stand.pilot and url in forms)
    found = ((own.get(pilot.canonical), pilot.detail) for _, pilot in pilots)
    return tuple(Tried(form, plan) for form, plan in found if form is not None)


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
