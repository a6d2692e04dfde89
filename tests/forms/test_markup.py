import re
import time
from collections.abc import Callable
from dataclasses import fields

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kiosk.forms.bidi import balanced
from kiosk.forms.looks.css import dropped_from_style, marks_of_style
from kiosk.forms.looks.markdown import LONGEST, from_markdown
from kiosk.forms.looks.markup import PLAIN, Block, Marks, Markup, Span, from_plain, plain_text
from kiosk.forms.looks.xhtml import from_xhtml

Read = Callable[[str], Markup]
TAG = re.compile("<[A-Za-z/!?]")
READERS = [from_xhtml, from_markdown, from_plain]

PIECES = st.sampled_from(
    [
        *("<b>", "</b>", "<i class='x'>", "</i>", "<p>", "</p>", "<br/>", "<ul><li>", "</ul>"),
        *("<script>", "</script>", "<script src='http://e.org/x'/>", "<style>", "<!--", "-->"),
        *("<img src=x onerror=alert(1) alt='pic'>", "<a href='http://e.org'>", "</a>", "<svg>"),
        *("<![CDATA[", "]]>", "&lt;b&gt;", "&#60;script>", "<", ">", '"', "'", "<a b='", "<?xml"),
        *("**", "_", "`", "#", "\n", "\n\n", "- ", "1. ", "[x](javascript:y)", "![z](http://e)"),
        *("| a | b |\n|---|---|\n", "\u202e", "\u2066", "\u2069", "\u202c", "\x00", "\ud800"),
        *("word", " ", "5 < 6", "<sup>3</sup>", "<td>", "<table>", "<h1>", "</h1>"),
    ]
)
HOSTILE = st.lists(PIECES | st.text(max_size=8), max_size=40).map("".join)


def shown(markup: Markup) -> list[str]:
    return [span.text for block in markup.blocks for span in block.spans]


@pytest.mark.parametrize("read", READERS)
@given(source=HOSTILE)
def test_whatever_comes_no_tag_and_no_turn_of_direction_gets_out(read: Read, source: str) -> None:
    markup = read(source)
    for text in [*shown(markup), plain_text(markup)]:
        assert not TAG.search(text)
        assert balanced(text) == text
        assert not re.search("[\x00-\x08\x0b-\x1f\ud800-\udfff]", text)


@pytest.mark.parametrize("read", READERS)
@given(source=HOSTILE)
def test_no_block_is_empty(read: Read, source: str) -> None:
    assert all("".join(span.text for span in block.spans).strip() for block in read(source).blocks)


def test_nothing_in_what_is_shown_could_be_fetched_or_run() -> None:
    assert [field.name for field in fields(Span)] == ["text", "marks"]
    assert [field.name for field in fields(Block)] == ["kind", "spans", "level", "marker"]
    assert {field.type for field in fields(Marks)} == {bool}


@given(words=st.lists(st.from_regex(r"[a-z0-9.,]{1,8}", fullmatch=True), min_size=1, max_size=9))
def test_no_word_is_lost(words: list[str]) -> None:
    text = " ".join(words)
    assert plain_text(from_plain(text)) == text
    assert plain_text(from_xhtml(f"<div><p><b>{text}</b></p></div>")) == text


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("<p>One</p><p>Two</p>", "One\nTwo"),
        ("Is it < 5 or <5 &amp; > 3?", "Is it < 5 or <5 & > 3?"),
        ("a\n   b<br/>c", "a b\nc"),
        ("<ul><li>one</li><li>two<ol start='3'><li>A</li></ol></li></ul>", "• one\n• two\n3. A"),
        ("<table><tr><th>a</th><td>b</td></tr><tr><td>c</td></tr></table>", "a b\nc"),
        ("10<sup>3</sup>/L, H<sub>2</sub>O, 1<sup>st</sup>", "10³/L, H₂O, 1st"),
        ("See <a href='http://e.org/x'>the site</a>.", "See the site (http://e.org/x)."),
        ("<a href='http://e.org'>e.org</a>", "e.org"),
        ("<a href='javascript:alert(1)'>here</a>", "here"),
        ("<img src='http://e.org/x.png' alt='A smile'/>", "A smile"),
        ("before<script>if (a<b) alert('</p>')</script>after", "beforeafter"),
        ("<script src='x'/>after", "after"),
        ("<![CDATA[a < b]]>", "a < b"),
        ("<!-- no -->yes", "yes"),
        ("<pre>a\n  b</pre>", "a\n  b"),
        ("&lt;script&gt;", "\u2039script>"),
        ("<p title='a>b'>ok</p>", "ok"),
        ("<p title='a>never closed", "never closed"),
        ("<p never closed", "\u2039p never closed"),
        ("<banana>split</banana>", "split"),
        ("", ""),
    ],
)
def test_xhtml_is_read_as_a_person_would_hear_it(source: str, plain: str) -> None:
    assert from_xhtml(source).plain == plain


