"""One comparison of branching logic, as a condition of FHIR and as FHIRPath.

What REDCap holds of empty fields is kept: an empty field is other than any value ("<>"), and
neither more nor less than one.
"""

import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, time
from decimal import Decimal
from typing import Any, Final

from kiosk.authoring.redcap.asked import Asked, quoted
from kiosk.authoring.redcap.bounds import number_in
from kiosk.authoring.redcap.logic import Answer, Comparison, Literal, NotSimple

_TURNED: Final = {"=": "=", "<>": "<>", "<": ">", ">": "<", "<=": ">=", ">=": "<="}
_COMPARE: Final[Mapping[str, Callable[[Decimal, Decimal], bool]]] = {
    "=": operator.eq, "<>": operator.ne, "<": operator.lt, ">": operator.gt,
    "<=": operator.le, ">=": operator.ge,
}  # fmt: skip
_FHIR: Final = {"<>": "!="}
_NUMBERS: Final = frozenset({"integer", "decimal"})
_TODAY: Final = {"today": "today()", "now": "now()"}
_MOMENT: Final = re.compile(r"[0-9]{2}:[0-9]{2}(?::[0-9]{2})?")


@dataclass(frozen=True)
class Test:
    """One comparison.

    Attributes:
        expression: it as FHIRPath, which gives true or false.
        enable_when: it as FHIR's enableWhen; None where that can't say it.
        remark: what is to be said of it; "" for nothing.
    """

    expression: str
    enable_when: Mapping[str, Any] | None = field(default=None)
    remark: str = ""


def test_of(comparison: Comparison, fields: Mapping[str, Asked]) -> Test:
    """A comparison as a test.

    Raises:
        NotSimple: it asks about what is not in the form, or compares what can't be compared.
    """
    left, right, how = comparison.left, comparison.right, comparison.operator
    if isinstance(left, Literal) and isinstance(right, Answer):
        left, right, how = right, left, _TURNED[how]
    if isinstance(left, Literal):
        raise NotSimple("It asks about no field.", left.text)
    one = _known(left, fields)
    if isinstance(right, Answer):
        return _two_answers(one, how, _known(right, fields), (left, right))
    return _against(one, left, how, right.text)


def _known(answer: Answer, fields: Mapping[str, Asked]) -> Asked:
    found = fields.get(answer.field)
    if found is None or found.type == "display":
        message = "Nobody answers this field here." if found else "This field is not in the form."
        raise NotSimple(message, f"[{answer.field}]")
    return found


def _against(one: Asked, left: Answer, how: str, value: str) -> Test:
    if left.code:
        return _ticked(one, left, how, value)
    if value == "":
        return _empty(one, how)
    if one.type == "choice" and one.repeats:
        raise NotSimple("Several choices may be ticked: say which, as [field(code)].", one.link_id)
    test = _BY_TYPE.get(one.type)
    if test is None:
        raise NotSimple("The answer to this field can't be compared.", f"[{left.field}]")
    return test(one, how, value)


def _empty(one: Asked, how: str) -> Test:
    if how not in {"=", "<>"}:
        raise NotSimple("Nothing is more or less than an empty answer.", f"{how} ''")
    there = how == "<>"
    condition = {"question": one.link_id, "operator": "exists", "answerBoolean": there}
    return Test(f"{one.answers}.{'exists' if there else 'empty'}()", condition)


def _ticked(one: Asked, left: Answer, how: str, value: str) -> Test:
    written = f"[{left.field}({left.code})]"
    if one.type != "choice" or left.code not in one.codings:
        raise NotSimple("The field has no such choice.", written)
    if how not in {"=", "<>"} or value not in {"0", "1"}:
        raise NotSimple("A choice is ticked ('1') or not ('0').", f"{written} {how} '{value}'")
    wanted = (value == "1") is (how == "=")
    test = _of_codes(one, [left.code], positive=wanted)
    if one.repeats:
        return test
    remark = f"{written} is for choices of several. Here one is chosen: taken as “= {left.code}”."
    return Test(test.expression, test.enable_when, remark)


def _of_codes(one: Asked, codes: list[str], *, positive: bool) -> Test:
    listed = " or ".join(f"code = {quoted(code)}" for code in codes)
    expression = f"{one.answers}.where({listed}).{'exists' if positive else 'empty'}()"
    if len(codes) > 1:
        return Test(expression)
    how = "=" if positive else "!="
    condition = {"question": one.link_id, "operator": how, "answerCoding": one.codings[codes[0]]}
    return Test(expression, condition)


def _choice(one: Asked, how: str, value: str) -> Test:
    if how in {"=", "<>"}:
        code = _code(one, value)
        if code is None:
            raise NotSimple("The field has no such choice.", f"[{one.link_id}] {how} '{value}'")
        return _of_codes(one, [code], positive=how == "=")
    codes = [code for code in one.codings if _holds(code, how, value)]
    if not codes:
        raise NotSimple("No choice of the field can be so.", f"[{one.link_id}] {how} '{value}'")
    return _of_codes(one, codes, positive=True)


