"""What the page is made of: bounded, linear, and in the order in which a person would mend."""

import time
from dataclasses import replace

from ops.report import page
from ops.report.data import SHOWN_FINDINGS
from policies.core import Outcome
from tests.ops.report.sample import CRITICAL, OPEN, WAIVER, platform, resource, run
from tests.ops.report.sample import page as page_of


def many(count: int) -> list[float]:
    """Seconds of three pages of *count* resources, each violating one rule."""
    verdict = run().verdicts[0]
    buckets = [resource("bucket", f"bucket-{number}", "us-east-1") for number in range(count)]
    judged = run(buckets, [replace(verdict, urn=each.urn) for each in buckets])
    taken: list[float] = []
    for _ in range(3):
        begun = time.perf_counter()
        written = page.render(page_of(judged))
        taken.append(time.perf_counter() - begun)
        assert len(written) < 600 * count + 2_000_000
    return taken


def test_rules_stand_worst_first_and_waived_ones_with_their_waiver() -> None:
    shown = page_of(run())
    assert [view.rule.name for view in shown.rules] == [CRITICAL, OPEN]
    (excused,) = shown.waivers
    assert (excused.waiver, excused.days_left, len(excused.excused)) == (WAIVER, 10, 1)


def test_a_fault_is_told_without_the_mend_that_its_rule_tells_once() -> None:
    view = page_of(run()).rules[0]
    fault = view.fault(view.findings[0])
    assert fault.endswith("is wrong")
    assert view.rule.remediation not in fault


def test_a_control_shows_a_few_findings_and_leaves_the_rest_to_the_rule() -> None:
    verdict = run().verdicts[0]
    judged = run(platform(["us-east-1"]), [replace(verdict, urn=f"{verdict.urn}-{number}") for number in range(40)])
    failed = [
        control
        for framework in page_of(judged).frameworks
        for control in framework.controls
        if control.kind == "failed"
    ]
    assert failed
    assert {len(control.findings) for control in failed} == {SHOWN_FINDINGS}
    assert {word.counts[Outcome.VIOLATED] for control in failed for word in control.words} == {40}


def test_only_runs_that_judged_the_same_make_a_trend() -> None:
    shown = page_of(run())
    assert len(shown.history.entries) == 3
    assert {len(view.trend) for view in shown.frameworks} == {2}


def test_ten_times_the_resources_take_no_more_than_ten_times_as_long() -> None:
    assert min(many(5_000)) < 12 * min(many(500))
