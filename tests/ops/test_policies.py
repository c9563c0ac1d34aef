"""Packs, configuration and kept verdicts on the command line, with the project's own rules."""

import json
from collections.abc import Callable
from typing import Any

import pytest

from ops import judge, sandbox_engine
from policies import core, frameworks, packs
from policies.core import Judge, Verdict
from policies.memory import Memory
from policies.model import Level, Resource, Severity
from policies.registry import discover
from sandbox.engine.judge import Judged, JudgedProvider
from sandbox.engine.wire import UNKNOWN_VALUE
from sandbox.project import load_project
from tests.ops.conftest import Groot

RULE = "s3_bucket_public_access_is_blocked"
BLOCK = """
import pulumi_aws as aws

aws.s3.BucketPublicAccessBlock(
    "block", bucket="some-bucket", block_public_acls=False, block_public_policy=True, ignore_public_acls=True,
    restrict_public_buckets=True, region="us-east-1"
)
"""
UNKEPT = """
import pulumi_aws as aws

aws.cloudwatch.LogGroup("logs", retention_in_days=1, region="us-east-1")
"""
ALIAS = """
import pulumi_aws as aws

key = aws.kms.Key("key", region="us-east-1", enable_key_rotation=True)
aws.sns.Topic("topic", kms_master_key_id=key.arn, region="us-east-1")
"""


@pytest.fixture
def ruled(groot: Groot, monkeypatch: pytest.MonkeyPatch) -> Groot:
    """A project that is judged by the real rules."""
    monkeypatch.setattr(sandbox_engine, "project_judge", judge.project_judge)
    groot.program(BLOCK)
    return groot


def violated(groot: Groot, *arguments: str) -> dict[str, str]:
    """Return the level of each rule that a preview finds violated."""
    document = json.loads(groot.run("preview", "--json", *arguments).out)
    assert "error" not in document, document
    return {each["rule"]: each["level"] for each in document["violations"]}


def configuration(groot: Groot, **content: Any) -> str:
    groot.write("policy-config.json", json.dumps(content))
    return str(groot.root / "policy-config.json")


def test_every_rule_judges_unless_a_pack_is_named(ruled: Groot) -> None:
    everything = violated(ruled)
    assert everything[RULE] == "mandatory"
    assert violated(ruled, "--policy-pack", "enterprise") == everything
    assert RULE in violated(ruled, "--policy-pack", "policies/packs/soc2")
    assert RULE in violated(ruled, "--policy-pack", "soc2", "--policy-pack", "hipaa")


def test_what_is_in_force_is_said_by_the_stack(ruled: Groot) -> None:
    def advised(frameworks: str) -> set[str]:
        ruled.write("Pulumi.staging.yaml", f"config: {{sample:frameworks: {frameworks}, aws:region: us-east-1}}\n")
        return {rule for rule, level in violated(ruled, "--policy-pack", "in-force").items() if level == "advisory"}

    ruled.program(UNKEPT)
    assert advised("[]") == set()
    assert "cloudwatch_log_group_keeps_a_year" in advised("[soc2]")


def test_a_violation_says_which_controls_it_breaks(ruled: Groot) -> None:
    outcome = ruled.run("preview")
    assert "    controls: " in outcome.out
    (found,) = [each for each in json.loads(ruled.run("preview", "--json").out)["violations"] if each["rule"] == RULE]
    assert "A.8.3" in found["controls"]["iso27001"]
    assert found["source"] == "__main__.py:4"


def test_a_configuration_sets_levels(ruled: Groot) -> None:
    assert violated(ruled, "--policy-pack-config", configuration(ruled, **{RULE: "advisory"}))[RULE] == "advisory"
    assert RULE not in violated(ruled, "--policy-pack-config", configuration(ruled, **{RULE: "disabled"}))


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (("--policy-pack", "soc3"), "there is no policy pack soc3"),
        (("--policy-pack-config", "missing.json"), "missing.json: cannot be read"),
    ],
)
def test_a_pack_or_a_file_that_is_not_there_is_named(ruled: Groot, arguments: tuple[str, ...], says: str) -> None:
    outcome = ruled.run("preview", *arguments)
    assert (outcome.code, says in outcome.err) == (1, True)


def test_a_configuration_of_an_unknown_rule_is_refused(ruled: Groot) -> None:
    outcome = ruled.run("preview", "--policy-pack-config", configuration(ruled, s3_bucket_is_prety="advisory"))
    assert outcome.code == 1
    assert "there is no rule s3_bucket_is_prety" in outcome.err


