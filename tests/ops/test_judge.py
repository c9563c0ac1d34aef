import datetime

from pulumi_policy import proxy

from ops.judge import PolicyJudge
from policies.core import Judge
from policies.graph import Graph, StackRule
from policies.model import Finding, Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.registry import Registry
from policies.waivers import Waiver
from sandbox.engine.judge import Judged

URN = "urn:pulumi:staging::sample::a:b:C::thing"


def check(props: Props) -> str | None:
    if props["size"] == "broken":
        raise ValueError("a value that may be secret")
    return "is too big" if props["size"] == "big" else None


RULE = Rule(
    name="a_thing_is_small",
    title="Things are small.",
    severity=Severity.HIGH,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.BACKUP}),
    remediation="Make it small.",
    link="https://example.com",
    resource_types=frozenset({"a:b:C"}),
    check=check,
)
STACK_RULE = StackRule(
    name="stack_has_two_things",
    title="There are two.",
    severity=Severity.LOW,
    objectives=frozenset({Objective.BACKUP}),
    remediation="Add one.",
    link="https://example.com",
    check=lambda graph: [] if len(graph.resources) > 1 else [Finding(message="there is one thing", urn=URN)],
)


def judge(*waivers: Waiver) -> PolicyJudge:
    return PolicyJudge(Judge(Registry(rules=(RULE,), stack_rules=(STACK_RULE,)), waivers))


def thing(size: str) -> Judged:
    return Judged(type="a:b:C", urn=URN, name="thing", props={"size": size}, source="__main__.py:3")


def test_a_violation_reaches_the_engine_with_rule_level_urn_and_source() -> None:
    (violation,) = judge().resource(thing("big")).violations
    assert (violation.rule, violation.level, violation.urn) == ("a_thing_is_small", "advisory", URN)
    assert violation.message.startswith("thing: is too big. Make it small.")
    assert violation.source == "__main__.py:3"


def test_what_complies_is_not_told() -> None:
    verdict = judge().resource(thing("small"))
    assert (verdict.violations, verdict.obligations) == ([], [])


def test_a_value_not_known_yet_is_an_obligation() -> None:
    verdict = judge().resource(thing(proxy.UNKNOWN_STRING_VALUE))
    assert verdict.violations == []
    assert [item.rule for item in verdict.obligations] == ["a_thing_is_small"]


def test_a_rule_that_fails_itself_stops_the_step_without_quoting_values() -> None:
    (violation,) = judge().resource(thing("broken")).violations
    assert violation.level == "mandatory"
    assert "rule a_thing_is_small failed" in violation.message
    assert "secret" not in violation.message


def test_the_stack_is_judged_as_a_whole_and_points_at_the_line() -> None:
    under_test = judge()
    under_test.resource(thing("small"))
    (violation,) = under_test.stack([thing("small")]).violations
    assert (violation.rule, violation.level, violation.source) == ("stack_has_two_things", "mandatory", "__main__.py:3")


def test_a_waiver_excuses_and_an_unused_one_fails_the_run() -> None:
    waiver = Waiver(
        urn="urn:pulumi:staging::*",
        rule="a_thing_is_small",
        reason="r",
        approver="a",
        ticket="T-1",
        expires=datetime.date(2999, 1, 1),
    )
    used = judge(waiver)
    assert used.resource(thing("big")).violations == []
    assert used.stack([thing("big"), thing("small")]).violations == []
    unused = judge(waiver)
    unused.resource(thing("small"))
    (violation,) = unused.stack([thing("small"), thing("small")]).violations
    assert (violation.level, violation.rule) == ("mandatory", "waivers")
    assert "T-1" in violation.message


def test_the_graph_sees_what_the_engine_declared() -> None:
    seen: list[Graph] = []
    rule = StackRule(
        name="stack_is_seen",
        title="t",
        severity=Severity.LOW,
        objectives=frozenset({Objective.BACKUP}),
        remediation="r",
        link="l",
        check=lambda graph: seen.append(graph) or [],
    )
    judged = Judged(
        type="a:b:C", urn=URN, name="thing", props={}, parent="urn:parent", dependencies=["d"], protect=True
    )
    PolicyJudge(Judge(Registry(rules=(), stack_rules=(rule,)))).stack([judged])
    (resource,) = seen[0].resources
    assert (resource.parent, resource.dependencies, resource.protect) == ("urn:parent", ["d"], True)
