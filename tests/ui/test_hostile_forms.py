"""A form comes from elsewhere: its text is drawn as it is, its shape never breaks the screen."""

import base64
import json
import socket
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtNetwork import QNetworkReply, QNetworkRequest

from kiosk.forms import extensions as ext
from kiosk.forms.questionnaire import parse_questionnaire
from kiosk.trial.touch import rest
from kiosk.ui.window import NoNetwork

MARKUP = '<img src="http://127.0.0.1:{port}/x.png"><b>bold</b> & <a href="x">link</a> &amp;'


def form(*items: Any, title: str = "Odd") -> Any:
    raw = {"resourceType": "Questionnaire", "url": "http://example.org/odd", "title": title}
    return parse_questionnaire(raw | {"item": list(items)})


@pytest.fixture
def listener() -> Iterator[Any]:
    """A loopback server that notes whoever comes."""
    server, came = socket.create_server(("127.0.0.1", 0)), []
    server.settimeout(0.1)
    stop = threading.Event()

    def listen() -> None:
        while not stop.is_set():
            try:
                came.append(server.accept()[0])
            except TimeoutError:
                continue

    thread = threading.Thread(target=listen)
    thread.start()
    yield server.getsockname()[1], came
    stop.set()
    thread.join()
    server.close()


def test_markup_in_a_form_is_read_as_it_is_and_nothing_is_fetched(
    open_kiosk: Callable[..., Any], listener: tuple[int, list[Any]]
) -> None:
    port, came = listener
    text = MARKUP.format(port=port)
    coding = {"valueCoding": {"code": "a", "display": text}}
    item = {"linkId": "a", "type": "choice", "text": text, "answerOption": [coding]}
    kiosk = open_kiosk(forms=(form(item, title=text),))
    kiosk.begin(text)
    rest(0.1)
    assert kiosk.finger.heading() == text
    kiosk.finger.touch(text, "RadioButton")
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for("Send my answers")
    assert kiosk.finger.sees(text)
    rest(0.3)
    assert came == []


@pytest.mark.usefixtures("app")
def test_an_image_of_a_page_would_be_refused_by_the_network_itself(
    listener: tuple[int, list[Any]],
) -> None:

    port, came = listener
    network = NoNetwork()
    reply = network.get(QNetworkRequest(QUrl(f"http://127.0.0.1:{port}/x.png")))
    rest(0.3)
    assert reply.error() != QNetworkReply.NetworkError.NoError
    assert came == []


HOSTILE = (
    '<img src="http://127.0.0.1:{port}/x.png"><script>x()</script>',
    "![x](http://127.0.0.1:{port}/x.png) [y](javascript:alert(1)) **bold** <b>",
    "\u202etxt.exe\u202d \u2066over\u202e",
    "word " * 20_000,
)


def everywhere(words: str, port: int) -> Any:
    """A form that has those words wherever a text or a picture of a form can appear."""
    at, marked = (
        f"http://127.0.0.1:{port}/x.png",
        [
            {"url": ext.RENDERING_MARKDOWN, "valueMarkdown": words},
            {"url": ext.RENDERING_XHTML, "valueString": f"<div>{words}<img src='{words}'/></div>"},
        ],
    )
    far = {"contentType": "image/png", "url": at, "title": words}
    svg = base64.b64encode(f'<svg><image href="{at}"/></svg>'.encode()).decode()
    near = {"contentType": "image/png", "data": svg, "title": words}
    media = [{"url": ext.ITEM_MEDIA, "valueAttachment": one} for one in (far, near)]
    help_ = {"coding": [{"code": "help"}]}
    inside = [
        {"linkId": "t", "type": "display", "text": words},
        {
            "linkId": "h",
            "type": "display",
            "text": words,
            "_text": {"extension": marked[1:]},
            "extension": [{"url": ext.ITEM_CONTROL, "valueCodeableConcept": help_}],
        },
    ]
    option = {"valueCoding": {"code": "a", "display": words}}
    option["extension"] = [
        {"url": ext.ITEM_ANSWER_MEDIA, "valueAttachment": near},
        {"url": ext.OPTION_PREFIX, "valueString": words},
    ]
    links = [{"url": ext.SUPPORT_LINK, "valueUri": "javascript:alert(1)"}]
    question = {"linkId": "a", "type": "choice", "prefix": words, "text": words, "item": inside}
    question |= {"_text": {"extension": marked}, "answerOption": [option]}
    note = {"linkId": "n", "type": "display", "text": words, "_text": {"extension": marked}}
    known = {"linkId": "k", "type": "string", "readOnly": True, "text": words}
    known["initial"] = [{"valueString": words}]
    written = {"linkId": "w", "type": "string", "text": words}
    written["extension"] = [{"url": ext.ENTRY_FORMAT, "valueString": words}]
    signed = {"linkId": "s", "type": "attachment", "text": words}
    signed["extension"] = [{"url": ext.SIGNATURE_REQUIRED, "valueCodeableConcept": {}}]
    end = {"linkId": "e", "type": "display", "text": words}
    inner = [note, known, question | {"extension": [*media, *links]}, written, signed, end]
    return form({"linkId": "g", "type": "group", "text": words, "item": inner})


