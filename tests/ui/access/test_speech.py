"""The screen reads itself aloud, stops at a touch, and tells nobody else what is answered."""

import math
import struct
import wave
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt

from kiosk.settings import Patient
from kiosk.store.figures import Span, item_counts
from kiosk.trial.touch import rest
from kiosk.ui.access.headset import has_headset
from kiosk.ui.access.teller import VOLUMES
from kiosk.ui.access.voice import Voice, recordings

KEY = Qt.Key
WAIT_S = 0.3
"""Longer than a page takes to be read after it was drawn."""
BOTH = Patient(languages=("en", "ar"), draft_translations=("ar",))


@pytest.fixture
def kiosk(open_kiosk: Callable[..., Any], ear: Any) -> Any:
    """A kiosk with a voice."""
    return open_kiosk(settings=Patient(), make_voice=ear.voice)


def texts(ear: Any, seconds: float = WAIT_S) -> list[str]:
    """What was begun to be said since the last time."""
    rest(seconds)
    told = [text for text, _ in ear.told]
    ear.told.clear()
    return told


def read(kiosk: Any, ear: Any) -> list[str]:
    """All that is said of the page, without waiting for the voice."""
    rest(WAIT_S)
    told = [text for text, _ in ear.told[-1:]]
    teller = kiosk.patient.voice._teller
    told += [text for text, _ in teller._queue[1:]]
    ear.told.clear()
    return told


def test_the_marked_key_begins_on_the_first_page(kiosk: Any, ear: Any, keys_of: Any) -> None:
    keys_of(kiosk).key(KEY.Key_F2)
    told = read(kiosk, ear)
    assert told[:2] == [
        "This screen can read to you.",
        "Press the down key or the up key to move. Press OK to choose. Press back to go back.",
    ]
    assert told[2].startswith("Other people may hear this.")
    assert "Tell us how you are, before you are seen" in told
    assert told[-1] == "English"


def test_a_headset_offers_speech_and_is_private(kiosk: Any, ear: Any) -> None:
    kiosk.patient.voice.plugged(headset=True)
    told = read(kiosk, ear)
    assert told[0] == "This screen can read to you."
    assert not any("Other people" in text for text in told)


def test_listen_reads_the_page_and_what_stands_on_every_page_is_not_in_it(
    kiosk: Any, ear: Any
) -> None:
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Listen")
    told = read(kiosk, ear)
    assert told[1].startswith("Feeling nervous")
    assert [text for text in told if " of 4" in text] == [
        "Not at all, 1 of 4",
        "Several days, 2 of 4",
        "More than half the days, 3 of 4",
        "Nearly every day, 4 of 4",
    ]
    assert told[-1] == "Nearly every day, 4 of 4"


def test_pages_of_the_staff_are_not_read(kiosk: Any, ear: Any, keys_of: Any) -> None:
    keys = keys_of(kiosk)
    kiosk.finger.touch("Listen")
    kiosk.finger.touch("Staff")
    kiosk.finger.wait_for("Enter your staff PIN")
    texts(ear)
    kiosk.finger.touch("7")
    keys.key(KEY.Key_Down, KEY.Key_Down, KEY.Key_F2)
    assert texts(ear) == []


