"""Every screen there is, as a list of named steps, and how to come before them.

A new screen is a new line in `WALKS`, a new kind of question a new item in `ITEMS`. A step is done
as a patient would, or by the slot that its touch calls; one that fails is told as not reached.
"""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import partial
from typing import Any
from zlib import crc32

import msgspec

from kiosk.demo.clinic import SampleClinic
from kiosk.forms.languages import written
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire, read_questionnaire
from kiosk.offered import bundled_value_sets
from kiosk.resources import resource
from kiosk.running.app import Kiosk, parts
from kiosk.store.database import open_store
from kiosk.trial.page import plain
from kiosk.trial.touch import Finger
from kiosk.ui.patient.kinds.all_kinds import unsupported
from kiosk.ui.staff.pages import PAGES as STAFF_PAGES
from kiosk.ui.window import WindowPlace
from kiosk.ui.wording.words import Words

PANELS = {
    '10" 1280x800': ((1280, 800), 5.9),
    '24" 1920x1080': ((1920, 1080), 3.6),
    '24" 1080x1920': ((1080, 1920), 3.6),
}
LANGUAGES = ("en", "cy", "pl", "ar", "ur", "en-x-easy", "longer")
LONGER = 0.4
TEXTS = {"text", "title", "display", "prefix"}
UNIT = "http://hl7.org/fhir/StructureDefinition/questionnaire-unit"
CONTROL = "http://hl7.org/fhir/StructureDefinition/questionnaire-itemControl"
LIMIT = "http://hl7.org/fhir/StructureDefinition/{}Value"


def options(*words: str) -> dict[str, Any]:
    coded = [{"code": f"c{n}", "display": word} for n, word in enumerate(words)]
    return {"answerOption": [{"valueCoding": one} for one in coded]}


def control(code: str) -> dict[str, Any]:
    system = "http://hl7.org/fhir/questionnaire-item-control"
    return {"url": CONTROL, "valueCodeableConcept": {"coding": [{"system": system, "code": code}]}}


def limits(least: int, most: int) -> list[dict[str, Any]]:
    pairs = (("min", least), ("max", most))
    return [{"url": LIMIT.format(end), "valueInteger": value} for end, value in pairs]


FEW = ("Not at all", "Several days", "More than half the days", "Nearly every day")
MANY = (
    "Bread", "Milk and cheese", "Fruit", "Vegetables", "Meat", "Fish from the sea", "Eggs",
    "Nuts and seeds", "Rice", "Pasta", "Beans and lentils", "Something sweet", "Nothing",
)  # fmt: skip
ITEMS: tuple[dict[str, Any], ...] = (
    {"linkId": "read only", "type": "display", "text": "These questions are about the last week."},
    {"linkId": "yes or no", "type": "boolean", "text": "Did you sleep well last night?"},
    {"linkId": "choice", "type": "choice", "text": "How often were you worried?", **options(*FEW)},
    {"linkId": "long choice", "type": "choice", "text": "What did you eat last?", **options(*MANY)},
    {
        "linkId": "several", "type": "choice", "repeats": True,
        "text": "What did you eat today?", **options(*MANY[:5]),
    },
    {
        "linkId": "own words too", "type": "open-choice",
        "text": "Who helps you at home?", **options("My partner", "A nurse"),
    },
    {"linkId": "whole number", "type": "integer", "text": "How many stairs can you climb?"},
    {
        "linkId": "slider", "type": "integer", "text": "How strong is the pain?",
        "extension": [control("slider"), *limits(0, 10)],
    },
    {"linkId": "number", "type": "decimal", "text": "How warm were you this morning?"},
    {
        "linkId": "quantity", "type": "quantity", "text": "How much do you weigh?",
        "extension": [{"url": UNIT, "valueCoding": {"code": "kg", "display": "kilograms"}}],
    },
    {"linkId": "date", "type": "date", "text": "When did the pain begin?"},
    {"linkId": "day and time", "type": "dateTime", "text": "When did you last eat?"},
    {"linkId": "time", "type": "time", "text": "At what time do you get up?"},
    {"linkId": "short text", "type": "string", "text": "What do you like to be called?"},
    {"linkId": "long text", "type": "text", "text": "What would you most like to talk about?"},
    {"linkId": "address", "type": "url", "text": "Which web page did you read?"},
    {
        "linkId": "medicines", "type": "group", "repeats": True, "text": "Your medicines",
        "item": [
            {"linkId": "medicine", "type": "string", "text": "What is it called?"},
            {"linkId": "how often", "type": "integer", "text": "How often do you take it a day?"},
        ],
    },
    {
        "linkId": "grid", "type": "group", "text": "How often was this hard for you?",
        "extension": [control("grid")],
        "item": [
            {"linkId": "walking", "type": "choice", "text": "Walking", **options(*FEW)},
            {"linkId": "reading", "type": "choice", "text": "Reading", **options(*FEW)},
        ],
    },
    {
        "linkId": "with help", "type": "choice", "text": "Do you smoke?", **options("Yes", "No"),
        "item": [
            {
                "linkId": "help", "type": "display", "extension": [control("help")],
                "text": "Any tobacco counts, and so does a pipe. " * 3,
            },
        ],
    },
    {
        "linkId": "a long question", "type": "choice", **options(*FEW),
        "text": "Please think of the last two weeks, of the days and of the nights. " * 4,
    },
)  # fmt: skip
PAGES_BETWEEN = 4
"""So many pages may lie between two questions: the first of a group, “add another”."""

