"""What a cluster is given by name alone, as it is rendered: where it lies, what it is held to, and none unasked."""

import json
import math
import subprocess
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest
import yaml

from components.compute.load_test import NAMESPACE, REQUESTS_PER_RUNNER, SCRIPT
from components.compute.pod_faults import RUN
from components.compute.requestable import declare_requestable
from ops.feed import release
from sandbox.providers.kubernetes import KubernetesProvider
from settings import Settings, parse
from tests.components.compute.room import ABROAD, CONTEXT, HOME, REGIONS
from tests.components.deployed import deployment_by
from tests.components.site import active_site
from tests.test_settings import VALID

DIGEST = f"sha256:{'0' * 64}"
LOAD = {"image": f"docker.io/grafana/k6@{DIGEST}", "starterImage": f"ghcr.io/grafana/starter@{DIGEST}", "minutes": 7}
FAULTS = ["pod-clock", "pod-delay", "pod-kill", "pod-loss", "pod-partition"]
PROMISES = {"errorRatePercent": 0.5, "latencyP95Ms": 120, "latencyP99Ms": 400}
PER_MINUTE = 1_200_000
Rendered = Mapping[str, Mapping[str, Any]]


def settings(**changes: Any) -> Settings:
    return parse({**VALID, **changes})


def rendered(folder: Path, wanted: Settings) -> Rendered:
    """Return what is rendered in two regions, by the file under the folder of manifests."""

    def program() -> None:
        for region in REGIONS:
            declare_requestable(wanted, active_site(region, CONTEXT, REGIONS))

    result = deployment_by({"kubernetes": KubernetesProvider(folder)}, folder, program).up()
    assert not result.failed, result.failures[:3]
    root = folder / ".sandbox" / "manifests" / "room"
    return {str(file.relative_to(root)): yaml.safe_load(file.read_text()) for file in root.rglob("*.yaml")}


@pytest.fixture(scope="module")
def everything(tmp_path_factory: pytest.TempPathFactory) -> Rendered:
    """All that can be asked for."""
    targets = {"requestsPerMinute": PER_MINUTE}
    return rendered(
        tmp_path_factory.mktemp("all"), settings(chaos=FAULTS, loadTest=LOAD, targets=targets, objectives=PROMISES)
    )


def of_kind(found: Rendered, kind: str, region: str = HOME.name) -> Any:
    [one] = [each for path, each in found.items() if each["kind"] == kind and path.startswith(region)]
    return one


def test_a_stack_that_asks_for_nothing_has_nothing(tmp_path: Path) -> None:
    assert rendered(tmp_path, settings()) == {}
    assert rendered(tmp_path, settings(chaos=["nodes"])) == {}


def test_what_is_given_by_name_lies_where_no_release_looks_and_has_its_name(everything: Rendered) -> None:
    folders = {path.partition("/")[0] for path in everything}
    assert folders == {f"{region.name}{release.ON_REQUEST}" for region in REGIONS}
    assert release.RUN == RUN
    assert {one["metadata"]["labels"][RUN] for one in everything.values()} == {*FAULTS, "load"}


def test_every_region_has_each_experiment(everything: Rendered) -> None:
    for region in REGIONS:
        found = {
            one["metadata"]["name"]
            for path, one in everything.items()
            if path.startswith(region.name) and one["apiVersion"].startswith("chaos-mesh.org")
        }
        assert found == set(FAULTS) == set(settings(chaos=FAULTS).pod_faults)


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_a_region_is_sent_its_share_of_the_load_and_held_to_the_promises(everything: Rendered, region: Any) -> None:
    spec = of_kind(everything, "TestRun", region.name)["spec"]
    told = json.loads(next(one["value"] for one in spec["runner"]["env"] if one["name"] == "PROMISED"))
    assert told["requestsPerMinute"] == PER_MINUTE * region.weight // 100
    assert spec["parallelism"] == math.ceil(told["requestsPerMinute"] / REQUESTS_PER_RUNNER)
    assert (told["errorShare"], told["latencyP95Ms"], told["latencyP99Ms"]) == (0.005, 120, 400)
    assert told["users"] * 1000 / 400 >= told["requestsPerMinute"] / 60
    assert told["minutes"] == 7


