"""The commands of a form author: `kiosk form check | fill | validate | extract | capabilities`.

They need no settings, no store and no keyring. Documents may hold decimals.
"""

from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from random import Random
from typing import Final
from uuid import UUID

from kiosk.commands.outcome import Outcome
from kiosk.commands.plain import measured, reading_document, reading_line
from kiosk.commands.reading import read_file, read_json, value_sets_at_hand
from kiosk.commands.wording import wording_findings, wording_line, wording_meanings
from kiosk.coproduction.codes import CODES as CODE_CODES
from kiosk.coproduction.codes import dishonest
from kiosk.coproduction.lint import lint
from kiosk.coproduction.plain_words import CODES as PLAIN_CODES
from kiosk.errors import FormUnreadable, UsageError
from kiosk.forms.capabilities import capabilities as engine_capabilities
from kiosk.forms.capabilities import capabilities_table
from kiosk.forms.check import check_questionnaire
from kiosk.forms.extraction.extract import extract as engine_extract
from kiosk.forms.fhir_json import NotJson, decode_json, format_json
from kiosk.forms.finding import ERROR, INFORMATION, WARNING, Finding
from kiosk.forms.questionnaire import Questionnaire, read_questionnaire
from kiosk.forms.robot.robot import fill as robot_fill
from kiosk.forms.sitting.evaluation import Surroundings
from kiosk.forms.terminology.valuesets import ValueSets
from kiosk.forms.validate import validate_response
from kiosk.offered import bundled_bindings, bundled_lists, bundled_locks

_DAY_OF_THE_ROBOT: Final = datetime(2026, 1, 1, 9, 0, tzinfo=UTC)
"""When the robot fills in, where nobody says: the same seed must give the same bytes."""


def check(
    files: Sequence[Path], *, strict: bool = False, valuesets: Sequence[Path] = ()
) -> Outcome:
    """`kiosk form check FILE…`: 1 where a form is unreadable or has an error.

    `strict` counts warnings as well; `valuesets` are files with the value sets at hand. How
    plainly a form is written is told in figures and notices, and so is what can be seen of how its
    questions are worded; nothing fails for it.

    Raises:
        UsageError: a file is not there.
        RefusedError: a file of value sets holds none.
    """
    at_hand, bindings = value_sets_at_hand(valuesets), bundled_bindings()
    locks, lists = bundled_locks(), bundled_lists()
    documents, texts, failed = [], [], False
    for file, content in [(file, read_file(file)) for file in files]:
        questionnaire, findings = _examined(content, at_hand)
        plain = measured(questionnaire) if questionnaire else None
        findings += plain.findings if plain else ()
        worded = lint(questionnaire, locks, lists) if questionnaire else None
        findings += dishonest(questionnaire, bindings) if questionnaire else ()
        findings += wording_findings(worded) if worded else ()
        counted = {ERROR, WARNING} if strict else {ERROR}
        failed = failed or any(finding.severity in counted for finding in findings)
        documents.append(
            {
                "file": str(file),
                "readable": questionnaire is not None,
                "items": len(questionnaire.by_path) if questionnaire else 0,
                "reading": reading_document(plain) if plain else None,
                "findings": [_finding(finding, "code") for finding in findings],
            }
        )
        told = [reading_line(plain)] if plain else []
        told += [wording_line(worded)] if worded else []
        texts.append(_check_text(file, questionnaire, told, findings))
    return Outcome(int(failed), documents, "\n\n".join(texts))


def fill(
    file: Path,
    *,
    seed: int = 0,
    now: datetime | None = None,
    valuesets: Sequence[Path] = (),
    context: Mapping[str, Path] | None = None,
) -> Outcome:
    """`kiosk form fill FILE`: the robot's QuestionnaireResponse; the same seed, the same bytes.

    Its status is "completed", or "in-progress" where something required could not be filled.
    `context` are the files with what the form wants to be told at the start (launchContext).

    Raises:
        UsageError: a file is not there, or `now` has no time zone.
        FormUnreadable: the form is refused.
        RefusedError: another file is not what it should be.
    """
    day = _with_zone(now) or _DAY_OF_THE_ROBOT
    told = {name: read_json(path) for name, path in (context or {}).items()}
    surroundings = Surroundings(day, told, value_sets_at_hand(valuesets))
    questionnaire = read_questionnaire(read_file(file))
    filler = robot_fill(questionnaire, seed=seed, surroundings=surroundings)
    identity = Random(seed)  # noqa: S311 - a response for trial, the same for the same seed
    response_id, device_id = (str(UUID(int=identity.getrandbits(128), version=4)) for _ in "12")
    response = filler.response(
        status="completed", authored=day, response_id=response_id, device_id=device_id
    )
    findings = validate_response(questionnaire, response, surroundings)
    if any(finding.severity == ERROR for finding in findings):
        response |= {"status": "in-progress"}
    return Outcome(0, response, format_json(response))