SHEETS = (
    "help", "listen", "hidden", "language", "display", "leave", "stop", "trouble", "deleting",
    "undeleted", "resuming", "remark",
)  # fmt: skip


@dataclass
class Opened:
    """A kiosk that is open, and the finger before it.

    Attributes:
        tongue: what the texts of the sample form were put through.
        shown: the linkIds of the items that the kiosk can show.
    """

    kiosk: Kiosk
    finger: Finger
    language: str
    tongue: Callable[[str], str]
    shown: frozenset[str]

    @property
    def patient(self) -> Any:
        return self.kiosk.patient

    @property
    def staff(self) -> Any:
        return self.kiosk.staff

    def touch_writing(self) -> None:
        """Touch the place where an answer is written, which has the name of its hint."""
        self.finger.wait_for_stillness()
        fields = [node for node in self.finger.nodes() if node.role == "EditableText"]
        hint = self.patient.speaking.say("write_hint")
        buttons = [node for node in self.finger.nodes() if hint in {node.name, node.description}]
        if not [*fields, *buttons]:
            raise LookupError("there is nothing to write in")
        self.finger.touch_at([*fields, *buttons][0].rect.center())

    def touch_first(self, *roles: str) -> None:
        """Touch the first control of the page of such a role."""
        self.finger.wait_for_stillness()
        found = [node for node in self.finger.nodes() if node.role in roles]
        if not found:
            raise LookupError(f"nothing on this page is a {' or a '.join(roles)}")
        self.finger.touch_at(found[0].rect.center())


Step = tuple[str, Callable[[Opened], None]]


def _choose(open_one: Opened, name: str) -> None:
    """Begin the form whose address ends so."""
    offered = [form.url or "" for form in open_one.patient.offer.forms]
    places = [place for place, url in enumerate(offered) if url.endswith(f"/{name}")]
    if not places:
        raise LookupError(f"the form “{name}” is not offered")
    open_one.patient.choose(places[0])


def _ask(open_one: Opened, item: dict[str, Any]) -> None:
    """Go on to a question of the sample form."""
    if item["linkId"] not in open_one.shown:
        raise LookupError("the kiosk can't show this kind of question")
    open_one.patient.closeSheet()
    if open_one.patient.page not in {"question", "another"}:
        _choose(open_one, "every")
        open_one.patient.begin("self")
    wanted = plain(open_one.tongue(item["text"]))
    for _ in range(PAGES_BETWEEN):
        open_one.finger.wait_for_stillness()
        if wanted in plain(" ".join(open_one.finger.names())):
            return
        open_one.patient.goOn()
    raise LookupError(f"“{open_one.finger.heading()}” is shown instead")


def _answer(open_one: Opened, item: dict[str, Any]) -> None:
    _ask(open_one, item)
    if len(item.get("answerOption", ())) > len(MANY[:5]):  # looked up, on pages of their own
        open_one.patient.asking.enter({"chosen": [1]})
        return
    open_one.touch_first("RadioButton", "CheckBox")


