"""The judge: what is violated, waived, open or at fault is told apart, and one rule's trouble is not another's."""

import datetime
import json
from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from policies import rules
from policies.core import Evaluation, Judge, Outcome
from policies.graph import LEFT_OUT, Graph, StackRule
from policies.model import Finding, Level, NotApplicable, Props, Resource, Rule, Severity
from policies.objectives import Objective
from policies.registry import Registry, discover
from policies.repository import waivers
from policies.unknown import UNKNOWN
from policies.waivers import Waiver, load
from tests.policies.analyzer import Held

BUCKET = "aws:s3/bucket:Bucket"
TODAY = datetime.date(2026, 11, 23)


def rule(check: Callable[[Props], str | None], name: str = "s3_bucket_is_good", level: Level = Level.MANDATORY) -> Rule:
    return Rule(
        name=name,
        title="Good.",
        resource_types=frozenset({BUCKET}),
        check=check,
        severity=Severity.HIGH,
        level=level,
        objectives=frozenset({Objective.BACKUP}),
        remediation="Be good.",
        link="https://example.com",
    )


def stack_rule(check: Callable[[Graph], Iterable[Finding | None]]) -> StackRule:
    return StackRule(
        name="stack_is_good",
        title="Good.",
        check=check,
        severity=Severity.HIGH,
        objectives=frozenset({Objective.BACKUP}),
        remediation="Be good.",
        link="https://example.com",
    )


def bucket(name: str = "logs", stack: str = "test", **props: object) -> Resource:
    return Resource(type=BUCKET, urn=f"urn:pulumi:{stack}::groot::{BUCKET}::{name}", name=name, props=props)


def waiver(urn: str, name: str = "s3_bucket_is_good") -> Waiver:
    return Waiver(urn=urn, rule=name, reason="r", approver="a", ticket="SEC-1", expires=TODAY)


def bad(_props: Props) -> str:
    return "it is bad"


def test_a_violation_says_which_rule_how_bad_where_and_how_to_mend() -> None:
    found = Judge(Registry((rule(bad, level=Level.ADVISORY),), ())).evaluate(bucket())
    (verdict,) = found.violations
    assert (verdict.rule, verdict.level, verdict.severity) == ("s3_bucket_is_good", Level.ADVISORY, Severity.HIGH)
    assert verdict.urn == bucket().urn
    assert verdict.message == "logs: it is bad. Be good. (https://example.com)"


def test_a_type_without_rules_is_clean() -> None:
    topic = Resource(
        type="aws:sns/topic:Topic", urn="urn:pulumi:test::groot::aws:sns/topic:Topic::a", name="a", props={}
    )
    found = Judge(Registry((rule(bad),), ())).evaluate(topic)
    assert found == Evaluation()


def test_an_unknown_value_that_no_rule_reads_is_no_obligation() -> None:
    judge = Judge(Registry((rule(lambda props: props.get("acl")),), ()))
    assert not judge.evaluate(bucket(policy=UNKNOWN)).obligations
    (obligation,) = judge.evaluate(bucket(acl=UNKNOWN)).obligations
    assert obligation.message.startswith("logs: ")


def test_an_unknown_value_in_the_depth_of_a_list_is_found_when_it_is_read() -> None:
    judge = Judge(Registry((rule(lambda props: props["rules"][1]["days"]),), ()))
    (obligation,) = judge.evaluate(bucket(rules=[{"days": 1}, {"days": UNKNOWN}])).obligations
    assert "rules.1.days" in obligation.message


def test_a_rule_that_raises_is_named_with_the_resource_and_the_others_still_judge() -> None:
    judge = Judge(Registry((rule(lambda props: props["secret"] / 0, name="s3_bucket_breaks"), rule(bad)), ()))
    found = judge.evaluate(bucket(secret="hunter2"))
    (error,) = found.errors
    assert "s3_bucket_breaks" in error.message
    assert bucket().urn in error.message
    assert "hunter2" not in error.message
    assert [verdict.rule for verdict in found.violations] == ["s3_bucket_is_good"]