def validate(
    file: Path,
    response: Path,
    *,
    valuesets: Sequence[Path] = (),
    context: Mapping[str, Path] | None = None,
) -> Outcome:
    """`kiosk form validate FILE RESPONSE`: 1 where the response has an error.

    FILE `-` says that the Questionnaire can't be resolved, which is an error of its own.
    `context` is as for `fill`.

    Raises:
        UsageError: a file is not there.
        RefusedError: another file is not what it should be.
    """
    form = None if str(file) == "-" else read_file(file)
    told = {name: read_json(path) for name, path in (context or {}).items()}
    around = Surroundings(launch_context=told, value_sets=value_sets_at_hand(valuesets))
    findings = _validated(form, read_file(response), around)
    valid = all(finding.severity != ERROR for finding in findings)
    document = {"valid": valid, "problems": [_finding(each, "rule") for each in findings]}
    verdict = "The response is valid." if valid else "The response is not valid."
    return Outcome(int(not valid), document, "\n".join([verdict, *_lines(findings)]))


def extract(file: Path, response: Path) -> Outcome:
    """`kiosk form extract FILE RESPONSE`: the Observations in it, as a transaction Bundle.

    1 where something marked for extraction could not be extracted.

    Raises:
        UsageError: a file is not there.
        FormUnreadable: the form is refused.
        RefusedError: the response is no JSON object.
    """
    questionnaire = read_questionnaire(read_file(file))
    extraction = engine_extract(questionnaire, read_json(response))
    findings = [_finding(each, "code") for each in extraction.findings]
    count = max(0, len(extraction.bundle.get("entry", ())) - 1)
    counted = "1 Observation" if count == 1 else f"{count} Observations"
    heading = f"{counted}; --json prints the Bundle."
    failed = any(finding.severity == ERROR for finding in extraction.findings)
    document = {"bundle": extraction.bundle, "findings": findings}
    return Outcome(int(failed), document, "\n".join([heading, *_lines(extraction.findings)]))


def capabilities() -> Outcome:
    """`kiosk form capabilities`: what the engine supports, from its own tables."""
    document = engine_capabilities()
    for code, meaning in PLAIN_CODES.items():
        document["findings"][code] = {"severity": INFORMATION, "meaning": meaning}
    for code, meaning in wording_meanings().items():
        document["findings"][code] = {"severity": INFORMATION, "meaning": meaning}
    for code, meaning in CODE_CODES.items():
        document["findings"][code] = {"severity": WARNING, "meaning": meaning}
    return Outcome(0, document, capabilities_table())


def _with_zone(now: datetime | None) -> datetime | None:
    if now is not None and now.tzinfo is None:
        raise UsageError("--now needs a time zone.", advice="For example 2026-01-01T09:00:00Z")
    return now


def _examined(
    content: bytes, at_hand: ValueSets
) -> tuple[Questionnaire | None, tuple[Finding, ...]]:
    try:
        questionnaire = read_questionnaire(content)
    except FormUnreadable as cause:
        message = f"{cause} {cause.advice}".strip()
        return None, (Finding(ERROR, "unreadable", cause.link_id, cause.path, message),)
    return questionnaire, check_questionnaire(questionnaire, value_sets=at_hand)


def _validated(form: bytes | None, content: bytes, around: Surroundings) -> tuple[Finding, ...]:
    if form is None:
        message = "The form of the response can't be resolved."
        return (Finding(ERROR, "questionnaire", "", "QuestionnaireResponse", message),)
    try:
        questionnaire = read_questionnaire(form)
        response = decode_json(content)
    except FormUnreadable as cause:
        path = cause.path or "Questionnaire"
        return (Finding(ERROR, "unreadable", cause.link_id, path, str(cause)),)
    except NotJson as cause:
        message = f"The response is not JSON: {cause}."
        return (Finding(ERROR, "unreadable", "", "QuestionnaireResponse", message),)
    if not isinstance(response, Mapping):
        message = "The response is no JSON object."
        return (Finding(ERROR, "unreadable", "", "QuestionnaireResponse", message),)
    return validate_response(questionnaire, response, around)


def _finding(finding: Finding, code_name: str) -> dict[str, str]:
    return {
        "severity": finding.severity,
        code_name: finding.code,
        "linkId": finding.link_id,
        "path": finding.path,
        "message": finding.message,
    }


def _check_text(
    file: Path,
    questionnaire: Questionnaire | None,
    told: Iterable[str],
    findings: Sequence[Finding],
) -> str:
    items = f"{len(questionnaire.by_path)} items" if questionnaire else "refused"
    found = "1 finding" if len(findings) == 1 else f"{len(findings) or 'no'} findings"
    heading = f"{file}: {items}, {found}"
    return "\n".join([heading, *(f"  {line}" for line in told), *_lines(findings)])


def _lines(findings: Iterable[Finding]) -> list[str]:
    return [
        f"  {finding.severity}: {finding.message}"
        + (f" (“{finding.link_id}”, {finding.path})" if finding.link_id else "")
        for finding in findings
    ]
