"""How plainly a form is written; validated wording is known by its hash and not measured.

What is measured: title, description, and of every item that people see its text, options, hints,
units and the words of its rules; not the names in value sets, which are no one's prose.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from kiosk.coproduction.locks import Locks, item_fingerprint
from kiosk.coproduction.plain_words import (
    Figures,
    NotPlain,
    Text,
    WordList,
    figures,
    grade_advice,
    is_hard,
    look,
)
from kiosk.forms.expressions import constraints
from kiosk.forms.finding import INFORMATION, Finding
from kiosk.forms.item import Item
from kiosk.forms.looks.markup import safe_text
from kiosk.forms.questionnaire import Questionnaire
from kiosk.forms.texts import item_places, text_in

_FORM = "Questionnaire"
_SHOWN_OF_A_SENTENCE = 120


@dataclass(frozen=True)
class PlainForm:
    """One form as it was measured.

    Attributes:
        figures: of all its texts together; None where all its items are of validated wording.
        validated: how many items are of validated wording, and so were not measured.
        findings: what to write otherwise; the kiosk refuses nothing for it.
    """

    figures: Figures | None
    validated: int
    findings: tuple[Finding, ...]


def measure_form(questionnaire: Questionnaire, locks: Locks, words: WordList) -> PlainForm:
    """The figures and findings of a form, in the language it is written in.

    Args:
        questionnaire: the form.
        locks: whose items are exempt, in whatever form they stand, while their hash is the same.
        words: the lists of the form's language.
    """
    language = questionnaire.own_language
    locked = {hashed for lock in locks.values() for hashed in lock["items"].values()}
    seen = [item for item in questionnaire.by_path.values() if _is_seen(questionnaire, item)]
    free = [item for item in seen if item_fingerprint(item) not in locked]
    texts = [(_FORM, text) for text in form_texts(questionnaire, language)]
    texts += [(item.json_path, text) for item in free for text in item_texts(item, language)]
    findings = [
        _finding(path, found) for path, text in texts for found in look(text, language, words)
    ]
    whole = figures([text.words for _, text in texts], language)
    if is_hard(whole) and free:
        findings.insert(0, Finding(INFORMATION, "hard-to-read", "", _FORM, grade_advice(whole)))
    return PlainForm(whole if free or not seen else None, len(seen) - len(free), tuple(findings))


def form_texts(questionnaire: Questionnaire, language: str) -> Iterator[Text]:
    """What people read of the form as a whole."""
    yield Text("", questionnaire.title(language))
    yield Text("", questionnaire.description(language))
    for rule in constraints(questionnaire.raw):
        yield Text("", rule.words(language), scolds=True)


def item_texts(item: Item, language: str) -> Iterator[Text]:
    """What people read of one item, its children left aside."""
    for element, key in item_places(item.raw):
        yield Text(item.link_id, text_in(element, key, language, own=item.language))
    for rule in constraints(item.raw):
        yield Text(item.link_id, rule.words(language), scolds=True)


def _is_seen(questionnaire: Questionnaire, item: Item) -> bool:
    return not any(one.hidden for one in (item, *questionnaire.ancestors(item)))


def _finding(path: str, found: NotPlain) -> Finding:
    sentence = safe_text(" ".join(found.sentence.split()))
    if len(sentence) > _SHOWN_OF_A_SENTENCE:
        sentence = sentence[:_SHOWN_OF_A_SENTENCE].rpartition(" ")[0] + " …"
    return Finding(INFORMATION, found.code, found.place, path, f"{found.advice} “{sentence}”")
