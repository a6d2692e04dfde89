"""Easy Read, a child's version and sign language are chosen like a language, by touch."""

import base64
import json
import subprocess
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from kiosk.forms import extensions as ext
from kiosk.forms.questionnaire import Questionnaire, parse_questionnaire, read_questionnaire
from kiosk.resources import resource
from kiosk.settings import Patient
from tests.extras import need_films

CODES = ("en", "ar", "en-x-easy", "en-x-child", "en-x-bfi")
OFFERED = Patient(languages=CODES, draft_translations=CODES)
NEEDS = "How we can talk with you"
TALK = "Make this picture larger: A person tells a nurse what is important."
TELL = "What do you want to talk about today?"
PANELS = [((1080, 1920), 3.6), ((1280, 800), 5.9), ((800, 1280), 5.9), ((1920, 1080), 3.6)]


def ours(*names: str) -> tuple[Questionnaire, ...]:
    return tuple(read_questionnaire(resource("forms", f"{n}.json").read_bytes()) for n in names)


@pytest.fixture
def easy(open_kiosk: Callable[..., Any]) -> Callable[..., Any]:
    """A kiosk with our forms that speaks otherwise too."""

    def open_one(*names: str, **more: Any) -> Any:
        return open_kiosk(settings=OFFERED, forms=ours(*names), **more)

    return open_one


def response(kiosk: Any) -> Any:
    kiosk.finger.wait_for("I have finished")
    return json.loads(kiosk.submissions()[-1].payload)


def go_on(kiosk: Any, word: str = "Continue") -> None:
    kiosk.finger.touch(word)
    kiosk.finger.wait_for_stillness()


def say(kiosk: Any, language: str) -> None:
    kiosk.finger.touch("Language")
    kiosk.finger.wait_for_stillness()
    go_on(kiosk, language)


@pytest.mark.parametrize("panel", PANELS)
def test_easy_read_has_its_words_beside_a_picture_and_says_so_in_the_response(
    easy: Any, panel: Any
) -> None:
    kiosk = easy("what-matters", panel=panel)
    kiosk.begin("", "Easy Read")
    picture, heading = kiosk.finger.find(TALK), kiosk.finger.find(TELL, "Heading")
    assert min(picture.rect.width(), picture.rect.height()) >= 20 * panel[1] - 1
    assert not picture.rect.intersects(heading.rect)
    assert picture.rect.left() <= heading.rect.left()
    assert picture.rect.top() <= heading.rect.top()
    go_on(kiosk)
    go_on(kiosk, "Send my answers")
    assert response(kiosk)["language"] == "en-x-easy"


def test_the_picture_is_large_on_a_touch_and_one_is_back(easy: Any) -> None:
    kiosk = easy("what-matters")
    kiosk.begin("", "For children")
    go_on(kiosk, TALK)
    assert kiosk.finger.heading() == "A person tells a nurse what is important."
    go_on(kiosk, "Go back to the question")
    assert kiosk.finger.heading() == TELL


def test_switching_keeps_the_answer_and_leaves_the_pictures(easy: Any) -> None:
    kiosk = easy("communication-needs")
    kiosk.begin("", "Easy Read")
    larger = kiosk.finger.find("Bigger words")
    assert "A magnifying glass makes a page bigger" in larger.description
    kiosk.finger.touch("Strong black and white")
    say(kiosk, "English")
    assert kiosk.finger.find("Strong contrast").checked
    assert "magnifying" not in kiosk.finger.find("Larger text").description
    assert not [name for name in kiosk.finger.names() if name.startswith("Make this picture")]
    say(kiosk, "Easy Read")
    assert kiosk.finger.find("Strong black and white").checked


def test_the_words_of_the_answer_are_the_same_code_in_every_alternative(easy: Any) -> None:
    codes = []
    for language, word in (("English", "Larger text"), ("Easy Read", "Bigger words")):
        kiosk = easy("communication-needs")
        kiosk.begin("", language)
        kiosk.finger.touch(word)
        for _ in range(6):
            go_on(kiosk)
        go_on(kiosk, "Send my answers")
        [answer] = response(kiosk)["item"][0]["answer"]
        codes.append((answer["valueCoding"]["system"], answer["valueCoding"]["code"]))
        go_on(kiosk, "I have finished")
    assert codes[0] == codes[1]


def test_text_is_large_from_the_start_and_as_the_patient_wants_it_from_then_on(easy: Any) -> None:
    display = (kiosk := easy("what-matters")).patient._display
    kiosk.begin("", "Easy Read")
    assert (display.property("textStep"), display.property("isNormal")) == (1, True)
    say(kiosk, "English")
    assert display.property("textStep") == 0
    say(kiosk, "Easy Read")
    kiosk.finger.touch("Display")
    kiosk.finger.touch("Normal text")
    assert display.property("textStep") == 0
    kiosk.patient.leave(delete=False)
    assert (kiosk.patient.speaking.code, display.property("textStep")) == ("en", 0)


def test_a_form_that_is_in_plain_words_alone_says_so(easy: Any) -> None:
    kiosk = easy("what-matters", "gad-7")
    go_on(kiosk, "Easy Read")
    card = kiosk.finger.find("Worries (GAD-7)")
    assert "These questions are not in Easy Read yet." in card.description
    own = kiosk.finger.find("What is important to you today")
    assert "not in Easy Read" not in own.description
    assert "A person speaks. In the speech bubble is a heart." in own.description


