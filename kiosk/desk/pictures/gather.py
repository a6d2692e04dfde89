"""From the store to the pictures: which figures there are for a form and some days.

Who may see them: counts without answers are for every role at the desk. What is read from answers
(scores, languages) is for those who may read responses, and is audited. What is public (`--public`)
comes in set portions of weeks, so that no choice of days singles anybody out; scores never are.
"""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any

from kiosk.coproduction.suppression import Period, public_periods
from kiosk.desk.pictures import days, forms, people, questions, scores, troubles
from kiosk.desk.pictures.figure import Figure, Phrases
from kiosk.export.flatten import form_name
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.response import decode
from kiosk.store import audit, questionnaires
from kiosk.store.database import Store
from kiosk.store.figures import (
    Begun,
    Shown,
    Span,
    bands_counted,
    begun_by_form,
    counted_since,
    counts_by_mode,
    finished_by_day,
    grouped,
    item_counts,
    responses_to,
    sent_by_day,
    shown_by_item,
    times_by_form,
)

_DAY = timedelta(days=1)


@dataclass(frozen=True)
class Asker:
    """Who asks for pictures, and how they are told.

    Attributes:
        phrases: what is said.
        language: of the titles of forms and questions.
        today: the clinic's day.
    """

    phrases: Phrases
    language: str
    today: date


def forms_counted(store: Store) -> dict[str, str]:
    """The forms that anything was counted of: url → title, by title."""
    with store.reading() as c:
        canonicals = {*finished_by_day(c, Span()), *begun_by_form(c, Span())}
        titles = _Titles(c, canonicals, "en")
    return dict(sorted(titles.by_url.items(), key=lambda one: one[1]))


def staff_figures(store: Store, span: Span, asker: Asker) -> tuple[Figure, ...]:
    """Exact counts of sittings: of one form, or where the span names none, of all of them."""
    phrases = asker.phrases
    with store.reading() as c:
        finished, begun = finished_by_day(c, span), begun_by_form(c, span)
        times, since = times_by_form(c, span), counted_since(c)
        counts = item_counts(c, span) if span.form else {}
        bands = bands_counted(c, span.since or date.min, span.until or asker.today)
        titles = _Titles(c, {*finished, *begun, *times}, asker.language)
    over_time = days.over_days(
        _by_day(finished), phrases, since=span.since, until=span.until or asker.today
    )
    complete = forms.completion(titles.added(begun, _both), phrases, counted_since=since)
    if span.form:
        texts = titles.questions()
        took = forms.times_of_one(_one(times), phrases)
        by_item = grouped(counts, lambda key: key.link_id)
        left = {link_id: Shown(one.shown, one.left_here) for link_id, one in by_item.items()}
        leaving = questions.where_people_leave(left, texts, phrases)
        trouble = troubles.at_questions(by_item, texts, phrases)
        by_mode = troubles.by_mode(counts_by_mode(counts), texts, phrases)
        return _with(by_mode, over_time, complete, took, leaving, trouble)
    sent = {form: sum(counts.values()) for form, counts in finished.items()}
    by_form = forms.by_form(titles.added(sent, int.__add__), phrases)
    took = forms.median_times(titles.added(times, _each), phrases)
    return _with(people.who_speaks(bands, phrases), over_time, by_form, complete, took)


def public_figures(store: Store, form: str | None, asker: Asker) -> tuple[Figure, ...]:
    """Rounded counts that anybody may read, of one form or of all; never of scores.

    Of each form as much as was public at the end of its last portion of weeks.
    """
    phrases = asker.phrases
    with store.reading() as c:
        finished, sent = finished_by_day(c, Span(form)), sent_by_day(c, Span(form))
        titles = _Titles(c, {*finished, *sent}, asker.language)
        portions = public_periods(_by_day(finished), asker.today)
        counts = {url: _public_sum(finished, url, asker.today) for url in titles.by_url}
        ends = {url: _public_end(sent, url, asker.today) for url in titles.by_url}
        spans = [Span(url, until=end) for url, end in ends.items() if end is not None]
        begun = {span.form or "": _sum(begun_by_form(c, span).values()) for span in spans}
        times = {span.form or "": _one(times_by_form(c, span)) for span in spans}
        shown = shown_by_item(c, spans[0]) if form and spans else {}
        since = counted_since(c)
    figures = [days.over_periods(portions, phrases)]
    if not form:
        figures.append(forms.by_form(titles.added(counts, int.__add__), phrases, public=True))
    figures.append(
        forms.completion(titles.added(begun, _both), phrases, counted_since=since, public=True)
    )
    if form:
        texts = titles.questions()
        figures.append(forms.times_of_one(_one(times), phrases, public=True))
        figures.append(questions.where_people_leave(shown, texts, phrases, public=True))
    return tuple(figures)


def score_figures(  # noqa: PLR0913 - keyword-only: who asks, when, and for how long
    store: Store, span: Span, asker: Asker, *, by: str, now: Callable[[], datetime],
    goes_on: Callable[[], bool] = lambda: True, notes: Store | None = None,
) -> tuple[Figure, ...] | None:  # fmt: skip
    """What is read from the responses to one form, one by one; it is audited who asked.

    Args:
        store: is read for as long as it takes.
        span: names a form.
        asker: who is told.
        by: a member of staff, or "desk".
        now: the clock.
        goes_on: asked now and then; where it says no, nothing more is read.
        notes: of this PC, with the audit; None: it is `store`.

    Returns: None where it did not go on.
    """
    form = span.form or ""
    with store.reading() as c:
        kept = questionnaires.kept_canonicals(c, form)
        canonicals = finished_by_day(c, Span(form)).keys() or kept or {form}
        titles = _Titles(c, canonicals, asker.language)
        items = titles.scores()
        readings = scores.Readings(items)
        since, until = _begin(span.since), _begin(span.until, after=_DAY)
        for payload in responses_to(c, form, since=since, until=until):
            readings.add(decode(payload))
            if readings.responses % 100 == 0 and not goes_on():
                return None
    with (notes or store).transaction() as c:
        subject = f"{form_name(form)}, {readings.responses} responses"
        audit.record(c, actor=by, action="figures.scores", subject=subject, now=now())
    drawn = [
        scores.distribution(link_id, items[link_id], held, asker.phrases)
        for link_id, held in readings.scores.items()
    ]
    names = {code: asker.phrases.language(code) for code in readings.languages}
    return (*drawn, scores.by_language(readings.languages, names, asker.phrases))


