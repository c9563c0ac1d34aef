"""The baseline pack as the stock engine runs it: started in its own folder, spoken to over gRPC."""

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

from policies.model import Level
from policies.pulumi_pack import policies
from policies.registry import Registry, discover
from policies.waivers import Waiver
from tests.policies.analyzer import URN, Analyzer
from tests.policies.test_core import BUCKET, TODAY, bad, rule

PACK = Path(__file__).parents[2] / "policies" / "packs" / "baseline"
BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
SECONDS = 30


@pytest.fixture(scope="module")
def pack() -> Iterator[Any]:
    command = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:0", "."]
    with subprocess.Popen(command, cwd=PACK, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            port = int(process.stdout.readline())
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                yield analyzer_pb2_grpc.AnalyzerStub(channel)
        finally:
            process.kill()


def test_the_pack_offers_every_rule_with_its_level_severity_mend_and_link(pack: Any) -> None:
    info = pack.GetAnalyzerInfo(empty_pb2.Empty(), timeout=SECONDS)
    assert info.name == "groot-baseline"
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


def test_the_pack_runs_in_the_projects_environment() -> None:
    project = yaml.safe_load((PACK / "PulumiPolicy.yaml").read_text(encoding="utf-8"))
    assert project["runtime"]["name"] == "python"
    assert (PACK / project["runtime"]["options"]["virtualenv"]).resolve() == PACK.parents[2] / ".venv"


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
