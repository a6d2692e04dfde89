"""The forms of this kiosk by whatever names them: a slip, a draft, another version of themselves.

No Qt here.
"""

from collections.abc import Iterable, Sequence

from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.terminology.valuesets import ValueSets


class FormsHere:
    """The forms as they are offered now.

    Args:
        forms: of this clinic.
        value_sets: what they may choose from without carrying it.
        tried: versions that are tried out beside them; nothing but a draft names one.
    """

    def __init__(
        self,
        forms: Sequence[Questionnaire],
        value_sets: ValueSets,
        tried: Sequence[Questionnaire] = (),
    ) -> None:
        self.value_sets = value_sets
        self._forms, self._tried = tuple(forms), tuple(tried)
        self._named = {form.name: form for form in self._forms}
        self._named |= {form.url: form for form in self._forms}
        self._named |= {form.canonical: form for form in self._forms}

    @property
    def forms(self) -> tuple[Questionnaire, ...]:
        """All of them."""
        return self._forms

    @property
    def canonicals(self) -> tuple[str, ...]:
        """Of every form."""
        return tuple(form.canonical for form in self._forms)

    def packet(self, names: Iterable[str]) -> tuple[Questionnaire, ...]:
        """Those that a slip names, in its order.

        A form of which there is a new version since the slip was made is that new one.
        """
        found = (self._named.get(name) or self._by_url(name) for name in names)
        return tuple(form for form in found if form is not None)

    def exactly(self, canonical: str, content_hash: str) -> Questionnaire | None:
        """The form with this content; None where it is not offered now."""
        same = (canonical, content_hash)
        here = (*self._forms, *self._tried)
        found = (form for form in here if (form.canonical, form.content_hash) == same)
        return next(found, None)

    def rest(
        self, packet: Iterable[tuple[str, str]], begun: Iterable[tuple[str, str]]
    ) -> tuple[Questionnaire, ...]:
        """The forms of a paused packet that are not begun yet, as they are offered now."""
        begun = set(begun)
        waiting = (form for form in packet if form not in begun)
        found = (self.exactly(*form) or self._by_url(form[0]) for form in waiting)
        return tuple(form for form in found if form is not None)

    def _by_url(self, canonical: str) -> Questionnaire | None:
        return self._named.get(canonical.partition("|")[0])
