"""Values that AWS would refuse: one planted in a copy of staging is found and named, and nothing else of it is."""

from collections.abc import Sequence
from typing import Any

import pytest

from ops.preflight import linting, schemas
from ops.preflight.findings import Level
from ops.preflight.linting import Message, Noise
from ops.preflight.plan import Plan
from ops.preflight.translation import Translated, Translator
from ops.request import OperationError
from tests.ops.preflight.plans import changed, made

CLUSTER = "cluster-us-east-1-control-plane-cluster"
DATABASE = "database-shard-000-us-east-1-cluster"
INSTANCE = "database-shard-000-us-east-1-instance-0"
FAULTS: Sequence[tuple[str, str, dict[str, Any], str, str]] = [
    ("an enum's value", "cluster-us-east-1-nodes-group", {"amiType": "AL2023_RISC"}, "E3030", "AmiType"),
    ("a pattern", CLUSTER, {"version": "134"}, "E3031", "Version"),
    ("too long", "cluster-us-east-1-nodes-role", {"name": "r" * 65}, "E3033", "RoleName"),
    ("too great", "cluster-us-east-1-nodes-role", {"maxSessionDuration": 90000}, "E3034", "MaxSessionDuration"),
    ("a deprecated engine", DATABASE, {"engineVersion": "15.4"}, "W3690", "15.4"),
    ("an engine that there never was", DATABASE, {"engineVersion": "16.99"}, "E3690", "16.99"),
    ("a class that there isn't", INSTANCE, {"instanceClass": "db.r99g.large"}, "E3025", "db.r99g.large"),
    (
        "a class that the region lacks",
        INSTANCE,
        {"instanceClass": "db.r3.large", "region": "eu-south-2"},
        "E3025",
        "db.r3.large",
    ),
    ("something required", "network-us-east-1-vpc", {"cidrBlock": None}, "E3", "CidrBlock"),
    (
        "a wrong type",
        "archive-us-east-1-archive-lock",
        {"rule": {"defaultRetention": {"days": "ten"}}},
        "E3012",
        "Days",
    ),
    (
        "within a policy",
        "pipeline-own",
        {"policy": '{"Version": "2012-10-17", "Statement": [{"Effect": "May"}]}'},
        "E3",
        "Effect",
    ),
]


@pytest.fixture(scope="module")
def planted(staging_plan: Plan, translator: Translator) -> Sequence[Message]:
    """What cfn-lint says of every planted fault, in one run."""
    return linting.lint([_translated(staging_plan, translator, name, props) for _, name, props, _, _ in FAULTS])


def _translated(plan: Plan, translator: Translator, name: str, props: dict[str, Any]) -> Translated:
    (resource,) = (each for each in changed(plan, name, **props).resources if each.name == name)
    found = translator.translate(resource)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("name", "props", "rule", "word"), [case[1:] for case in FAULTS], ids=[case[0] for case in FAULTS]
)
def test_a_planted_value_is_refused_with_its_resource_and_place(
    planted: Sequence[Message], name: str, props: dict[str, Any], rule: str, word: str
) -> None:
    found = [each for each in linting.findings(planted) if name in each.message and word in each.message]
    assert any(each.rule.startswith(rule) and each.level is Level.REFUSED for each in found), [
        each.line() for each in linting.findings(planted) if name in each.message
    ]
    assert all(each.source and each.source.startswith("components/") for each in found)


def test_a_type_that_a_region_lacks_is_refused(translator: Translator) -> None:
    found = translator.translate(
        made("aws:macie2/account:Account", "macie", {"status": "ENABLED", "region": "ca-west-1"})
    )
    assert found is not None
    (refused,) = linting.findings(linting.lint([found]))
    assert (refused.rule, refused.level) == ("E3006", Level.REFUSED)
    assert "ca-west-1" in refused.message


def test_a_state_that_no_state_machine_knows_is_refused(translator: Translator) -> None:
    states = '{"StartAt": "A", "States": {"A": {"Type": "Taks", "End": true}}}'
    given = {"definition": states, "roleArn": "arn:aws:iam::123456789012:role/runs", "region": "us-east-1"}
    found = translator.translate(made("aws:sfn/stateMachine:StateMachine", "requests", given))
    assert found is not None
    (refused,) = linting.findings(linting.lint([found]))
    assert (refused.rule, refused.level) == ("E3601", Level.REFUSED)
    assert "requests Definition.States.A.Type" in refused.message


def test_types_of_nodes_are_asked_of_their_region(translator: Translator) -> None:
    nodes = {"instanceTypes": ["t4g.large", "m1.small"], "region": "eu-south-2"}
    found = translator.instances(made("aws:eks/nodeGroup:NodeGroup", "nodes", nodes))
    (refused,) = linting.findings(linting.lint(found))
    assert refused.level is Level.REFUSED
    assert "nodes InstanceType" in refused.message
    assert "m1.small" in refused.message


def test_what_is_not_known_yet_is_no_fault(staging_plan: Plan, translator: Translator) -> None:
    templates = linting.template([_translated(staging_plan, translator, CLUSTER, {})])
    assert "Fn::ImportValue" in str(templates)
    assert linting.findings(linting.lint([_translated(staging_plan, translator, CLUSTER, {})])) == []


def test_a_part_is_not_asked_for_what_stands_beside_it(staging_plan: Plan, translator: Translator) -> None:
    attached = next(
        each for each in staging_plan.resources if each.type == "aws:iam/rolePolicyAttachment:RolePolicyAttachment"
    )
    messages = linting.lint([_translated(staging_plan, translator, attached.name, {})])
    assert [each.text for each in messages] == ["'AssumeRolePolicyDocument' is a required property"]
    assert linting.findings(messages) == []


def test_without_cfn_lint_it_says_how_to_get_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Any) -> None:
    monkeypatch.setattr(schemas, "ENVIRONMENT", tmp_path)
    with pytest.raises(OperationError, match=r"isn't installed; `make preflight` installs it"):
        linting.lint([])


def test_a_cfn_lint_that_breaks_down_is_told(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any, staging_plan: Plan, translator: Translator
) -> None:
    (tmp_path / "bin").mkdir()
    broken = tmp_path / "bin" / "cfn-lint"
    broken.write_text("#!/bin/sh\necho no module named this >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr(schemas, "ENVIRONMENT", tmp_path)
    with pytest.raises(OperationError, match="cfn-lint failed: no module named this"):
        linting.lint([_translated(staging_plan, translator, CLUSTER, {})])


def test_noise_is_of_its_rule_type_place_and_words_alone() -> None:
    resource = made("aws:ec2/subnet:Subnet", "it")
    of = Translated(resource=resource, type="AWS::EC2::Subnet", region="us-east-1", part=False, properties={})
    noise = Noise(
        rule="W3010",
        type="AWS::EC2::Subnet",
        path="AvailabilityZone",
        message="Avoid.*",
        why="it is asked for at run time",
    )

    def message(**differs: str) -> Message:
        told = {"rule": "W3010", "severity": "Warning", "path": "AvailabilityZone", "text": "Avoid this"}
        return Message(of=of, **told | differs)

    assert noise.covers(message())
    assert not any(
        noise.covers(message(**other))
        for other in ({"rule": "E3010"}, {"path": "AvailabilityZones"}, {"text": "Don't"})
    )
