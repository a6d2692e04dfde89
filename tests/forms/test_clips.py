"""The films of a form: what goes with what, and that only what is a film is played."""

import base64
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.forms.check import check_questionnaire
from kiosk.forms.looks.clips import MOST_BYTES, Clip, clips_of, for_reader
from kiosk.forms.looks.media import Media
from kiosk.forms.looks.webvtt import MOST_LETTERS, read_webvtt, said_at

WEBM = b"\x1a\x45\xdf\xa3film"
SDC = "http://hl7.org/fhir/uv/sdc/StructureDefinition/sdc-questionnaire-"


def media(kind: str, content: bytes, language: str = "", title: str = "") -> Media:
    return Media(kind, base64.b64encode(content).decode(), "", title, language)


def subtitles(*lines: str, language: str = "") -> Media:
    text = "WEBVTT\n\n00:00.000 --> 00:09.000\n" + "\n".join(lines)
    return media("text/vtt", text.encode(), language)


FILM = media("video/webm", WEBM, "en", "A film")


def test_a_cue_is_shown_from_its_start_until_its_end() -> None:
    cues = read_webvtt(
        b"WEBVTT - for a film\r\n\r\nSTYLE\r\n::cue { color: red }\r\n\r\nNOTE said\r\n\r\n"
        b"1\r\n00:01.000 --> 00:02.500 align:start\r\n<v Nurse>Hello,\r\nhow are you?\r\n"
        b"\r\n01:00:00.000 --> 01:00:01.000\r\nLate"
    )
    assert [said_at(cues, at) for at in (999, 1000, 2499, 2500)] == [
        "", "Hello,\nhow are you?", "Hello,\nhow are you?", "",
    ]  # fmt: skip
    assert said_at(cues, 3_600_000) == "Late"


def test_marks_are_left_out_and_references_are_read_as_the_characters_they_are() -> None:
    [cue] = read_webvtt(b"WEBVTT\n\n00:00.000 --> 00:01.000\n<c.x>5 &lt; 6 &amp; <i>so</i> on</c>")
    assert cue.text == "5 < 6 & so on"


@pytest.mark.parametrize(
    "content",
    [b"", b"WEBVTTX\n\n00:00.000 --> 00:01.000\na", b"1\n00:00:00,000 --> 00:00:01,000\nSRT"],
)
def test_what_does_not_begin_as_webvtt_says_nothing(content: bytes) -> None:
    assert read_webvtt(content) == ()


@pytest.mark.parametrize(
    "times",
    ["00:02.000 --> 00:01.000", "00:61.000 --> 00:62.000", "0:0.0 --> 1:1.1", "--> 00:01.000"],
)
def test_times_that_make_no_sense_are_passed_over(times: str) -> None:
    good = "00:03.000 --> 00:04.000\nGood"
    assert [cue.text for cue in read_webvtt(f"WEBVTT\n\n{times}\nBad\n\n{good}".encode())] == [
        "Good"
    ]


@settings(max_examples=300, deadline=2000)
@given(
    st.lists(
        st.one_of(
            st.sampled_from(
                [
                    "-->",
                    "00:00.000 --> 00:09.000",
                    "00:00.000-->99:59:59.999 x",
                    "<",
                    "&lt;b>",
                    "\0",
                ]
            ),
            st.text(max_size=400),
        ),
        max_size=40,
    ),
    st.integers(0, 10_000),
)
def test_whatever_a_file_holds_it_says_little_plain_and_in_order(lines: list[str], at: int) -> None:
    content = ("WEBVTT\n\n" + "\n".join(lines)).encode("utf-8", "replace")
    cues = read_webvtt(content)
    assert all(cue.start < cue.end and cue.text.strip() for cue in cues)
    assert [cue.start for cue in cues] == sorted(cue.start for cue in cues)
    assert len(said_at(cues, at)) <= MOST_LETTERS
    assert not any("\0" in cue.text or "-->" in cue.text.split("\n") for cue in cues)


@settings(max_examples=200, deadline=2000)
@given(st.binary(max_size=2000))
def test_bytes_of_any_kind_are_read_without_a_fault(content: bytes) -> None:
    read_webvtt(content)
    read_webvtt(b"WEBVTT\n" + content)


