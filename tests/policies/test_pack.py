"""The packs as the stock engine runs them: started in their own folders, spoken to over gRPC."""

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
import yaml
from google.protobuf import empty_pb2, json_format, struct_pb2
from pulumi.runtime import proto
from pulumi.runtime.proto import analyzer_pb2_grpc

from policies import frameworks, packs
from policies.model import Level
from policies.pulumi_pack import metadata, policies
from policies.registry import Registry, discover
from policies.waivers import Waiver
from tests.policies.analyzer import URN, Analyzer
from tests.policies.test_core import BUCKET, TODAY, bad, rule

PACKS = Path(packs.__path__[0])
CATALOGUE = frameworks.load(discover())
BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
SECONDS = 30


@pytest.fixture(scope="module")
def pack() -> Iterator[Any]:
    command = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:0", "."]
    with subprocess.Popen(command, cwd=PACKS / "enterprise", stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            port = int(process.stdout.readline())
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                yield analyzer_pb2_grpc.AnalyzerStub(channel)
        finally:
            process.kill()


def test_the_pack_offers_every_rule_with_its_level_severity_mend_and_link(pack: Any) -> None:
    info = pack.GetAnalyzerInfo(empty_pb2.Empty(), timeout=SECONDS)
    assert info.name == "groot-enterprise"
    offered = {policy.name: policy for policy in info.policies}
    every = {each.name: each for each in (*discover().rules, *discover().stack_rules)}
    assert offered.keys() == every.keys()
    levels = {Level.ADVISORY: proto.ADVISORY, Level.MANDATORY: proto.MANDATORY}
    for name, policy in offered.items():
        assert policy.enforcementLevel == levels[every[name].level]
        assert policy.severity == getattr(proto, f"POLICY_SEVERITY_{every[name].severity.upper()}")
        assert (policy.remediation_steps, policy.url) == (every[name].remediation, every[name].link)


def test_the_pack_judges(pack: Any) -> None:
    properties = json_format.ParseDict({"bucket": "logs", "blockPublicAcls": True}, struct_pb2.Struct())
    request = proto.AnalyzeRequest(
        type=BLOCK,
        name="logs",
        urn=URN.format(type=BLOCK, name="logs"),
        properties=properties,
        options=proto.AnalyzerResourceOptions(),
    )
    answer = pack.Analyze(request, timeout=SECONDS)
    (violation,) = answer.diagnostics
    assert violation.policyName == "s3_bucket_public_access_is_blocked"
    assert violation.enforcementLevel == proto.MANDATORY
    judged = {each.policy_name for each in answer.not_applicable} | {violation.policyName}
    assert judged == {each.name for each in discover().rules}


def test_there_is_a_folder_for_each_pack_and_all_start_alike() -> None:
    folders = {path.parent.name: path for path in PACKS.glob("*/PulumiPolicy.yaml")}
    assert folders.keys() == set(packs.names(CATALOGUE))
    assert len({path.with_name("__main__.py").read_text(encoding="utf-8") for path in folders.values()}) == 1


@pytest.mark.parametrize("name", packs.names(CATALOGUE))
def test_a_pack_runs_in_the_projects_environment(name: str) -> None:
    project = yaml.safe_load((PACKS / name / "PulumiPolicy.yaml").read_text(encoding="utf-8"))
    assert project["runtime"]["name"] == "python"
    assert (PACKS / name / project["runtime"]["options"]["virtualenv"]).resolve() == PACKS.parents[1] / ".venv"


def test_the_baseline_is_what_is_mandatory_and_a_framework_what_its_controls_rest_on() -> None:
    baseline = packs.rules("baseline", CATALOGUE)
    assert {each.level for each in (*baseline.rules, *baseline.stack_rules)} == {Level.MANDATORY}
    for framework in CATALOGUE.frameworks.values():
        controls = [control for control in framework.every_control() if control.automated]
        resting = {each.name for control in controls for each in CATALOGUE.rules_of(control)}
        assert packs.rules(framework.pack, CATALOGUE).names() == resting


def test_a_union_of_packs_holds_each_rule_once_and_an_unknown_pack_is_refused() -> None:
    both = packs.union(["baseline", "enterprise"], CATALOGUE)
    assert both.names() == packs.rules("enterprise", CATALOGUE).names()
    assert len((*both.rules, *both.stack_rules)) == len(both.names())
    with pytest.raises(packs.PackError, match="there is no policy pack soc3; there are baseline, enterprise"):
        packs.union(["soc3"], CATALOGUE)


def test_a_policy_says_which_controls_it_bears_on() -> None:
    for framework in CATALOGUE.frameworks.values():
        offered = policies(packs.rules(framework.pack, CATALOGUE), frameworks=metadata(framework.pack, CATALOGUE))
        for policy in offered:
            assert policy.framework
            assert (policy.framework.name, policy.framework.version) == (framework.title, framework.version)
            controls = ", ".join(CATALOGUE.controls_by_rule[policy.name][framework.id])
            assert policy.framework.reference == f"{framework.pack}: {controls}"


def test_what_a_waiver_excuses_is_not_reported() -> None:
    waiver = Waiver(
        urn="urn:pulumi:test::*::thing", rule="s3_bucket_is_good", reason="r", approver="a", ticket="t", expires=TODAY
    )
    registry = Registry((rule(bad),), ())
    assert Analyzer(policies(registry)).analyze(BUCKET, {}).violations
    assert not Analyzer(policies(registry, [waiver])).analyze(BUCKET, {}).violations
    assert Analyzer(policies(registry, [waiver])).analyze(BUCKET, {}, name="other").violations


def test_a_rule_that_raises_fails_the_run_with_its_name_and_no_secret() -> None:
    analyzer = Analyzer(policies(Registry((rule(lambda props: props["secret"] / 0),), ())))
    with pytest.raises(Exception, match="rule s3_bucket_is_good failed on urn:pulumi:test") as failed:
        analyzer.analyze(BUCKET, {"secret": "hunter2"})
    assert "hunter2" not in str(failed.value)
