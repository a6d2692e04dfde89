"""What the editor says of a change, in sentences. No Qt objects are made here."""

from collections.abc import Iterable, Iterator
from typing import Any, Final

from kiosk.coproduction.differences import Asked, FormDifference, QuestionDifference, Wording
from kiosk.coproduction.editing.change import Change
from kiosk.coproduction.editing.finishing import Finished
from kiosk.coproduction.lint import Lint
from kiosk.coproduction.plain_words import Figures
from kiosk.coproduction.word_marks import Mark
from kiosk.desk.improving.checking import Checked
from kiosk.ui.wording.cldr import runs_leftward
from kiosk.ui.wording.speaking import Speaking
from kiosk.ui.wording.words import Counted

FOUND_SHOWN: Final = 12


def becomes(speaking: Speaking, finished: Finished | None) -> list[str]:
    """What version it will be and why, and what of it goes."""
    say = speaking.say
    if finished is None:
        return [say("edit_nothing")]
    told = [say(f"edit_becomes_{finished.change}", version=finished.form.version)]
    for old, new in finished.renamed.items():
        told.append(say("edit_renamed", old=old, new=new))
    told += [
        say("edit_code_dropped", number=one.code, system=one.system, question=one.link_id)
        for one in finished.dropped
    ]
    return told


def brief(speaking: Speaking, checked: Checked) -> list[str]:
    """How long the form is, and may be; how plainly it is written."""
    say, budget = speaking.say, checked.budget
    told = [say("edit_questions", count=Counted(budget.questions))]
    if budget.most is not None:
        key = "edit_budget_over" if budget.is_over else "edit_budget"
        told = [say(key, count=Counted(budget.questions), most=budget.most)]
    before, after = _grade(checked.before), _grade(checked.after)
    if after is not None:
        was, now = _age(speaking, before), _age(speaking, after)
        key = "edit_grade" if was in {"", now} else "edit_grade_changed"
        told.append(say(key, before=was, after=now))
    return told


def findings(speaking: Speaking, checked: Checked) -> list[str]:
    """What to look at: of what came with the change all of it, of the rest how much it is."""
    say, words = speaking.say, speaking.all_words
    told = [
        say("edit_found", place=_asked_at(checked.change, one.link_id), message=one.message)
        for one in checked.came[:FOUND_SHOWN]
    ]
    told += [_linted(speaking, checked, one) for one in checked.wording[:FOUND_SHOWN]]
    told += [
        say(
            "edit_stale",
            language=words.name_of(language),
            question=_asked_at(checked.change, link_id),
        )
        for link_id, language in checked.stale
    ]
    if not told:
        told = [say("edit_found_none")]
    if checked.stood:
        told.append(say("edit_found_before", count=Counted(checked.stood)))
    return told


def _linted(speaking: Speaking, checked: Checked, one: Lint) -> str:
    """What is hard about a wording, why, and what mends it."""
    parts = (f"lint_{one.code}_{part}" for part in ("what", "why", "mend"))
    told = (speaking.say(key, words=one.words, beside=one.beside) for key in parts)
    return speaking.say(
        "edit_found", place=_asked_at(checked.change, one.link_id), message=" ".join(told)
    )


def differing(speaking: Speaking, found: FormDifference) -> list[dict[str, Any]]:
    """Each difference: a heading, sentences, and texts with their marks."""
    say = speaking.say
    told = [
        _block(speaking, say("edit_form_title"), [], found.title),
        _block(speaking, say("edit_form_description"), [], found.description),
        _block(speaking, say("edit_form_purpose"), [], found.purpose),
        *_budget(speaking, found),
        *(_question(speaking, one) for one in found.questions),
    ]
    names = [speaking.all_words.name_of(code) for code in found.languages[0]]
    if names:
        languages = say("list_comma").join(names)
        told.append(_block(speaking, say("edit_languages_came", languages=languages), [], ()))
    lost = [speaking.all_words.name_of(code) for code in found.languages[1]]
    if lost:
        languages = say("list_comma").join(lost)
        told.append(_block(speaking, say("edit_languages_gone", languages=languages), [], ()))
    return [one for one in told if one]


def suggested(speaking: Speaking, change: Change) -> str:
    """A sentence for everybody, where none is written: of the first question that differs."""
    for one in change.difference.questions:
        text = one.text.new or one.text.old
        key = {"new": "edit_told_new", "removed": "edit_told_removed"}.get(one.relation)
        return speaking.say(key or "edit_told_changed", question=text)
    return speaking.say("edit_told_form")


def _budget(speaking: Speaking, found: FormDifference) -> Iterator[dict[str, Any]]:
    say = speaking.say
    for key, change in (("items", found.max_items), ("seconds", found.max_seconds)):
        if change is not None:
            before, after = (one or say("edit_diff_no_limit") for one in change)
            title = say(f"edit_diff_most_{key}", before=before, after=after)
            yield _block(speaking, title, [], ())


def _question(speaking: Speaking, one: QuestionDifference) -> dict[str, Any]:
    say = speaking.say
    if one.relation in {"new", "removed"}:
        text = one.text.new or one.text.old
        return _block(speaking, say(f"edit_diff_{one.relation}"), [text], ())
    lines = [say("edit_diff_semantic")] if one.relation == "semantic" else []
    lines += [say("edit_diff_moved")] if one.moved else []
    lines += [say("edit_diff_reordered")] if one.reordered else []
    if one.required is not None:
        lines.append(say("edit_diff_required" if one.required[1] else "edit_diff_optional"))
    if one.asked is not None:
        lines.append(say("edit_diff_asked", before=_when(speaking, one.asked[0]),
                         after=_when(speaking, one.asked[1])))  # fmt: skip
    wordings = (*one.wordings, *one.options, *one.help)
    return _block(speaking, one.text.new or one.new_link_id, lines, wordings)


def _block(
    speaking: Speaking, title: str, lines: list[str], wordings: Iterable[Wording]
) -> dict[str, Any]:
    texts = [_marked(speaking, one) for one in wordings]
    if not (texts or lines or title.endswith(".")):
        return {}
    return {"title": title, "lines": lines, "texts": texts}


def _marked(speaking: Speaking, wording: Wording) -> dict[str, Any]:
    say = speaking.say
    old, new = wording.old or say("edit_no_text"), wording.new or say("edit_no_text")
    return {
        "language": speaking.all_words.name_of(wording.language),
        "rtl": runs_leftward(wording.language),
        "parts": list(_parts(wording.marks)),
        "spoken": say("edit_spoken", old=old, new=new),
    }


def _parts(marks: Iterable[Mark]) -> Iterator[dict[str, str]]:
    for mark in marks:
        if words := mark.words.strip():
            yield {"kind": mark.kind, "words": words}


def _when(speaking: Speaking, asked: Asked) -> str:
    if not asked.question:
        return speaking.say("edit_when_always")
    return speaking.say("edit_when", question=asked.question, answer=asked.answer)


def _asked_at(change: Change, link_id: str) -> str:
    item = change.form.by_link_id.get(link_id)
    return item.text(change.form.own_language) if item else change.form.title("en")


def _grade(figures: Figures | None) -> float | None:
    return figures.grade if figures else None


def _age(speaking: Speaking, grade: float | None) -> str:
    return "" if grade is None else speaking.figures(round(grade + 5))
