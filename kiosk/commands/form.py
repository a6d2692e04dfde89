"""The commands of a form author: `kiosk form check | fill | validate | evaluate | capabilities`.

They need no settings, no store and no keyring. Documents may hold decimals.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from random import Random
from typing import Any, Final
from uuid import UUID

from kiosk.commands.outcome import Outcome
from kiosk.commands.reading import read_file
from kiosk.errors import FormUnreadable, RefusedError, UsageError
from kiosk.forms.capabilities import capabilities as engine_capabilities
from kiosk.forms.check import check_questionnaire
from kiosk.forms.fhir_json import NotJson, decode_json, format_json
from kiosk.forms.fhirpath import Expression, ExpressionFailed
from kiosk.forms.finding import ERROR, WARNING, Finding
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.robot import fill as robot_fill
from kiosk.forms.validate import validate_response

_DAY_OF_THE_ROBOT: Final = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
"""When the robot fills in, where nobody says: the same seed must give the same bytes."""


def check(files: Sequence[Path], *, strict: bool = False) -> Outcome:
    """`kiosk form check FILE…`: 1 where a form is unreadable or has an error.

    `strict` counts warnings as well.

    Raises:
        UsageError: a file is not there.
    """
    documents, texts, failed = [], [], False
    for file, content in [(file, read_file(file)) for file in files]:
        questionnaire, findings = _examined(content)
        counted = {ERROR, WARNING} if strict else {ERROR}
        failed = failed or any(finding.severity in counted for finding in findings)
        documents.append(
            {
                "file": str(file),
                "readable": questionnaire is not None,
                "items": len(questionnaire.by_path) if questionnaire else 0,
                "findings": [_finding(finding, "code") for finding in findings],
            }
        )
        texts.append(_check_text(file, questionnaire, findings))
    return Outcome(int(failed), documents, "\n\n".join(texts))


def fill(file: Path, *, seed: int = 0, now: datetime | None = None) -> Outcome:
    """`kiosk form fill FILE`: the robot's QuestionnaireResponse; the same seed, the same bytes.

    Its status is "completed", or "in-progress" where something required could not be filled.

    Raises:
        UsageError: the file is not there, or `now` has no time zone.
        FormUnreadable: the form is refused.
    """
    if now is not None and now.tzinfo is None:
        raise UsageError("--now needs a time zone.", advice="For example 2026-01-01T09:00:00Z")
    filler = robot_fill(read_questionnaire(read_file(file)), seed=seed)
    identity = Random(seed)  # noqa: S311 - a response for trial, the same for the same seed
    response_id, device_id = (str(UUID(int=identity.getrandbits(128), version=4)) for _ in "12")
    response = filler.response(
        status="in-progress" if filler.all_problems() else "completed",
        authored=now or _DAY_OF_THE_ROBOT,
        response_id=response_id,
        device_id=device_id,
    )
    return Outcome(0, response, format_json(response))


def validate(file: Path, response: Path) -> Outcome:
    """`kiosk form validate FILE RESPONSE`: 1 where the response has an error.

    FILE `-` says that the Questionnaire can't be resolved, which is an error of its own.

    Raises:
        UsageError: a file is not there.
    """
    findings = _validated(None if str(file) == "-" else read_file(file), read_file(response))
    valid = all(finding.severity != ERROR for finding in findings)
    document = {"valid": valid, "problems": [_finding(each, "rule") for each in findings]}
    verdict = "The response is valid." if valid else "The response is not valid."
    return Outcome(int(not valid), document, "\n".join([verdict, *_lines(findings)]))


def evaluate(
    expression: str, resource: Path | None = None, *, variables: Mapping[str, Any] | None = None
) -> Outcome:
    """`kiosk form evaluate EXPRESSION [RESOURCE]`: what a FHIRPath expression gives.

    Raises:
        UsageError: the file is not there.
        RefusedError: the file is no JSON, or the expression fails.
    """
    try:
        content = {} if resource is None else decode_json(read_file(resource))
        results = Expression(expression).evaluate_typed(content, variables)
    except NotJson as cause:
        raise RefusedError(f"{resource} is not JSON: {cause}.") from cause
    except ExpressionFailed as cause:
        raise RefusedError(f"The expression fails: {cause}") from cause
    # A decimal's digits carry meaning, and JSON readers lose them.
    values = [str(value) if isinstance(value, Decimal) else value for _, value in results]
    document = {"result": values, "types": [kind for kind, _ in results]}
    lines = [f"{kind}: {value}" for value, kind in zip(*document.values(), strict=True)]
    return Outcome(0, document, "\n".join(lines) or "(empty)")


def capabilities() -> Outcome:
    """`kiosk form capabilities`: what the engine supports, from its own tables."""
    document = engine_capabilities()
    return Outcome(0, document, format_json(document))


def _examined(content: bytes) -> tuple[Questionnaire | None, tuple[Finding, ...]]:
    try:
        questionnaire = read_questionnaire(content)
    except FormUnreadable as cause:
        message = f"{cause} {cause.advice}".strip()
        return None, (Finding(ERROR, "unreadable", "", "", message),)
    return questionnaire, check_questionnaire(questionnaire)


def _validated(form: bytes | None, content: bytes) -> tuple[Finding, ...]:
    if form is None:
        message = "The form of the response can't be resolved."
        return (Finding(ERROR, "questionnaire", "", "QuestionnaireResponse", message),)
    try:
        questionnaire = read_questionnaire(form)
        response = decode_json(content)
    except FormUnreadable as cause:
        return (Finding(ERROR, "unreadable", "", "Questionnaire", str(cause)),)
    except NotJson as cause:
        message = f"The response is not JSON: {cause}."
        return (Finding(ERROR, "unreadable", "", "QuestionnaireResponse", message),)
    if not isinstance(response, Mapping):
        message = "The response is no JSON object."
        return (Finding(ERROR, "unreadable", "", "QuestionnaireResponse", message),)
    return validate_response(questionnaire, response)


def _finding(finding: Finding, code_name: str) -> dict[str, str]:
    return {
        "severity": finding.severity,
        code_name: finding.code,
        "linkId": finding.link_id,
        "path": finding.path,
        "message": finding.message,
    }


def _check_text(
    file: Path, questionnaire: Questionnaire | None, findings: Sequence[Finding]
) -> str:
    items = f"{len(questionnaire.by_path)} items" if questionnaire else "refused"
    found = "1 finding" if len(findings) == 1 else f"{len(findings) or 'no'} findings"
    heading = f"{file}: {items}, {found}"
    return "\n".join([heading, *_lines(findings)])


def _lines(findings: Iterable[Finding]) -> list[str]:
    return [
        f"  {finding.severity}: {finding.message}"
        + (f" (“{finding.link_id}”, {finding.path})" if finding.link_id else "")
        for finding in findings
    ]