def test_a_stack_rule_that_raises_keeps_what_it_found_before() -> None:
    def check(graph: Graph) -> Iterable[Finding]:
        yield Finding(message="logs: it is bad", urn=graph.resources[0].urn)
        raise KeyError("hunter2")

    found = Judge(Registry((), (stack_rule(check),))).evaluate_stack([bucket()])
    assert [verdict.message for verdict in found.violations] == ["logs: it is bad. Be good. (https://example.com)"]
    assert "rule stack_is_good failed on the stack: KeyError" in found.errors[0].message
    assert "hunter2" not in found.errors[0].message


def test_a_waiver_excuses_its_rule_on_its_resources_and_nothing_else() -> None:
    judge = Judge(Registry((rule(bad), rule(bad, name="s3_bucket_is_better")), ()), [waiver("urn:pulumi:*::*::log*")])
    excused = judge.evaluate(bucket("logs"))
    assert [(verdict.rule, verdict.waiver and verdict.waiver.ticket) for verdict in excused.waived] == [
        ("s3_bucket_is_good", "SEC-1")
    ]
    assert [verdict.rule for verdict in excused.violations] == ["s3_bucket_is_better"]
    assert len(judge.evaluate(bucket("data")).violations) == 2


def test_a_waiver_excuses_a_stack_rule_too() -> None:
    check = stack_rule(lambda graph: [Finding(message="bad", urn=each.urn) for each in graph.resources])
    judge = Judge(Registry((), (check,)), [waiver("urn:pulumi:*logs", "stack_is_good")])
    found = judge.evaluate_stack([bucket("logs"), bucket("data")])
    assert [verdict.urn for verdict in found.violations] == [bucket("data").urn]
    assert len(found.waived) == 1


def test_a_waiver_that_excuses_nothing_is_told_unless_it_is_for_another_stack() -> None:
    here, there = waiver("urn:pulumi:test::groot::*::gone"), waiver("urn:pulumi:prod::groot::*::logs")
    judge = Judge(Registry((rule(bad),), ()), [here, there, waiver("urn:pulumi:t*::groot::*::logs")])
    judge.evaluate(bucket())
    (line,) = judge.unused_waivers()
    assert "gone" in line
    assert "SEC-1" in line


def test_a_waiver_for_every_stack_is_not_called_unused_by_one_that_leaves_out_a_room() -> None:
    waivers = [waiver("urn:pulumi:*::groot::*::gone"), waiver("urn:pulumi:test::groot::*::lost")]
    judge = Judge(Registry((rule(bad),), ()), waivers)
    judge.evaluate(bucket())
    assert len(judge.unused_waivers()) == 2
    mark = replace(bucket("left-out-edge"), type=LEFT_OUT)
    judge.evaluate_stack([bucket(), mark])
    (line,) = judge.unused_waivers()
    assert "lost" in line


def test_a_waiver_for_another_project_or_for_a_rule_that_is_not_judged_is_not_called_unused() -> None:
    elsewhere, other_rule = waiver("urn:pulumi:*::other::*::gone"), waiver("urn:pulumi:*::groot::*::gone", "s3_other")
    judge = Judge(Registry((rule(bad),), ()), [elsewhere, other_rule])
    judge.evaluate(bucket())
    assert not judge.unused_waivers()


def test_a_waiver_for_what_a_preview_cannot_judge_is_not_called_unused() -> None:
    judge = Judge(Registry((rule(lambda props: props.get("acl")),), ()), [waiver("urn:pulumi:test::groot::*")])
    assert judge.evaluate(bucket(acl=UNKNOWN)).obligations
    assert not judge.unused_waivers()


def test_the_projects_waivers_hold_today() -> None:
    path = waivers(Path(__file__).parents[2])
    assert path
    load(discover().names(), datetime.datetime.now(tz=datetime.UTC).date(), path)


def test_what_passes_is_told_and_what_does_not_apply_is_not() -> None:
    def inapplicable(_props: Props) -> None:
        raise NotApplicable("not this one")

    rules = (rule(lambda _props: None), rule(inapplicable, name="s3_bucket_is_other"))
    judge = Judge(Registry(rules, (stack_rule(lambda graph: [None for _ in graph.of([BUCKET])]),)))
    judge.evaluate(bucket())
    judge.evaluate_stack([bucket()])
    assert [(verdict.rule, verdict.outcome, verdict.urn) for verdict in judge.verdicts()] == [
        ("s3_bucket_is_good", Outcome.PASSED, bucket().urn),
        ("stack_is_good", Outcome.PASSED, ""),
    ]