@pytest.mark.parametrize("number", [0, 1, 2, pytest.param(3, marks=pytest.mark.long)])
@pytest.mark.parametrize("panel", [((1280, 800), 5.9), ((1080, 1920), 3.6)])
def test_whatever_a_form_says_anywhere_is_only_read(
    open_kiosk: Callable[..., Any],
    listener: tuple[int, list[Any]],
    panel: Any,
    number: int,
) -> None:
    port, came = listener
    words = HOSTILE[number].replace("{port}", str(port))
    kiosk = open_kiosk(panel=panel, forms=(everywhere(words, port),))
    kiosk.patient.speak("en")
    kiosk.patient.begin("self")
    assert kiosk.patient.page == "question"
    rest(0.1)
    assert [n.role for n in kiosk.finger.nodes()].count("Heading") == 1
    assert not any(n.name.startswith("Make this picture") for n in kiosk.finger.nodes())
    kiosk.patient.openSheet("about")
    rest(0.1)
    assert "javascript:alert(1)" in "\n".join(kiosk.finger.names())
    kiosk.patient.closeSheet()
    kiosk.patient.asking.enter({"chosen": [0]})
    for _ in range(3):
        kiosk.patient.goOn()
        rest(0.1)
    assert kiosk.patient.page == "review"
    assert came == []


def test_a_form_with_a_question_that_has_no_control_yet_is_not_offered(
    open_kiosk: Callable[..., Any],
) -> None:
    plain = form({"linkId": "a", "type": "boolean", "text": "Well?"}, title="Plain")
    raw = {**plain.raw, "title": "Dated", "url": "http://example.org/d", "name": "Dated"}
    raw["item"] = [
        *raw["item"],
        {"linkId": "b", "type": "reference", "text": "When?", "required": True},
    ]
    kiosk = open_kiosk(forms=(plain, parse_questionnaire(raw)))
    kiosk.finger.touch("English")
    kiosk.finger.wait_for("Plain")
    assert not kiosk.finger.sees("Dated")
    assert any("(b)" in line for line in kiosk.staff._menu._unshown())
    given = [card["title"] for card in kiosk.staff._giving._cards()]
    assert given == ["Plain"]


def test_a_required_question_holds_one_back_with_words_and_keeps_the_focus_there(
    open_kiosk: Callable[..., Any],
) -> None:
    item = {"linkId": "a", "type": "boolean", "text": "Do you smoke?", "required": True}
    kiosk = open_kiosk(forms=(form(item),))
    kiosk.begin("Odd")
    kiosk.finger.touch("Continue")
    rest(0.05)
    assert kiosk.finger.heading() == "Error: Do you smoke?"
    said = [n for n in kiosk.finger.nodes() if n.focused]
    assert [n.role for n in said] == ["AlertMessage"]
    assert said[0].name == "There is a problem\nError: Select yes or no"
    kiosk.finger.touch("Yes")
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for("Send my answers")


def test_yes_and_no_are_stored_as_truth(open_kiosk: Callable[..., Any]) -> None:
    kiosk = open_kiosk(forms=(form({"linkId": "a", "type": "boolean", "text": "Do you smoke?"}),))
    kiosk.begin("Odd")
    kiosk.finger.touch("No")
    kiosk.finger.touch("Continue")
    kiosk.finger.touch("Send my answers")
    kiosk.finger.wait_for("I have finished")
    answered = json.loads(kiosk.submissions()[0].payload)["item"][0]["answer"]
    assert answered == [{"valueBoolean": False}]