def test_subtitles_go_with_the_film_before_them() -> None:
    first, second = subtitles("One"), subtitles("Two")
    clips = clips_of([FILM, first, media("audio/ogg", b"OggS"), second])
    assert [said_at(clip.cues("en"), 0) for clip in clips] == ["One", "Two"]


def test_subtitles_are_in_the_readers_language_or_in_the_films() -> None:
    clip = Clip(FILM, (subtitles("Nid", language="cy"), subtitles("Not", language="en-GB")))
    assert said_at(clip.cues("cy"), 0) == "Nid"
    assert said_at(clip.cues("en"), 0) == "Not"
    assert said_at(clip.cues("ar"), 0) == "Not"


def test_a_film_in_ones_own_language_leaves_out_those_in_others_but_signs() -> None:
    arabic, bsl = media("video/webm", WEBM, "ar"), media("video/webm", WEBM, "bfi")
    clips = clips_of([FILM, arabic, bsl])
    assert [clip.media.language for clip in for_reader(clips, "ar")] == ["ar", "bfi"]
    assert [clip.media.language for clip in for_reader(clips, "ur")] == ["en", "ar", "bfi"]


@pytest.mark.parametrize(
    ("language", "signed"),
    [("bfi", "bfi"), ("sgn-GB", "bfi"), ("ase", "ase"), ("en", ""), ("", "")],
)
def test_a_language_of_signs_is_known_by_its_code(language: str, signed: str) -> None:
    assert Clip(media("video/mp4", WEBM, language)).sign_language == signed


@pytest.mark.parametrize(
    "content",
    [
        WEBM,
        b"\0\0\0 ftypisom",
        b"OggS\0",
        b"RIFF....WAVEfmt ",
        b"\xff\xfb\x90\x00",
        b"ID3\x04\0\0\0\0\0\x02..\xff\xfb\x90\x00",
    ],
)
def test_a_film_begins_as_its_kind_begins(content: bytes) -> None:
    assert Clip(media("video/webm", content)).content() == content


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"#EXTM3U\nhttp://127.0.0.1/a.ts",
        b"ID3\x04\0\0\0\0\0\x02..#EXTM3U\nhttp://127.0.0.1/a.ts",
        b"\xff\xfb\x90\x00\nc=IN IP4 127.0.0.1\nm=video 9 RTP/AVP 96",
        b"\0\0\0 ftypisom\nc=IN IP4 127.0.0.1",
        b"\0\0\0 ftypisom<MPD profiles='urn:mpeg:dash:profile:isoff-live:2011'>",
        b"ffconcat version 1.0\nfile http://127.0.0.1/a",
        b"ID3" * 9,
        WEBM + bytes(MOST_BYTES),
    ],
    ids=["empty", "hls", "hls with title", "sdp", "sdp in mp4", "dash", "list", "titles", "large"],
)
def test_what_would_be_fetched_or_is_no_film_is_never_played(content: bytes) -> None:
    assert Clip(media("video/mp4", content)).content() == b""


def codes_of(make_form: Any, *attachments: Media) -> list[str]:
    extensions = [
        {
            "url": SDC + "itemMedia",
            "valueAttachment": {
                "contentType": one.content_type,
                "data": one.data,
                "title": one.title,
                "language": one.language,
            },
        }
        for one in attachments
    ]
    item = {"linkId": "a", "type": "string", "text": "A?", "extension": extensions}
    return [found.code for found in check_questionnaire(make_form(item))]


def test_a_film_with_subtitles_only_needs_its_player(make_form: Any) -> None:
    assert codes_of(make_form, FILM, subtitles("Hello")) == ["film-needs-speech"]


def test_a_film_in_signs_needs_no_subtitles(make_form: Any) -> None:
    bsl = media("video/webm", WEBM, "bfi", "Signs")
    assert codes_of(make_form, bsl) == ["film-needs-speech"]


def test_subtitles_that_say_nothing_are_named(make_form: Any) -> None:
    broken = media("text/vtt", b"not webvtt")
    assert codes_of(make_form, FILM, broken) == ["film-needs-speech", "media-broken"]