def test_a_stack_rule_that_judges_nothing_says_nothing_in_either_engine() -> None:
    def check(graph: Graph) -> Iterable[Finding | None]:
        return (None for _ in graph.of(["aws:backup/vault:Vault"]))

    registry = Registry((), (stack_rule(check),))
    assert not Judge(registry).evaluate_stack([bucket()]).verdicts
    assert Held(registry).analyze_stack([bucket()]).not_applicable == {"stack_is_good"}
    vault = Resource(type="aws:backup/vault:Vault", urn="urn:pulumi:test::groot::x::v", name="v", props={})
    (verdict,) = Judge(registry).evaluate_stack([bucket(), vault]).verdicts
    assert verdict.outcome is Outcome.PASSED
    assert not Held(registry).analyze_stack([bucket(), vault]).not_applicable


def test_a_resource_judged_again_is_told_as_it_is_now() -> None:
    judge = Judge(Registry((rule(lambda props: props.get("acl")),), ()))
    judge.evaluate(bucket(acl="it is bad"))
    judge.evaluate(bucket())
    assert [verdict.outcome for verdict in judge.verdicts()] == [Outcome.PASSED]


def test_only_the_level_remediate_puts_right_and_only_what_is_violated_and_not_waived() -> None:
    def mending(level: Level) -> Judge:
        found = replace(
            rule(lambda props: None if props.get("acl") == "private" else "it is open", level=level),
            remediate=lambda props: {**props, "acl": "private"},
        )
        return Judge(Registry((found,), ()), [waiver("urn:pulumi:test::*::waived")])

    judge = mending(Level.REMEDIATE)
    assert judge.remediate(bucket(acl="public", bucket="a")) == {"acl": "private"}
    assert judge.remediate(bucket(acl="private")) == {}
    assert judge.remediate(bucket(acl=UNKNOWN)) == {}
    assert judge.remediate(bucket("waived", acl="public")) == {}
    assert mending(Level.MANDATORY).remediate(bucket(acl="public")) == {}


def test_no_message_holds_the_value_of_a_secret() -> None:
    """Where one is secret: whatever a rule reads, its message names properties only."""
    canary = "canary-3f1c"
    document = json.dumps({"Statement": [{"Effect": "Allow", "Principal": "*", "Action": canary, "Resource": canary}]})
    judge = Judge(discover())
    for found in discover().rules:
        for resource_type in sorted(found.resource_types)[:3]:
            props = {"policy": document, "assumeRolePolicy": document, "tags": {canary: canary}, "name": canary}
            secrets = [(name,) for name in props]
            resource = Resource(type=resource_type, urn="urn:pulumi:t::g::x::y", name="y", props=props, secrets=secrets)
            outcome = judge.evaluate(resource)
            for verdict in (*outcome.violations, *outcome.errors):
                assert canary not in verdict.message


def test_a_document_is_shown_by_the_request_that_gets_through_unless_the_resource_holds_a_secret() -> None:
    statement = {"Effect": "Allow", "Principal": "*", "Action": "sqs:SendMessage", "Resource": "arn:aws:sqs:*:*:canary"}
    judge = Judge(discover())
    resource = bucket(policy=json.dumps({"Statement": statement}))
    resource = replace(resource, type="aws:sqs/queuePolicy:QueuePolicy")
    messages = [
        "".join(each.message for each in judge.evaluate(replace(resource, secrets=secrets)).violations)
        for secrets in ((), (("policy",),))
    ]
    assert "lets arn:aws:iam::999999999999:role/stranger do sqs:sendmessage on arn:aws:sqs:" in messages[0]
    assert "statement 0 lets a request through" in messages[1]
    assert "canary" not in messages[1]


@pytest.mark.parametrize("path", sorted(Path(rules.__path__[0]).glob("*/*.py")), ids=lambda path: path.stem)
def test_a_rule_is_short_enough_to_read_at_a_glance_and_what_rules_share_is_not_much_longer(path: Path) -> None:
    longest = 150 if path.name.startswith("_") else 60
    assert len(path.read_text(encoding="utf-8").splitlines()) <= longest