@pytest.mark.parametrize(
    ("source", "plain"),
    [
        ("Hello *there*, **you**", "Hello there, you"),
        ("# Title\n\ntext", "Title\ntext"),
        ("1. a\n2. b\n   - c", "1. a\n2. b\n• c"),
        ("[site](http://e.org)", "site (http://e.org)"),
        ("<b>raw</b> & <script>x</script>y", "raw & y"),
        ("| a | b |\n|---|---|\n| 1 | 2 |", "a b\n1 2"),
        ("`1 < 2`", "1 < 2"),
        ("line one\nline two", "line one line two"),
        ("line one  \nline two", "line one\nline two"),
    ],
)
def test_markdown_is_read_as_a_person_would_hear_it(source: str, plain: str) -> None:
    assert from_markdown(source).plain == plain


def test_marks_are_kept_as_marks() -> None:
    [block] = from_xhtml("<p>a <b>b <i>c</i></b> <u>d</u> <s>e</s></p>").blocks
    assert block.spans == (
        Span("a"),
        Span(" b", Marks(bold=True)),
        Span(" c", Marks(bold=True, italic=True)),
        Span(" d", Marks(underlined=True)),
        Span(" e", Marks(struck=True)),
    )
    [heading] = from_markdown("## H").blocks
    assert (heading.kind, heading.level) == ("heading", 2)
    [item] = from_markdown("- x").blocks
    assert (item.kind, item.level, item.marker) == ("item", 1, "•")


@pytest.mark.parametrize(
    ("source", "dropped"),
    [
        ("<p onclick='x'>a</p>", "@onclick"),
        ("<script>x</script>", "script"),
        ("<iframe src='http://e.org'>x</iframe>", "iframe"),
        ("<img src='http://e.org/x.png'>", "@src"),
        ("<form><input name='a'/></form>", "input"),
        ("<p style='color: red'>a</p>", "style:color"),
        ("<a href='javascript:x'>a</a>", "address:javascript"),
        ("<a href='/here'>a</a>", "address:/here"),
        ("<p><b>a</p>", "unclosed:b"),
        ("<banana>a</banana>", "banana"),
    ],
)
def test_what_is_left_out_is_named(source: str, dropped: str) -> None:
    assert dropped in from_xhtml(source).dropped


def test_what_is_whole_and_safe_leaves_nothing_out() -> None:
    source = "<div><h1>a</h1><p id='x' class='y'>b<br/></p><table><tr><td>c</td></tr></table></div>"
    assert from_xhtml(source).dropped == ()
    assert from_markdown("# a\n\n- b\n\n| c |\n|---|\n| d |").dropped == ()


def test_a_style_gives_marks_and_names_what_it_can_not_give() -> None:
    style = "font-weight: bold; COLOR: red; text-decoration: underline !important"
    assert marks_of_style(style, PLAIN) == Marks(bold=True, underlined=True)
    assert dropped_from_style(style) == ("style:color",)
    assert marks_of_style("font-weight: normal", Marks(bold=True)) == PLAIN


@pytest.mark.parametrize(
    "piece",
    ["<", "<a ", "<a '", "<b>", "</b>", "<!--", "<![CDATA[", "<ul><li>", "<a href='http://e'>x",
     "<b><br/></b><br/>", "&#1", "<svg>", "<p><b></p>", "<a href='http://e'>x</a>"],
)  # fmt: skip
def test_reading_takes_time_in_proportion_to_the_text(piece: str) -> None:
    def seconds(times: int) -> float:
        start = time.thread_time()  # not what others on this PC took
        from_xhtml(piece * times)
        return time.thread_time() - start

    seconds(100)
    usual = min(seconds(500) for _ in range(3))
    assert min(seconds(8_000) for _ in range(2)) < 80 * max(usual, 0.001)


def test_a_very_long_markdown_text_is_shown_without_marks() -> None:
    markup = from_markdown("*a* " * LONGEST)
    assert markup.dropped == ("markdown:too-long",)
    assert markup.plain.startswith("*a* *a*")


def test_lines_of_plain_text_stay_lines() -> None:
    assert from_plain("a\nb\n\nc").blocks == (
        Block("paragraph", (Span("a\nb"),)),
        Block("paragraph", (Span("c"),)),
    )