def test_the_token_is_nowhere_in_the_manifests(everything: Rendered) -> None:
    env = of_kind(everything, "TestRun")["spec"]["runner"]["env"]
    assert [one for one in env if one["name"] == "TOKEN"] == [
        {"name": "TOKEN", "valueFrom": {"secretKeyRef": {"name": "load-token", "key": "token"}}}
    ]


@pytest.mark.parametrize("part", ["initializer", "runner", "starter"])
def test_its_pods_are_what_the_cluster_s_rules_ask(everything: Rendered, part: str) -> None:
    pod = of_kind(everything, "TestRun")["spec"][part]
    assert pod["image"].endswith(f"@{DIGEST}")
    assert pod["image"].startswith("123456789012.dkr.ecr.us-east-1.amazonaws.com/")
    assert (pod["securityContext"]["runAsNonRoot"], pod["automountServiceAccountToken"]) == (True, "false")
    assert pod["containerSecurityContext"] == {
        "allowPrivilegeEscalation": False,
        "capabilities": {"drop": ["ALL"]},
        "readOnlyRootFilesystem": True,
    }
    assert pod["resources"]["limits"]["memory"] == pod["resources"]["requests"]["memory"]


def test_runners_reach_the_gateway_and_names_and_nothing_else(everything: Rendered) -> None:
    policies = [
        one for path, one in everything.items() if one["kind"] == "NetworkPolicy" and path.startswith(ABROAD.name)
    ]
    by_namespace = {one["metadata"]["namespace"]: one["spec"] for one in policies}
    egress = by_namespace[NAMESPACE]["egress"]
    assert sorted(port["port"] for rule in egress for port in rule.get("ports", ())) == [53, 53, 8443]
    assert by_namespace["istio-ingress"]["ingress"][0]["ports"] == [{"port": 8443, "protocol": "TCP"}]
    assert of_kind(everything, "Namespace")["metadata"]["labels"]["pod-security.kubernetes.io/enforce"] == "restricted"


def test_the_script_asks_what_was_promised_at_the_rate_that_was_targeted() -> None:
    """Read by node, with k6's own modules and variables stood in for."""
    told = {"requestsPerMinute": 10, "minutes": 3, "users": 4, "errorShare": 0.005, "latencyP95Ms": 120}
    told |= {"latencyP99Ms": 400, "url": "https://gateway/", "host": "api.example.com"}
    source = SCRIPT.read_text().replace('import http from "k6/http";', "const http = globalThis.http;")
    stand_in = "globalThis.asked = []; globalThis.http = { get: (...what) => asked.push(what) };\n"
    stand_in += f"globalThis.__ENV = {{ PROMISED: {json.dumps(json.dumps(told))}, TOKEN: 't' }};\n"
    ending = "\nexport { options as told }; run(); console.log(JSON.stringify({ options, asked }));"
    module = stand_in + source.replace("export default function ()", "function run()") + ending
    ran = subprocess.run(
        ["node", "--input-type=module", "-e", module],
        capture_output=True,
        text=True,
        check=True,
    )
    found = json.loads(ran.stdout)
    scenario = found["options"]["scenarios"]["requests"]
    assert (scenario["executor"], scenario["rate"], scenario["timeUnit"]) == ("constant-arrival-rate", 10, "1m")
    assert (scenario["duration"], scenario["preAllocatedVUs"]) == ("3m", 4)
    thresholds = found["options"]["thresholds"]
    assert thresholds["http_req_failed"][0]["threshold"] == "rate<0.005"
    assert [one["threshold"] for one in thresholds["http_req_duration"]] == ["p(95)<120", "p(99)<400"]
    [[url, sent]] = found["asked"]
    assert (url, sent["headers"]) == ("https://gateway/", {"Host": "api.example.com", "Authorization": "Bearer t"})