@pytest.fixture
def judged(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of the resources that were judged anew, in order."""
    names: list[str] = []
    keep: Callable[[Memory, Resource, Any], None] = Memory.keep

    def kept(memory: Memory, resource: Resource, said: Any) -> None:
        names.append(resource.name)
        keep(memory, resource, said)

    monkeypatch.setattr(Memory, "keep", kept)
    return names


def test_what_was_judged_is_judged_again_only_where_it_was_open(ruled: Groot, judged: list[str]) -> None:
    ruled.program(ALIAS)
    two = {"all": "disabled", "kms_key_rotation_is_enabled": "mandatory", "sns_topic_uses_customer_key": "mandatory"}
    config = ("--policy-pack-config", configuration(ruled, **two))
    assert ruled.run("preview", *config).code == 0
    assert sorted(judged) == ["key", "topic"]
    judged.clear()
    assert ruled.run("up", *config).code == 0
    assert judged == ["topic"], "the key's ARN, which a preview cannot know, is the topic's"
    judged.clear()
    assert ruled.run("up", *config).code == 0
    assert not judged, "nothing changed since"


def test_a_change_of_configuration_judges_everything_again(ruled: Groot, judged: list[str]) -> None:
    ruled.program(ALIAS)
    ruled.run("preview")
    judged.clear()
    ruled.run("preview", "--policy-pack", "baseline")
    assert sorted(judged) == ["key", "topic"]


def test_verdicts_are_kept_for_the_user_alone(ruled: Groot) -> None:
    ruled.run("preview")
    kept = ruled.root / ".sandbox" / "verdicts" / "staging.json"
    assert kept.stat().st_mode & 0o077 == 0
    assert "some-bucket" not in kept.read_text(encoding="utf-8")


def test_an_obligation_that_a_deployment_leaves_open_fails_it(ruled: Groot, monkeypatch: pytest.MonkeyPatch) -> None:
    def open_verdict(_judge: Judge, resource: Resource) -> core.Evaluation:
        if not resource.type.startswith("aws:s3"):
            return core.Evaluation()
        verdict = Verdict(
            rule=RULE,
            level=Level.ADVISORY,
            severity=Severity.LOW,
            outcome=core.Outcome.OPEN,
            urn=resource.urn,
            message="block: not known",
        )
        return core.Evaluation(verdicts=[verdict])

    monkeypatch.setattr(Judge, "evaluate", open_verdict)
    assert ruled.run("preview").code == 0
    outcome = ruled.run("up")
    assert outcome.code == 3
    assert f"mandatory policy {RULE}" in outcome.out
    assert ruled.cloud.cloud == {}


WAIVER = f"""
- urn: urn:pulumi:staging::sample::*::block
  rule: {RULE}
  reason: because
  approver: ann@example.com
  ticket: T-7
  expires: 2999-01-01
"""


def test_a_waiver_of_the_repository_shows_with_approver_and_end(ruled: Groot) -> None:
    ruled.write("policies/waivers.yaml", WAIVER)
    outcome = ruled.run("preview")
    assert "accepted by waivers (1" in outcome.out
    assert "[accepted by ann@example.com until 2999-01-01: T-7]" in outcome.out
    (waived,) = json.loads(ruled.run("preview", "--json").out)["waived"]
    assert (waived["rule"], waived["level"]) == (RULE, "mandatory")


PACK = """
from pathlib import Path
from groot import serve
serve("ccpa", "house", folder=Path(__file__).parent)
"""


def test_a_pack_folder_of_the_repositorys_own_judges_by_what_it_serves(ruled: Groot) -> None:
    ruled.write("policies/own/__main__.py", PACK)
    assert set(judge.registry(load_project(ruled.root, "staging"), [str(ruled.root / "policies/own")]).names()) == (
        packs.union(["ccpa", "house"], frameworks.load(discover())).names()
    )
    ruled.write("policies/own/__main__.py", "1 / 0")
    outcome = ruled.run("preview", "--policy-pack", "policies/own")
    assert outcome.err == "error: policies/own/__main__.py: ZeroDivisionError: division by zero\n"


def test_nobody_is_held_to_the_house_rules_but_who_asks_for_them(ruled: Groot) -> None:
    project = load_project(ruled.root, "staging")
    assert not judge.registry(project).names() & packs.HOUSE_RULES
    ruled.write("policies/groot.yaml", f"packs: [baseline, house]\nlevels: {{{RULE}: disabled}}\n")
    chosen = judge.registry(project).names()
    assert chosen >= packs.HOUSE_RULES
    assert RULE not in chosen


@pytest.mark.parametrize("text", ["- a", "pack: [a]", "packs: a", "levels: [a]", "{"])
def test_what_the_repository_says_in_another_form_is_refused_in_a_line(ruled: Groot, text: str) -> None:
    ruled.write("policies/groot.yaml", text)
    outcome = ruled.run("preview")
    assert outcome.code == 1
    assert outcome.err.startswith("error: policies/groot.yaml: ")
    assert outcome.err.count("\n") == 1


@pytest.mark.parametrize(
    ("own", "seen"),
    [({"stack": "b"}, {"owner": "a", "stack": "b"}), (None, {"owner": "a"}), (UNKNOWN_VALUE, UNKNOWN_VALUE)],
)
def test_rules_see_the_tags_that_the_provider_adds(own: Any, seen: Any) -> None:
    provider = JudgedProvider(
        type="pulumi:providers:aws",
        urn="urn:pulumi:staging::sample::pulumi:providers:aws::own",
        name="own",
        props={"defaultTags": json.dumps({"tags": {"owner": "a"}})},
    )
    judged = Judged(
        type="aws:sns/topic:Topic",
        urn="urn:pulumi:staging::sample::aws:sns/topic:Topic::topic",
        name="topic",
        props={} if own is None else {"tags": own},
        provider=provider,
    )
    assert judge.resource_of(judged).props["tagsAll"] == seen
