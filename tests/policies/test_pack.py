"""The packs as the stock engine runs them: started in their own folders, spoken to over gRPC."""

import contextlib
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import grpc
import pytest
import yaml
from google.protobuf import empty_pb2
from pulumi.runtime import proto
from pulumi.runtime.proto import analyzer_pb2_grpc

from policies import frameworks, listening, packs, pulumi_pack
from policies.model import Level
from policies.offer import offer
from policies.pulumi_pack import serve
from policies.registry import discover
from policies.waivers import WaiverError
from tests.policies.analyzer import request

PACKS = Path(packs.__path__[0])
CATALOGUE = frameworks.load(discover())
BLOCK = "aws:s3/bucketPublicAccessBlock:BucketPublicAccessBlock"
SECONDS = 30


@contextlib.contextmanager
def started(pack: str) -> Iterator[Any]:
    """Start *pack* as the engine's language host does, and give what the engine asks it by."""
    command = [sys.executable, "-u", "-m", "pulumi.policy", "127.0.0.1:0", "."]
    with subprocess.Popen(command, cwd=PACKS / pack, stdout=subprocess.PIPE) as process:
        try:
            assert process.stdout
            port = int(process.stdout.readline())
            with grpc.insecure_channel(f"127.0.0.1:{port}") as channel:
                yield analyzer_pb2_grpc.AnalyzerStub(channel)
        finally:
            process.kill()


@pytest.fixture(scope="module")
def pack() -> Iterator[Any]:
    with started("enterprise") as stub:
        yield stub


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
    answer = pack.Analyze(request(BLOCK, {"bucket": "logs", "blockPublicAcls": True}), timeout=SECONDS)
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
        assert packs.rules(framework.pack, CATALOGUE).names() == resting - packs.HOUSE_RULES


def test_a_union_of_packs_holds_each_rule_once_and_an_unknown_pack_is_refused() -> None:
    both = packs.union(["baseline", "enterprise"], CATALOGUE)
    assert both.names() == packs.rules("enterprise", CATALOGUE).names()
    assert len((*both.rules, *both.stack_rules)) == len(both.names())
    with pytest.raises(packs.PackError, match="there is no policy pack soc3; there are baseline, enterprise, house"):
        packs.union(["soc3"], CATALOGUE)


def test_what_is_in_force_is_the_baseline_and_the_stacks_frameworks() -> None:
    baseline, ccpa = (packs.rules(each, CATALOGUE).names() for each in ("baseline", "ccpa"))
    assert packs.rules("in-force", CATALOGUE, []).names() == baseline
    assert packs.rules("in-force", CATALOGUE, ["ccpa"]).names() == baseline | ccpa
    assert ccpa - baseline
    assert packs.union(["in-force"], CATALOGUE, ["ccpa"]).names() == baseline | ccpa
    anybodys = discover().names() - packs.HOUSE_RULES
    assert packs.rules("in-force", CATALOGUE).names() == anybodys, "of no stack in particular"
    assert packs.rules("house", CATALOGUE).names() == packs.HOUSE_RULES


def test_the_pack_in_force_offers_what_the_stack_that_the_engine_names_asks_for() -> None:
    def offered(frameworks: str) -> dict[str, Any]:
        stack = proto.AnalyzerStackConfigureRequest(project="groot", config={"groot:frameworks": frameworks})
        stub.ConfigureStack(stack, timeout=SECONDS)
        return {each.name: each for each in stub.GetAnalyzerInfo(empty_pb2.Empty(), timeout=SECONDS).policies}

    with started("in-force") as stub:
        assert offered("[]").keys() == packs.union(["baseline", "house"], CATALOGUE).names()
        two = offered('["gdpr","ccpa"]')
        assert two.keys() == packs.union(["baseline", "house", "gdpr", "ccpa"], CATALOGUE).names()
        assert {each.framework.reference.partition(":")[0] for each in two.values()} == {"", "gdpr", "ccpa"}
        with pytest.raises(grpc.RpcError, match="there is no policy pack soc3; there are baseline, enterprise, house"):
            offered('["soc3"]')
        for odd in ("soc2", '"soc2"', "[2]", "{}"):
            with pytest.raises(grpc.RpcError, match="groot:frameworks: expected a list of compliance frameworks"):
                offered(odd)


def test_a_pack_that_cannot_start_says_why_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(listening, "PATIENCE_SECONDS", 0)
    with pytest.raises(SystemExit, match=r"^soc3: there is no policy pack soc3; there are"):
        serve("soc3", folder=PACKS / "soc3")

    def expired(*_: object) -> None:
        raise WaiverError("waivers.yaml: waiver 1: it expired on 2020-01-01\nwaivers.yaml: waiver 2: it expired too")

    monkeypatch.setattr(pulumi_pack, "load", expired)
    with pytest.raises(SystemExit, match=r"^baseline: waivers\.yaml: waiver 1: it [^;\n]*; waivers\.yaml: .*$"):
        serve("baseline", folder=PACKS / "baseline")


def test_a_policy_says_which_controls_it_bears_on() -> None:
    for framework in CATALOGUE.frameworks.values():
        for policy in offer([framework.pack], CATALOGUE).info(framework.pack).policies:
            assert (policy.framework.name, policy.framework.version) == (framework.title, framework.version)
            controls = ", ".join(CATALOGUE.controls_by_rule[policy.name][framework.id])
            assert policy.framework.reference == f"{framework.pack}: {controls}"