def _code(one: Asked, value: str) -> str | None:
    if value in one.codings:
        return value
    return next((code for code in one.codings if _holds(code, "=", value)), None)


def _holds(code: str, how: str, value: str) -> bool:
    first, second = number_in(code), number_in(value)
    return first is not None and second is not None and _COMPARE[how](first, second)


def _boolean(one: Asked, how: str, value: str) -> Test:
    fitting = [code for code in ("0", "1") if _holds(code, how if how != "<>" else "=", value)]
    if len(fitting) != 1:
        raise NotSimple("Its answer is 1 for yes or 0 for no.", f"[{one.link_id}] {how} '{value}'")
    yes, positive = fitting == ["1"], how != "<>"
    test = f"$this = {str(yes).lower()}"
    condition = {
        "question": one.link_id, "operator": "=" if positive else "!=", "answerBoolean": yes
    }  # fmt: skip
    return Test(f"{one.answers}.where({test}).{'exists' if positive else 'empty'}()", condition)


def _number(one: Asked, how: str, value: str) -> Test:
    number = number_in(value)
    if number is None:
        raise NotSimple("Its answer is a number.", f"[{one.link_id}] {how} '{value}'")
    whole = number == number.to_integral_value()
    condition: dict[str, Any] | None = {
        "question": one.link_id,
        "operator": _FHIR.get(how, how),
        **({"answerInteger": int(number)} if one.type == "integer" else {"answerDecimal": number}),
    }
    if one.type == "integer" and not whole:
        condition = None
    return _compared(one, how, format(number, "f"), condition)


def _date(one: Asked, how: str, value: str) -> Test:
    if value.casefold() in _TODAY:
        return _compared(one, how, "today()", None)
    try:
        day = date.fromisoformat(value).isoformat()
    except ValueError as cause:
        message = "Its answer is a day, as year-month-day."
        raise NotSimple(message, f"[{one.link_id}] {how} '{value}'") from cause
    condition = {
        "question": one.link_id, "operator": _FHIR.get(how, how), "answerDate": day
    }  # fmt: skip
    return _compared(one, how, f"@{day}", condition)


def _date_time(one: Asked, how: str, value: str) -> Test:
    if value.casefold() == "now" and how not in {"=", "<>"}:
        return _compared(one, how, "now()", None)
    raise NotSimple(
        "A time without its zone can't be compared.", f"[{one.link_id}] {how} '{value}'"
    )


def _time(one: Asked, how: str, value: str) -> Test:
    if not _MOMENT.fullmatch(value):
        raise NotSimple("Its answer is a time of day.", f"[{one.link_id}] {how} '{value}'")
    try:
        moment = time.fromisoformat(value).isoformat("seconds")
    except ValueError as cause:
        raise NotSimple(
            "Its answer is a time of day.", f"[{one.link_id}] {how} '{value}'"
        ) from cause
    condition = {
        "question": one.link_id, "operator": _FHIR.get(how, how), "answerTime": moment
    }  # fmt: skip
    return _compared(one, how, f"@T{moment}", condition)


def _string(one: Asked, how: str, value: str) -> Test:
    if how in {"=", "<>"}:
        condition = {
            "question": one.link_id, "operator": _FHIR.get(how, how), "answerString": value
        }  # fmt: skip
        return _compared(one, how, quoted(value), condition)
    number = number_in(value)
    if number is None:
        raise NotSimple("Words are neither more nor less.", f"[{one.link_id}] {how} '{value}'")
    return Test(f"{one.answers}.where(toDecimal() {how} {number:f}).exists()")


def _compared(one: Asked, how: str, literal: str, condition: Mapping[str, Any] | None) -> Test:
    if how == "<>":
        return Test(f"{one.answers}.where($this = {literal}).empty()", condition)
    return Test(f"{one.answers}.where($this {how} {literal}).exists()", condition)


_BY_TYPE: Final[Mapping[str, Callable[[Asked, str, str], Test]]] = {
    "choice": _choice,
    "boolean": _boolean,
    "integer": _number,
    "decimal": _number,
    "date": _date,
    "dateTime": _date_time,
    "time": _time,
    "string": _string,
    "text": _string,
}


def _two_answers(one: Asked, how: str, other: Asked, sides: tuple[Answer, Answer]) -> Test:
    numbers = {one.type, other.type} <= _NUMBERS
    ordered = numbers or (one.type == other.type and one.type in {"date", "dateTime", "time"})
    same = ordered or (one.type == other.type and one.type in {"string", "text", "boolean"})
    if any(side.code for side in sides) or not (same if how in {"=", "<>"} else ordered):
        written = f"[{sides[0].field}] {how} [{sides[1].field}]"
        raise NotSimple("These two answers can't be compared.", written)
    if how not in {"=", "<>"}:
        return Test(f"{one.answers}.where($this {how} {other.answers}).exists()")
    # Two empty fields are the same to REDCap.
    alike = (
        f"({one.answers}.where($this = {other.answers}).exists() or "
        f"({one.answers}.empty() and {other.answers}.empty()))"
    )
    return Test(alike if how == "=" else f"{alike}.not()")