def test_many_options_are_paged_and_the_page_says_so(open_kiosk: Callable[..., Any]) -> None:
    options = [{"valueCoding": {"code": str(n), "display": f"Place {n}"}} for n in range(12)]
    item = {"linkId": "a", "type": "choice", "text": "Where?", "answerOption": options}
    kiosk = open_kiosk(forms=(form(item),))
    kiosk.begin("Odd")
    assert not kiosk.finger.sees("Place 11")
    for _ in range(10):
        if kiosk.finger.sees("Place 11"):
            break
        kiosk.finger.touch(next(n for n in kiosk.finger.names() if n.startswith("Show more")))
    kiosk.finger.touch("Place 11")
    assert kiosk.finger.find("Place 11").checked
    assert kiosk.finger.find("Place 11").description == "12 of 12"


def test_a_sensitive_form_is_not_asked_about(open_kiosk: Callable[..., Any]) -> None:
    mark = "http://clinic-kiosk.example/fhir/StructureDefinition/no-feedback-prompt"
    item = {"linkId": "a", "type": "boolean", "text": "Well?"}
    raw = {**form(item).raw, "extension": [{"url": mark, "valueBoolean": True}]}
    kiosk = open_kiosk(forms=(parse_questionnaire(raw),))
    kiosk.begin("Odd")
    assert not kiosk.finger.sees("Was this question OK?")


@pytest.mark.parametrize("largest", [False, True])
def test_a_long_answer_to_choose_is_read_whole_and_covered_by_no_button(
    open_kiosk: Callable[..., Any], *, largest: bool
) -> None:
    long = "Since my last visit I had this so often that I could not do what I do every day, " * 3
    options = [{"valueString": f"{number}. {long}"} for number in range(3)]
    item = {"linkId": "a", "type": "choice", "text": "Which?", "answerOption": options}
    kiosk = open_kiosk(forms=(form(item),), panel=((1280, 800), 5.9))
    kiosk.begin("Odd")
    if largest:
        kiosk.patient.display.setText(2)
    kiosk.finger.wait_for_stillness()
    cards = [node for node in kiosk.finger.nodes() if node.role == "RadioButton"]
    buttons = [node for node in kiosk.finger.nodes() if node.role in {"Button", "PushButton"}]
    assert cards
    assert not [b.name for b in buttons if cards[0].rect.intersects(b.rect)]
    assert not truncated(kiosk.window.root.contentItem())


def truncated(item: Any) -> list[str]:
    """The visible texts at or below an item that are cut off."""
    if not item.isVisible():
        return []
    own = [str(item.property("text"))] if item.property("truncated") else []
    return own + [text for child in item.childItems() for text in truncated(child)]


def test_the_keys_of_a_date_that_may_be_given_again_are_large_on_a_small_panel(
    open_kiosk: Callable[..., Any],
) -> None:
    item = {"linkId": "a", "type": "date", "text": "When?", "repeats": True}
    kiosk = open_kiosk(forms=(form(item),), panel=((1280, 800), 5.9))
    kiosk.begin("Odd")
    kiosk.finger.wait_for_stillness()
    keys = [kiosk.finger.find(str(digit)).rect for digit in range(10)]
    assert min(min(key.width(), key.height()) for key in keys) >= 16 * 5.9
    for key in ("2", "8", "Month", "January", "Year", "2", "0", "2", "6"):
        kiosk.finger.touch(key)
    kiosk.finger.touch("My answers (1)")
    assert kiosk.finger.wait_for("Remove number 1")


def test_a_long_name_of_a_form_does_not_push_the_question_off_its_page(
    open_kiosk: Callable[..., Any],
) -> None:
    item = {"linkId": "a", "type": "boolean", "text": "Does it hurt?"}
    name = "Everything that we want to know of you before you are operated on, " * 3
    kiosk = open_kiosk(forms=(form(item, title=name),))
    kiosk.patient.display.lower(lowered=True)
    kiosk.patient.display.setText(2)
    kiosk.begin(name)
    kiosk.finger.wait_for_stillness()
    question = kiosk.finger.find("Does it hurt?").rect
    assert question.bottom() < kiosk.finger.find("I'd rather not say").rect.top()