def _one_more(open_one: Opened) -> None:
    open_one.patient.goOn()
    open_one.finger.wait_until(lambda: open_one.patient.page == "another", "the page of a group")


def _questions() -> Iterator[Step]:
    """The questions of the sample form; what can be chosen is chosen after the first look."""
    for item in _leaves(ITEMS):
        name = f"question: {item['linkId']}"
        yield name, partial(_ask, item=item)
        if "answerOption" in item or item["type"] == "boolean":
            yield f"{name}, answered", partial(_answer, item=item)
        if "item" in item:
            yield _sheet("about")
        if item["linkId"] == "how often":  # the last of a group that may be repeated
            yield "one more?", _one_more


def _leaves(items: tuple[dict[str, Any], ...]) -> Iterator[dict[str, Any]]:
    for item in items:
        if item["type"] == "group":
            yield from _leaves(tuple(item["item"]))
        else:
            yield item


def _check(open_one: Opened) -> None:
    """Go on until the sample form is at its end."""
    for _ in ITEMS:
        if open_one.patient.page in {"question", "another"}:
            open_one.patient.goOn()
    if open_one.patient.page != "review":
        raise LookupError(f"“{open_one.finger.heading()}” does not let go on")


def _sheet(name: str) -> Step:
    return f"sheet: {name}", partial(_lay, name=name)


def _lay(open_one: Opened, name: str) -> None:
    open_one.patient.help.goBack()  # which would lie over what some of them lead to
    open_one.patient.openSheet(name)


def _writing(open_one: Opened) -> None:
    open_one.patient.closeSheet()
    open_one.patient._go("forms")
    _choose(open_one, "words")
    open_one.patient.begin("self")
    open_one.touch_writing()


def _keyboards(open_one: Opened) -> None:
    open_one.finger.wait_for_stillness()
    speaking = open_one.patient.speaking
    name = speaking.all_words.language(written(speaking.language)).name
    open_one.finger.touch(speaking.say("keyboard_now", name=name))


def _idle(open_one: Opened) -> None:
    open_one.patient.closeSheet()
    open_one.patient._idle._warn()


def _thanks(open_one: Opened) -> None:
    open_one.patient._idle.stay()
    open_one.patient._go("thanks")


def _proxy(open_one: Opened) -> None:
    open_one.patient.closeSheet()
    open_one.patient._go("privacy")


def _staff(name: str) -> Step:
    return f"staff: {name}", lambda open_one: open_one.staff._go(name)


def _wrong_code(open_one: Opened) -> None:
    open_one.patient.identity.tryCode("NOBODY")
    open_one.finger.wait_until(lambda: bool(open_one.patient.identity.problem))


def _identity(step: str) -> Step:
    return f"identity: {step}", lambda open_one: open_one.patient.identity._go(step)


SPEAK: Step = ("forms", lambda open_one: open_one.patient.speak(open_one.language))
ANONYMOUS: tuple[Step, ...] = (
    ("attract", lambda _: None),
    SPEAK,
    ("who is answering", lambda open_one: _choose(open_one, "every")),
    *_questions(),
    ("check your answers", _check),
    *(_sheet(name) for name in SHEETS),
    ("privacy for what is sensitive", _proxy),
    ("writing", _writing),
    ("keyboards", _keyboards),
    ("nobody is there", _idle),
    ("thanks", _thanks),
    ("only in another language", lambda open_one: open_one.patient._turn_to("only")),
    ("broken", lambda open_one: open_one.patient._go("broken")),
    ("staff: pin", lambda open_one: open_one.staff.open()),
    *(_staff(name) for name in STAFF_PAGES if name not in {"pin", "field", "discard", "desk"}),
)
WALKS: dict[str, tuple[Step, ...]] = {
    "anonymous": ANONYMOUS,
    "code": (
        ("identity: code", SPEAK[1]),
        ("identity: code, wrong", _wrong_code),
        _identity("sorry"),
    ),
    "birthdate": (("identity: birthdate", SPEAK[1]), _identity("confirm")),
}
"""What is walked, by the way in which this clinic asks who somebody is."""