def test_any_touch_stops_it_and_listen_goes_on(kiosk: Any, ear: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Listen")
    kiosk.finger.wait_until(lambda: len(ear.told) > 2)
    assert kiosk.patient.voice.property("speaks")
    kiosk.finger.press(kiosk.finger.find("Feeling nervous, anxious or on edge").rect.center())
    assert not kiosk.patient.voice.property("speaks")
    kiosk.finger.release(kiosk.finger.find("Feeling nervous, anxious or on edge").rect.center())
    begun = ear.told[-1][0]
    assert begun != ear.told[0][0]
    kiosk.finger.touch("Listen")
    kiosk.finger.wait_for("Go on reading")
    rest(WAIT_S)
    ear.told.clear()
    kiosk.finger.touch("Go on reading")
    assert texts(ear)[0] == begun


def test_the_marked_key_pauses_goes_on_and_says_it_again(
    kiosk: Any, ear: Any, keys_of: Any
) -> None:
    keys = keys_of(kiosk)
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Listen")
    first = texts(ear)[0]
    keys.key(KEY.Key_F2)
    assert not kiosk.patient.voice.property("speaks")
    keys.key(KEY.Key_F2)
    assert kiosk.patient.voice.property("speaks")
    assert texts(ear) == [first]
    kiosk.patient.voice._teller.stop()
    keys.key(KEY.Key_F2)
    assert texts(ear) == [first]


def test_answers_are_said_to_nobody_else(kiosk: Any, ear: Any, keys_of: Any) -> None:
    keys = keys_of(kiosk)
    kiosk.begin("What matters to you today")
    kiosk.patient.asking.enter({"text": "my secret"})
    kiosk.patient.goOn()
    kiosk.patient.asking.decline()
    kiosk.finger.wait_for("my secret")
    kiosk.finger.touch("Listen")
    told = read(kiosk, ear)
    assert "my secret" not in " ".join(told)
    assert told[-1] == "Your answer is not read aloud."
    keys.press("Change: What would you most like to talk about today?")
    told = read(kiosk, ear)
    assert told
    assert "my secret" not in " ".join(told)
    kiosk.finger.touch("Listen")
    kiosk.finger.touch("Read my answers aloud, too")
    kiosk.finger.touch("Read this page again")
    assert "my secret" in " ".join(read(kiosk, ear))


def test_a_chosen_answer_is_told_only_in_private(kiosk: Any, ear: Any, keys_of: Any) -> None:
    keys = keys_of(kiosk)
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Listen")
    rest(WAIT_S)
    keys.press("Several days")
    assert texts(ear)[-1] == "Your answer is kept."
    kiosk.patient.voice.plugged(headset=True)
    keys.press("Not at all")
    assert texts(ear)[-1] == "Not at all, 1 of 4, selected"


def test_the_next_patient_finds_it_silent_and_as_loud_as_usual(kiosk: Any, ear: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Listen")
    for _ in range(4):
        kiosk.patient.voice.loudness(1)
        kiosk.patient.voice.speed(1)
    kiosk.patient.voice.sayAnswers(True)  # noqa: FBT003 - a slot
    kiosk.patient.leave(delete=True)
    kiosk.settle()
    teller = kiosk.patient.voice._teller
    assert (teller.rate, teller.volume) == (2, 2)
    assert not kiosk.patient.voice.property("on")
    assert not kiosk.patient.voice.property("aloud")
    assert not kiosk.patient.voice.property("speaks")
    assert not kiosk.patient.voice._seen
    texts(ear)
    assert texts(ear) == []


def test_the_volumes_span_what_the_standard_asks_for() -> None:
    spans = [20 * math.log10(one / VOLUMES[0]) for one in VOLUMES]
    assert spans[-1] >= 18
    assert any(12 <= span < spans[-1] for span in spans)


def test_nobody_is_timed_out_while_it_speaks(kiosk: Any) -> None:
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Listen")
    rest(WAIT_S)
    assert not kiosk.patient.watch._quiet.isActive()
    kiosk.patient.voice._teller.stop()
    assert kiosk.patient.watch._quiet.isActive()


def test_each_text_is_handed_over_in_the_language_of_the_screen(
    open_kiosk: Callable[..., Any], ear: Any
) -> None:
    kiosk = open_kiosk(settings=BOTH, make_voice=ear.voice)
    kiosk.begin("الألم اليوم", "العربية")
    kiosk.finger.touch("استماع")
    rest(WAIT_S)
    assert {language for _, language in ear.told} == {"ar"}


def test_a_form_in_another_language_is_read_in_its_own(
    open_kiosk: Callable[..., Any], ear: Any
) -> None:
    kiosk = open_kiosk(settings=BOTH, make_voice=ear.voice)
    kiosk.finger.touch("العربية")
    kiosk.finger.touch("Worries (GAD-7)")
    kiosk.finger.touch("أجيب بنفسي")
    kiosk.finger.touch("أستطيع قراءتها. متابعة")
    kiosk.finger.touch("استماع")
    rest(WAIT_S)
    told = [ear.told[-1], *kiosk.patient.voice._teller._queue[1:]]
    spoken = {text.split(",")[0]: language for text, language in told}
    assert spoken[["Feeling nervous", " anxious or on edge"][0]] == "en"
    assert spoken["Not at all"] == "en"
    assert spoken["المس إجابة واحدة"] == "ar"


@pytest.mark.usefixtures("ear")
def test_a_language_without_a_voice_offers_none(open_kiosk: Callable[..., Any]) -> None:
    kiosk = open_kiosk(settings=BOTH, make_voice=lambda: Voice("mock"))
    kiosk.finger.touch("Listen")
    kiosk.finger.touch("العربية")
    kiosk.finger.wait_for("عمّ تريد أن تخبرنا؟")
    assert not kiosk.finger.sees("استماع")


def test_without_the_extra_nothing_is_offered(open_kiosk: Callable[..., Any]) -> None:
    assert not open_kiosk(settings=Patient()).finger.sees("Listen")


@pytest.mark.usefixtures("app", "ear")
def test_a_recording_speaks_where_a_voice_is_missing(tmp_path: Path) -> None:
    folder = tmp_path / "ar" / "clips"
    folder.mkdir(parents=True)
    with wave.open(str(folder / "yes.wav"), "wb") as sound:
        sound.setparams((1, 2, 8000, 0, "NONE", ""))
        tone = (round(8000 * math.sin(n / 3)) for n in range(800))
        sound.writeframes(b"".join(struct.pack("<h", one) for one in tone))
    (folder / "clips.toml").write_text('"yes.wav" = "نعم"\n', "utf-8")
    voice, ended = Voice("mock", clips=tmp_path), list[bool]()
    voice.ended.connect(lambda: ended.append(True))
    for _ in range(300):
        rest(0.02)
        if voice.ready:
            break
    assert voice.speaks("ar")
    assert not voice.say("لا", "ar", rate=0, volume=1)
    assert voice.say("نعم", "ar", rate=0, volume=1)
    for _ in range(200):
        rest(0.02)
        if ended:
            break
    assert ended
    voice.close()


def test_a_voice_that_breaks_off_is_offered_no_more_until_it_is_there_again(
    kiosk: Any, ear: Any
) -> None:
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Listen")
    rest(WAIT_S)
    voice = kiosk.patient.voice._teller.voice
    voice._process.kill()
    kiosk.finger.wait_until(lambda: not kiosk.patient.voice.property("speaks"))
    kiosk.finger.wait_until(lambda: not kiosk.finger.sees("Listen"))
    assert kiosk.patient.watch._quiet.isActive()
    assert voice._again.isActive()
    voice._again.timeout.emit()
    kiosk.finger.wait_for("Listen")
    ear.told.clear()
    kiosk.patient.voice.again()
    assert texts(ear)


def test_a_voice_that_never_ends_is_given_up(kiosk: Any, ear: Any) -> None:
    del ear
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Listen")
    rest(WAIT_S)
    voice = kiosk.patient.voice._teller.voice
    voice._patience.timeout.emit()
    kiosk.finger.wait_until(lambda: not kiosk.patient.voice.property("offered"))
    assert not kiosk.patient.voice.property("speaks")


def test_a_headset_is_known_by_how_it_calls_itself() -> None:
    assert has_headset(["Built-in Audio", "USB Headset Analog Stereo"])
    assert not has_headset(["Built-in Audio Analog Stereo", "HDMI"])


@pytest.mark.usefixtures("app", "ear")
def test_a_list_of_recordings_that_cant_be_read_counts_as_none(tmp_path: Path) -> None:
    folder = tmp_path / "ar" / "clips"
    folder.mkdir(parents=True)
    for text in ("yes.wav = ", "[yes]\nfile = 1\n", "\udcff"):
        (folder / "clips.toml").write_bytes(text.encode("utf-8", "surrogateescape"))
        assert recordings(tmp_path, "ar") == {}


@pytest.mark.parametrize("panel", [((1280, 800), 5.9), ((1080, 1920), 3.6)])
def test_that_touches_are_counted_is_said_before_one_begins(
    open_kiosk: Callable[..., Any], ear: Any, panel: Any
) -> None:
    line = "Count touches, never what I take back"
    kiosk = open_kiosk(panel=panel, settings=Patient(), make_voice=ear.voice)
    kiosk.finger.touch("English")
    kiosk.finger.touch("Worries (GAD-7)")
    kiosk.finger.touch("Listen")
    told = read(kiosk, ear)
    at = told.index(f"{line}, ticked")  # whoever hears it: it tells nothing of the patient
    assert told[at - 1].endswith("You can stop at any time.")
    assert told[at + 1] == "I answer myself"
    assert "Your answer is not read aloud." not in told

    kiosk.finger.touch(line)
    assert f"{line}, not ticked" in texts(ear)


def test_who_listens_and_touches_is_counted_as_who_listens(kiosk: Any) -> None:
    kiosk.patient.voice.plugged(headset=True)
    kiosk.begin("Worries (GAD-7)")
    kiosk.finger.touch("Not at all")
    kiosk.finger.touch("Continue")
    kiosk.finger.wait_for_stillness()
    kiosk.patient.leave(delete=True)
    kiosk.settle()

    with kiosk.store.reading() as c:
        assert {key.mode for key in item_counts(c, Span())} == {"listen"}