def test_other_languages_name_no_alternative_as_a_language(easy: Any) -> None:
    kiosk = easy("gad-7", "communication-needs")
    go_on(kiosk, "العربية")
    told = [node.description for node in kiosk.finger.nodes()]
    assert not [text for text in told if "Easy Read" in text]


def test_a_need_for_easy_words_is_met_at_once_and_taken_back(easy: Any) -> None:
    kiosk = easy("communication-needs")
    kiosk.begin(NEEDS)
    go_on(kiosk)
    go_on(kiosk)
    kiosk.finger.touch("Easy words and pictures")
    kiosk.finger.wait_for_stillness()
    assert kiosk.patient.speaking.code == "en-x-easy"
    assert kiosk.finger.find("Easy words and pictures").checked
    assert "A page with pictures" in kiosk.finger.find("Easy words and pictures").description
    kiosk.finger.touch("Easy words and pictures")
    kiosk.finger.wait_for_stillness()
    assert kiosk.patient.speaking.code == "en"


def test_a_need_that_the_clinic_does_not_offer_changes_no_words(kiosk_of_needs: Any) -> None:
    kiosk = kiosk_of_needs
    go_on(kiosk)
    go_on(kiosk)
    kiosk.finger.touch("Easy words and pictures")
    kiosk.finger.wait_for_stillness()
    assert kiosk.patient.speaking.code == "en"


@pytest.fixture
def kiosk_of_needs(open_kiosk: Callable[..., Any]) -> Any:
    kiosk = open_kiosk(forms=ours("communication-needs"))
    kiosk.begin(NEEDS)
    return kiosk


@pytest.fixture(scope="module")
def film(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    """A real film, one second long."""
    need_films()
    file = tmp_path_factory.mktemp("film") / "signed.webm"
    source = "color=red:size=320x180:rate=25:duration=1"
    subprocess.run(
        ("ffmpeg", "-v", "error", "-f", "lavfi", "-i", source, "-c:v", "libvpx", file),
        check=True, timeout=60,
    )  # fmt: skip
    return file.read_bytes()


def signed(film: bytes) -> Questionnaire:
    data = base64.b64encode(film).decode()
    attached = {"contentType": "video/webm", "data": data, "title": "", "language": "bfi"}
    sore = {"linkId": "a", "type": "boolean", "text": "Does it hurt?"}
    sore["extension"] = [{"url": ext.ITEM_MEDIA, "valueAttachment": attached}]  # type: ignore[assignment]
    form = {"resourceType": "Questionnaire", "url": "http://example.org/f", "title": "Signed"}
    return parse_questionnaire(
        form | {"item": [sore, {"linkId": "b", "type": "boolean", "text": "And here?"}]}
    )


@pytest.fixture
def screen(open_kiosk: Callable[..., Any], film: bytes, qt_warnings: list[str]) -> Iterator[Any]:
    """Opens a kiosk with a form in sign language, at its first question."""

    def open_one(language: str, **more: Any) -> Any:
        kiosk = open_kiosk(settings=SIGNED, forms=(signed(film),), **more)
        kiosk.begin("", language)
        return kiosk

    yield open_one
    # What this PC lacks is told by the player, and is no fault of the page.
    lacking = ("pipewire", "PulseAudio", "audio device", "RHI", "HW decoder")
    qt_warnings[:] = [one for one in qt_warnings if not any(lack in one for lack in lacking)]


SIGNED = Patient(languages=("en", "en-x-bfi"))
BSL = "British Sign Language (BSL)"
UNSIGNED = "There is no film of this question in sign language yet."


def test_sign_language_is_on_offer_only_where_there_are_films(open_kiosk: Any, film: bytes) -> None:
    assert not open_kiosk(settings=SIGNED, forms=ours("what-matters")).finger.sees(BSL)
    assert open_kiosk(settings=SIGNED, forms=(signed(film),)).finger.sees(BSL)


@pytest.mark.parametrize("panel", PANELS[:2])
def test_a_question_in_signs_plays_by_one_touch_and_never_by_itself(
    screen: Any, panel: Any
) -> None:
    kiosk = screen(BSL, panel=panel)
    assert kiosk.patient.asking.films._state == ""
    assert not kiosk.finger.sees(UNSIGNED)
    kiosk.finger.touch(f"Watch in {BSL}")
    kiosk.finger.wait_until(lambda: kiosk.patient.asking.films._state in {"playing", "ended"})
    go_on(kiosk, "Go back to the question")
    go_on(kiosk)
    assert any(UNSIGNED in name for name in kiosk.finger.names())
    go_on(kiosk)
    go_on(kiosk, "Send my answers")
    assert response(kiosk)["language"] == "en-x-bfi"


def test_in_plain_words_a_film_in_signs_waits_for_a_touch_of_play(screen: Any) -> None:
    kiosk = screen("English")
    kiosk.finger.touch(f"Watch in {BSL}")
    kiosk.finger.wait_for("Play")
    assert kiosk.patient.asking.films._state == "ready"