@contextmanager
def opened(
    clinic: SampleClinic, panel: str, language: str, identity: Any = "anonymous"
) -> Iterator[Opened]:
    """A kiosk on a panel, in a language; "longer" is English, all words 40 % longer."""
    size, px_per_mm = PANELS[panel]
    settings = clinic.settings(central=None, px_per_mm=px_per_mm)
    code = "en" if language == "longer" else language
    patient = msgspec.structs.replace(
        settings.patient, identity=identity, languages=("en", code), draft_translations=(code,)
    )
    settings = msgspec.structs.replace(settings, patient=patient)
    told = parts(settings)
    tongue = tongue_of(told.words, language)
    words = longer_words(told.words) if language == "longer" else told.words
    made_of = told._replace(forms=sample_forms(tongue, written(code)), words=words)
    store = open_store(settings.store_directory, clinic.key)
    try:
        kiosk = Kiosk(store, settings, made_of, WindowPlace(size=size, px_per_mm=px_per_mm))
        try:
            shown = frozenset(item["linkId"] for item in _leaves(tuple(shown_items())))
            yield Opened(kiosk, Finger(kiosk.window.root), code, tongue, shown)
        finally:
            kiosk.close()
    finally:
        store.close()


def sample_forms(tongue: Callable[[str], str], language: str) -> tuple[Questionnaire, ...]:
    """The form with every kind of question, one that begins with writing, and one that ships."""
    head = {"resourceType": "Questionnaire", "status": "active", "language": language}
    items = shown_items()
    every = head | {"url": "http://example.org/every", "title": "All about you", "item": items}
    words = [item for item in ITEMS if item["type"] == "text"]
    writing = head | {"url": "http://example.org/words", "title": "In your words", "item": words}
    shipped = read_questionnaire(resource("forms", "pain-today.json").read_bytes())
    return (*(parse_questionnaire(said(one, tongue)) for one in (every, writing)), shipped)


def shown_items() -> list[dict[str, Any]]:
    """The items of the sample form that the kiosk has a control for."""
    head = {"resourceType": "Questionnaire", "status": "active", "url": "http://example.org/one"}
    sets = bundled_value_sets()
    forms = [(one, parse_questionnaire(head | {"item": [one]})) for one in ITEMS]
    return [one for one, form in forms if not unsupported(form, sets)]


def said(raw: Any, tongue: Callable[[str], str], key: str = "") -> Any:
    """A form with all its texts in another tongue."""
    if isinstance(raw, dict):
        return {name: said(value, tongue, name) for name, value in raw.items()}
    if isinstance(raw, list):
        return [said(one, tongue, key) for one in raw]
    return tongue(raw) if key in TEXTS else raw


def tongue_of(words: Words, language: str) -> Callable[[str], str]:
    """What makes English texts into texts of a language, as long and of its own words."""
    if language in {"en", "en-x-easy"}:
        return str
    if language == "longer":
        return longer
    texts = [text for text in words.own(language).values() if "{" not in text]
    found = {word for text in texts for word in re.findall(r"\b[^\W\d_]{2,12}\b", text)}
    pool = sorted(word for word in found if not word.isupper())
    return partial(other_words, pool=pool)


def other_words(text: str, pool: Sequence[str]) -> str:
    """As many words of a pool as a text has, two at least; other words for another text."""
    seed, words = crc32(text.encode()), []
    for _ in range(max(2, len(text.split()))):
        seed, place = divmod(seed, len(pool))
        words.append(pool[place])
        seed += crc32(words[-1].encode())
    return " ".join(words)


def longer(text: str) -> str:
    """Each word 40 % longer, places for values as they are."""
    return "".join(
        one if one.startswith("{") else re.sub(r"[^\W\d_]{2,}", _longer, one)
        for one in re.split(r"(\{[a-z_]+\})", text)
    )


def longer_words(words: Words) -> Words:
    """The words that ship, those of English longer."""
    tables = {one.code: words.table(one.code) for one in words.languages}
    tables["en"] = {key: longer(text) for key, text in tables["en"].items()}
    return Words(words.languages, {code: partial(dict, table) for code, table in tables.items()})


def _longer(word: re.Match[str]) -> str:
    return word[0] + ("enanerine" * 4)[: round(LONGER * len(word[0]))]
