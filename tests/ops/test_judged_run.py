"""When a judged stack would be refused."""

from datetime import UTC, datetime

import pytest

from ops.judged_run import JudgedRun, Subject
from policies.core import Outcome, Verdict
from policies.model import Level, Severity


@pytest.mark.parametrize(
    ("level", "outcome", "blocked"),
    [
        (Level.MANDATORY, Outcome.VIOLATED, True),
        (Level.REMEDIATE, Outcome.VIOLATED, True),
        (Level.ADVISORY, Outcome.VIOLATED, False),
        (Level.ADVISORY, Outcome.FAILED, True),
        (Level.MANDATORY, Outcome.WAIVED, False),
        (Level.MANDATORY, Outcome.OPEN, False),
        (Level.MANDATORY, Outcome.PASSED, False),
    ],
)
def test_what_is_advisory_blocks_nothing(level: Level, outcome: Outcome, blocked: bool) -> None:
    verdict = Verdict(rule="a_rule", level=level, severity=Severity.LOW, outcome=outcome, urn="urn:pulumi:t::g::x::y")
    run = JudgedRun(
        project="g",
        stack="t",
        subject=Subject.PREVIEW,
        judged_at=datetime(2026, 1, 1, tzinfo=UTC),
        resources=(),
        verdicts=[verdict],
    )
    assert run.blocked is blocked