def arrived_figures(
    store: Store, arrived: Mapping[str, Mapping[date, int]], span: Span, asker: Asker,
    known: Iterable[Questionnaire],
) -> tuple[dict[str, str], tuple[Figure, ...]]:  # fmt: skip
    """What can be drawn of responses alone: how many came, and of which forms.

    Args:
        store: has forms.
        arrived: how many on each day, by canonical.
        span: of which they are.
        asker: who is told.
        known: forms that may be asked for, whether anything came of them or not.

    Returns: titles of forms by url, in their order; and the figures.
    """
    phrases, forms_known = asker.phrases, tuple(known)
    with store.reading() as c:
        titles = _Titles(c, arrived, asker.language, forms_known)
    over_time = days.over_days(
        _by_day(arrived), phrases, since=span.since, until=span.until or asker.today
    )
    named = dict(sorted(titles.by_url.items(), key=lambda one: one[1]))
    if span.form:
        return named, (over_time,)
    sent = {form: sum(counts.values()) for form, counts in arrived.items()}
    by_form = forms.by_form(titles.added(sent, int.__add__), phrases)
    return named, (over_time, by_form)


class _Titles:
    """What forms and their questions are called; of each form its newest version counts."""

    def __init__(
        self,
        c: Any,
        canonicals: Iterable[str],
        language: str,
        known: Iterable[Questionnaire] = (),
    ) -> None:
        self._language = language
        self._forms: dict[str, Questionnaire] = {}
        self.by_url: dict[str, str] = {}
        for canonical in sorted(canonicals):
            url = canonical.partition("|")[0]
            self.by_url[url] = form_name(url)
            if content := questionnaires.kept_questionnaire(c, canonical):
                self._forms[url] = read_questionnaire(content)
        self._forms |= {form.url: form for form in known if form.url}
        for url, form in self._forms.items():
            self.by_url[url] = form.title(form.language_for(language)) or self.by_url[url]
        self._tell_apart()

    def added(self, counts: Mapping[str, Any], add: Callable[[Any, Any], Any]) -> dict[str, Any]:
        """Counts by canonical or url as counts by title."""
        held: dict[str, Any] = {}
        for canonical, many in counts.items():
            title = self.by_url[canonical.partition("|")[0]]
            held[title] = add(held[title], many) if title in held else many
        return held

    def questions(self) -> dict[str, str]:
        """The questions of the forms by linkId, in their order."""
        return {
            item.link_id: item.text(form.language_for(self._language)) or item.link_id
            for form in self._forms.values()
            for item in form.asked
        }

    def scores(self) -> dict[str, str]:
        """The scores that the forms work out, by linkId."""
        found = (
            scores.score_items(f, f.language_for(self._language)) for f in self._forms.values()
        )
        return {link_id: text for one in found for link_id, text in one.items()}

    def _tell_apart(self) -> None:
        """Two forms of one title are told with their names."""
        often = Counter(self.by_url.values())
        for url, title in self.by_url.items():
            if often[title] > 1:
                self.by_url[url] = f"{title} ({form_name(url)}, {url})"


def _by_day(counts: Mapping[str, Mapping[date, int]], url: str | None = None) -> Counter[date]:
    """All forms together, or those of one url."""
    held: Counter[date] = Counter()
    for canonical, found in counts.items():
        if url in {None, canonical.partition("|")[0]}:
            held.update(found)
    return held


def _with(more: Figure, *figures: Figure) -> tuple[Figure, ...]:
    """The figures, and one more where it has anything to tell."""
    return (*figures, more) if more.rows else figures


def _public(
    counts: Mapping[str, Mapping[date, int]], url: str, today: date
) -> tuple[Period, ...]:  # fmt: skip
    return public_periods(_by_day(counts, url), today)


def _public_sum(counts: Mapping[str, Mapping[date, int]], url: str, today: date) -> int:
    return sum(one.sittings for one in _public(counts, url, today))


def _public_end(counts: Mapping[str, Mapping[date, int]], url: str, today: date) -> date | None:
    """The last day of which anything is public."""
    periods = _public(counts, url, today)
    return periods[-1].until - _DAY if periods else None


def _begin(day: date | None, *, after: timedelta = timedelta()) -> datetime | None:
    return None if day is None else datetime.combine(day + after, time()).astimezone()


def _both(one: Begun, other: Begun) -> Begun:
    return Begun(one.begun + other.begun, one.sent + other.sent)


def _sum(counts: Iterable[Begun]) -> Begun:
    found = list(counts)
    return Begun(sum(one.begun for one in found), sum(one.sent for one in found))


def _each(one: tuple[int, ...], other: tuple[int, ...]) -> tuple[int, ...]:
    return tuple(a + b for a, b in zip(one, other, strict=True))


def _one(times: Mapping[str, tuple[int, ...]]) -> tuple[int, ...]:
    """All versions of a form together."""
    held: tuple[int, ...] = ()
    for bins in times.values():
        held = _each(held, bins) if held else bins
    return held
