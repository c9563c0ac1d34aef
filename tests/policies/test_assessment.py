"""An assessment says of each control what is shown, and counts as met only what rules decide."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest

from policies.assessment import Assessment, Result, assess
from policies.core import Outcome, Verdict
from policies.frameworks.catalogue import Catalogue, Framework
from policies.model import Level, Severity
from policies.objectives import Objective
from policies.registry import Registry
from policies.waivers import Waiver
from tests.policies.test_core import bad, rule

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
WAIVER = Waiver(
    urn="urn:pulumi:*", rule="s3_bucket_is_good", reason="r", approver="a", ticket="T-1", expires=date(2999, 1, 1)
)
RULES = (
    rule(bad, name="s3_bucket_is_good"),
    replace(rule(bad, name="s3_bucket_is_closed"), severity=Severity.CRITICAL),
    replace(rule(bad, name="s3_bucket_is_logged"), objectives=frozenset({Objective.AUDIT_LOGGING})),
)


def control(control_id: str, **answer: Any) -> dict[str, Any]:
    return {"id": control_id, "title": f"title {control_id}", "rationale": f"because {control_id}", **answer}


FRAMEWORK = Framework.model_validate(
    {
        "id": "sample_1",
        "title": "Sample",
        "pack": "sample",
        "version": "1",
        "source": "a book",
        "controls": [
            control(
                "A",
                automated={"objectives": ["backup"]},
                requirements=[
                    control("A.1", automated={"rules": ["s3_bucket_is_good"]}),
                    control(
                        "A.2",
                        automated={"rules": ["s3_bucket_is_closed"]},
                        organizational={"owner": "o", "record": "r", "every_days": 30},
                    ),
                ],
            ),
            control("B", automated={"objectives": ["audit_logging"]}),
            control("C", inherited={"report": "the report"}),
            control("D", organizational={"owner": "o", "record": "r", "every_days": 365}),
        ],
    }
)


def said(name: str, outcome: Outcome, urn: str = "urn:pulumi:t::p::x::y") -> Verdict:
    severity = next(each.severity for each in RULES if each.name == name)
    waiver = WAIVER if outcome is Outcome.WAIVED else None
    return Verdict(
        rule=name, level=Level.ADVISORY, severity=severity, outcome=outcome, urn=urn, message="m", waiver=waiver
    )


def assessed(*verdicts: Verdict) -> Assessment:
    catalogue = Catalogue([FRAMEWORK], Registry(RULES, ()))
    return assess(FRAMEWORK, catalogue, verdicts, NOW)


def results(assessment: Assessment) -> dict[str, Result]:
    return {each.control.id: each.result for each in assessment.controls}


@pytest.mark.parametrize(
    ("outcomes", "result"),
    [
        ([Outcome.PASSED, Outcome.PASSED], Result.PASSED),
        ([Outcome.PASSED, Outcome.WAIVED], Result.ACCEPTED),
        ([Outcome.PASSED, Outcome.WAIVED, Outcome.OPEN], Result.OPEN),
        ([Outcome.OPEN, Outcome.VIOLATED, Outcome.WAIVED], Result.FAILED),
        ([Outcome.PASSED, Outcome.FAILED], Result.FAILED),
        ([], Result.NOT_APPLICABLE),
    ],
)
def test_the_worst_that_is_said_is_the_controls_result(outcomes: Sequence[Outcome], result: Result) -> None:
    found = assessed(*(said("s3_bucket_is_logged", outcome) for outcome in outcomes))
    assert results(found)["B"] is result


def test_what_aws_or_people_answer_for_is_never_counted_as_met() -> None:
    found = assessed(said("s3_bucket_is_logged", Outcome.PASSED))
    assert results(found) == {
        "A": Result.NOT_APPLICABLE,
        "A.1": Result.NOT_APPLICABLE,
        "A.2": Result.NOT_APPLICABLE,
        "B": Result.PASSED,
        "C": Result.NOT_ASSESSED,
        "D": Result.NOT_ASSESSED,
    }
    assert found.score == 100.0
    assert (found.decided, found.counted, found.coverage) == (1, 5, 20.0)


def test_what_people_owe_the_rest_of_is_shown_in_part_and_is_no_part_of_the_score() -> None:
    found = assessed(said("s3_bucket_is_closed", Outcome.PASSED), said("s3_bucket_is_logged", Outcome.PASSED))
    assert results(found)["A.2"] is Result.PARTLY_SHOWN
    assert (found.counts[Result.PARTLY_SHOWN], found.decided, found.score) == (1, 1, 100.0)
    accepted = assessed(said("s3_bucket_is_closed", Outcome.WAIVED), said("s3_bucket_is_logged", Outcome.PASSED))
    assert (accepted.counts[Result.ACCEPTED], accepted.decided, accepted.score) == (1, 1, 100.0)
    violated = assessed(said("s3_bucket_is_closed", Outcome.VIOLATED), said("s3_bucket_is_logged", Outcome.PASSED))
    assert (results(violated)["A.2"], violated.decided, violated.score) == (Result.FAILED, 2, 50.0)


@pytest.mark.parametrize(
    ("first", "second", "result"),
    [
        (Outcome.PASSED, None, Result.PASSED),
        (Outcome.PASSED, Outcome.PASSED, Result.PARTLY_SHOWN),
        (None, Outcome.PASSED, Result.PARTLY_SHOWN),
        (Outcome.WAIVED, Outcome.PASSED, Result.ACCEPTED),
        (Outcome.OPEN, Outcome.WAIVED, Result.OPEN),
        (Outcome.OPEN, Outcome.VIOLATED, Result.FAILED),
        (None, None, Result.NOT_APPLICABLE),
    ],
)
def test_a_control_sums_up_its_requirements_and_is_not_counted_beside_them(
    first: Outcome | None, second: Outcome | None, result: Result
) -> None:
    verdicts = [("s3_bucket_is_good", first), ("s3_bucket_is_closed", second)]
    found = assessed(*(said(name, outcome) for name, outcome in verdicts if outcome))
    assert results(found)["A"] is result
    assert found.counted == len(found.controls) - 1


def test_the_score_is_the_share_of_decided_controls_that_passed() -> None:
    found = assessed(said("s3_bucket_is_good", Outcome.WAIVED), said("s3_bucket_is_logged", Outcome.PASSED))
    assert results(found)["A"] is results(found)["A.1"] is Result.ACCEPTED
    assert found.score == 50.0


def test_nothing_decided_has_no_score() -> None:
    assert assessed(said("s3_bucket_is_good", Outcome.OPEN)).score is None


def test_recommendations_come_worst_first_and_say_what_they_help() -> None:
    found = assessed(
        said("s3_bucket_is_logged", Outcome.VIOLATED, ""),
        said("s3_bucket_is_good", Outcome.VIOLATED, "urn:a"),
        said("s3_bucket_is_good", Outcome.PASSED, "urn:b"),
        said("s3_bucket_is_good", Outcome.VIOLATED, "urn:c"),
        said("s3_bucket_is_closed", Outcome.VIOLATED, "urn:a"),
    )
    assert [(each.rule, each.controls, each.urns) for each in found.recommendations] == [
        ("s3_bucket_is_closed", ["A", "A.2"], ["urn:a"]),
        ("s3_bucket_is_good", ["A", "A.1"], ["urn:a", "urn:c"]),
        ("s3_bucket_is_logged", ["B"], []),
    ]
    assert not assessed(said("s3_bucket_is_good", Outcome.WAIVED)).recommendations
