"""Stacks that others wrote down, judged without their project."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from ops import subject_files, subjects
from ops.judge import project_judge, resource_of
from ops.request import OperationError
from ops.terraform_plan import plan as terraform_plan
from policies.core import Outcome
from sandbox.engine.judge import judged_of
from sandbox.state.model import ResourceState
from sandbox.values import UNKNOWN
from tests.ops.conftest import Groot

BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
RULE = "s3_bucket_public_access_is_blocked"
URN = "urn:pulumi:live::shop::"


def resource(name: str, token: str, **inputs: Any) -> dict[str, Any]:
    return {"urn": f"{URN}{token}::{name}", "type": token, "custom": True, "inputs": inputs, "outputs": inputs}


def written(folder: Path, document: Mapping[str, Any]) -> Path:
    path = folder / "written.json"
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def violated(path: Path) -> set[tuple[str, str]]:
    said = subject_files.read(path)
    judge = project_judge(root=path.parent)
    subjects.judge_states(judge, said.states)
    run = judge.run(said.project, said.stack, said.subject)
    assert not run.of(Outcome.FAILED)
    return {(each.rule, each.urn.rpartition("::")[2]) for each in run.of(Outcome.VIOLATED) if each.urn}


def test_an_export_of_any_stack_is_judged_without_its_project(groot: Groot, tmp_path: Path) -> None:
    (groot.root / "Pulumi.yaml").unlink()
    state = {"version": 3, "deployment": {"resources": [resource("b", BLOCK, bucket="x", blockPublicAcls=False)]}}
    path = written(tmp_path, state)
    assert (RULE, "b") in violated(path)
    outcome = groot.plain("assess", "--of", str(path), "--json")
    assert outcome.code == 3, outcome.err
    assert json.loads(outcome.out)["stack"] == "live"
    assert groot.plain("report", "--of", str(path), "--out", str(tmp_path / "page.html")).code == 3
    assert "shop" in (tmp_path / "page.html").read_text(encoding="utf-8")
    assert groot.plain("evidence", "--of", str(path)).code == 3


def test_a_preview_is_judged_by_what_will_be_and_its_unknown_values_are_open(tmp_path: Path) -> None:
    unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9"
    blocked = dict.fromkeys(("blockPublicPolicy", "ignorePublicAcls", "restrictPublicBuckets"), True)
    open_ = {"bucket": "x", "blockPublicAcls": unknown, **blocked}
    steps = [
        {"op": "create", "urn": f"{URN}x", "newState": resource("new", BLOCK, bucket=unknown, blockPublicAcls=False)},
        {"op": "create", "urn": f"{URN}z", "newState": resource("open", BLOCK, **open_)},
        {"op": "delete", "urn": f"{URN}y", "oldState": resource("old", BLOCK, bucket="x", blockPublicAcls=False)},
    ]
    said = subject_files.read(written(tmp_path, {"steps": steps}))
    assert [state.inputs["bucket"] for state in said.states] == [UNKNOWN, "x"]
    blocks = {name for rule, name in violated(tmp_path / "written.json") if rule == RULE}
    assert blocks == {"new"}


PLAN = {
    "format_version": "1.2",
    "variables": {"where": {"value": "eu-west-1"}},
    "resource_changes": [
        {
            "address": 'module.web.aws_lb.front["a"]',
            "mode": "managed",
            "type": "aws_lb",
            "change": {
                "actions": ["create"],
                "after": {
                    "internal": False,
                    "access_logs": [{"enabled": True, "bucket": "logs"}],
                    "tags": {"my_key": "a"},
                },
                "after_unknown": {"arn": True, "subnets": True},
            },
        },
        {
            "address": "module.web.aws_lb_listener.plain",
            "mode": "managed",
            "type": "aws_lb_listener",
            "change": {
                "actions": ["create"],
                "after": {"port": 80, "protocol": "HTTP", "default_action": [{"type": "forward", "redirect": []}]},
                "after_unknown": {"load_balancer_arn": True, "default_action": [{"target_group_arn": True}]},
            },
        },
        {
            "address": "aws_s3_bucket.gone",
            "mode": "managed",
            "type": "aws_s3_bucket",
            "change": {"actions": ["delete"], "after": None},
        },
        {"address": "data.aws_ami.a", "mode": "data", "type": "aws_ami", "change": {"after": {}}},
        {"address": "random_id.a", "mode": "managed", "type": "random_id", "change": {"after": {}}},
    ],
    "configuration": {
        "provider_config": {"aws": {"expressions": {"region": {"references": ["var.where"]}}}},
        "root_module": {
            "module_calls": {
                "web": {
                    "module": {
                        "resources": [
                            {
                                "address": "aws_lb_listener.plain",
                                "expressions": {
                                    "load_balancer_arn": {"references": ['aws_lb.front["a"].arn', "aws_lb.front"]}
                                },
                            }
                        ]
                    }
                }
            }
        },
    },
}


def test_a_plan_of_terraforms_is_read_with_pulumis_names_blocks_unknowns_and_references(tmp_path: Path) -> None:
    said = subject_files.read(written(tmp_path, PLAN))
    front, plain = said.states
    assert front.type == "aws:lb/loadBalancer:LoadBalancer"
    assert front.inputs == {
        "internal": False,
        "accessLogs": {"enabled": True, "bucket": "logs"},
        "tags": {"my_key": "a"},
        "subnets": UNKNOWN,
        "region": "eu-west-1",
    }
    assert front.outputs["arn"] is UNKNOWN
    assert plain.inputs["defaultActions"] == [{"type": "forward", "targetGroupArn": UNKNOWN}]
    assert plain.property_dependencies == {"loadBalancerArn": [front.urn]}
    judged = violated(tmp_path / "written.json")
    assert ("lb_listener_requires_forward_secrecy", "module.web.aws_lb_listener.plain") in judged


PROGRAM = [
    (
        "aws:ec2/securityGroup:SecurityGroup",
        "g",
        {
            "ingress": [{"protocol": "tcp", "fromPort": 22, "toPort": 22, "cidrBlocks": ["0.0.0.0/0"]}],
            "region": "eu-west-1",
        },
    ),
    (
        "aws:rds/instance:Instance",
        "d",
        {"engine": "mysql", "publiclyAccessible": True, "instanceClass": "db.t4g.small", "region": "eu-west-1"},
    ),
    (
        "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock",
        "b",
        {"bucket": UNKNOWN, "blockPublicAcls": False, "region": "eu-west-1"},
    ),
    (
        "aws:cloudfront/distribution:Distribution",
        "c",
        {
            "enabled": True,
            "defaultCacheBehavior": {"viewerProtocolPolicy": "allow-all", "targetOriginId": "o"},
            "origins": [
                {
                    "originId": "o",
                    "domainName": "example.com",
                    "customOriginConfig": {
                        "originProtocolPolicy": "http-only",
                        "httpPort": 80,
                        "httpsPort": 443,
                        "originSslProtocols": ["SSLv3"],
                    },
                }
            ],
            "viewerCertificate": {"cloudfrontDefaultCertificate": True},
        },
    ),
]


def test_a_plan_gives_the_verdicts_of_the_resources_that_it_was_made_of(tmp_path: Path) -> None:
    states = [
        ResourceState(urn=f"{URN}{token}::{name}", type=token, custom=True, inputs=inputs, outputs=inputs)
        for token, name, inputs in PROGRAM
    ]
    judge = project_judge(root=tmp_path)
    subjects.judge_states(judge, states)
    direct = judge.run("shop", "live", subject_files.Subject.PREVIEW)
    expected = {(each.rule, each.urn.rpartition("::")[2]) for each in direct.of(Outcome.VIOLATED) if each.urn}
    plan = terraform_plan.export(
        [resource_of(judged_of(state, state.inputs, None)) for state in states],
        {state.urn: "create" for state in states},
    )
    path = written(tmp_path, plan.document)
    assert {(rule, name.rpartition(".")[2]) for rule, name in violated(path)} == expected
    assert len(expected) > 10


@pytest.mark.parametrize("text", ["{", "[]", "{}", '{"steps": [{"op": "create"}]}', '{"deployment": {}}'])
def test_what_is_none_of_these_is_refused_in_a_line(groot: Groot, tmp_path: Path, text: str) -> None:
    (tmp_path / "odd.json").write_text(text, encoding="utf-8")
    outcome = groot.plain("assess", "--of", "odd.json")
    assert outcome.code == 1
    assert outcome.err.startswith("error: odd.json: ")
    assert outcome.err.count("\n") == 1
    with pytest.raises(OperationError, match="cannot be read"):
        subject_files.read(tmp_path / "nowhere.json")
    assert groot.plain("assess", "--of", "nowhere").code == 2
