"""What a cluster refuses by the platform's policies is what the rules say of it: rule by rule, on a real API server."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pulumi
import pytest
import yaml

from components.compute.admission import PLURALS
from components.compute.manifests import manifests_provider
from components.compute.mesh import MeshRouting, MeshRoutingArgs
from policies.admission.table import load
from policies.rules.kubernetes._pods import TYPES
from sandbox.providers.kubernetes import KubernetesProvider
from tests.components.compute import room
from tests.components.deployed import deployment_by
from tests.mesh.held import Held, policies, typed
from tests.mesh.workloads import GOOD, WRONG, formed, workload
from tests.policies.case import ABSENT, changed
from tests.policies.test_rules import RULES, cases

SAID = sorted(load().holds)
FORMLESS = {("kubernetes_pod_image_is_pinned", "image")}
"""Changes that take away what no workload may lack, by rule and the end of the path."""
FILLED_IN = {("kubernetes_pod_is_limited", "kubernetes:core/v1:Pod", "resources.requests.memory")}
"""Changes that the API server takes back, by rule, type and the end of the path: a pod with a limit and no request gets
the limit for one (Kubernetes, "Resource Management for Pods and Containers"). A template doesn't."""

every_rule = pytest.mark.parametrize("rule", SAID)


def test_each_rule_has_a_policy_and_each_policy_a_rule(cluster: Held) -> None:
    assert sorted(policies(cluster)) == SAID


def test_no_policy_is_warned_of_by_the_type_checker(cluster: Held) -> None:
    assert {rule: warnings for rule, warnings in typed(cluster).items() if warnings} == {}


@every_rule
def test_what_complies_is_let_in_and_each_single_change_that_breaks_the_rule_is_not(cluster: Held, rule: str) -> None:
    for kind, case in cases(RULES[rule]):
        for change in (None, *case.accepted):
            props = changed(case.compliant, *change) if change else case.compliant
            answer = cluster.judged(formed(kind, props))
            assert answer.status in (201, 403), answer.message
            assert rule not in answer.broken, (kind, change)
        for path, value in case.broken:
            answer = cluster.judged(formed(kind, changed(case.compliant, path, value)))
            if value is ABSENT and any(rule == one and path.endswith(end) for one, end in FORMLESS):
                continue
            if value is ABSENT and any((rule, kind) == (one, of) and path.endswith(end) for one, of, end in FILLED_IN):
                assert rule not in answer.broken
                continue
            assert (answer.status, rule in answer.broken) == (403, True), (kind, path, value, answer.message)


@pytest.mark.parametrize("kind", sorted(TYPES))
def test_a_workload_that_complies_is_let_in_and_one_that_does_not_is_told_why(cluster: Held, kind: str) -> None:
    good, wrong = cluster.judged(workload(kind, GOOD), cluster.ann), cluster.judged(workload(kind, WRONG), cluster.ann)
    assert (good.status, good.broken, good.message) == (201, frozenset(), "")
    assert wrong.status == 403
    [said] = [rule for rule in RULES.values() if rule.remediation in wrong.message]
    assert said.name in wrong.broken
    assert wrong.message.endswith(f"{said.title} {said.remediation} ({said.link})")


def test_a_refusal_is_in_the_audit_log_with_who_asked_and_every_rule(cluster: Held) -> None:
    answer = cluster.judged(workload("apps/v1:Deployment", WRONG), cluster.ann)
    assert answer.entry["user"].get("username") == "ann"
    assert answer.entry["responseStatus"]["code"] == 403
    assert answer.broken == set(SAID) - {"kubernetes_pod_is_not_in_default_namespace"}


def test_the_platform_s_own_workloads_are_let_in(cluster: Held, tmp_path: Path) -> None:
    workloads = [one for one in own(tmp_path) if one["kind"] in PLURALS]
    assert {one["metadata"]["name"] for one in workloads} == {"groot-api", "ingress"}
    for one in workloads:
        answer = cluster.judged(one)
        assert (answer.status, answer.told) == (201, {}), answer.message


def own(folder: Path) -> Sequence[Mapping[str, Any]]:
    """Return the manifests of one cluster, rendered without an account."""

    def program() -> None:
        manifests = manifests_provider("manifests", "manifests")
        args = MeshRoutingArgs(
            site=room.site(room.HOME),
            weights={room.HOME.name: 100},
            host=room.HOST,
            token_key_set=room.KEY_SET,
            api=room.API,
            issuer_arn=None,
            east_west_addresses={},
            nodes_security_group_id="sg-1",
            table_cidrs=[room.TABLE_CIDR],
            store_cidrs=[*room.STORE_CIDRS.values()],
            target_groups={"https": "arn:aws:elasticloadbalancing:us-east-1:1:targetgroup/a/1"},
        )
        MeshRouting("mesh", args, pulumi.ResourceOptions(providers=[manifests]))

    result = deployment_by({"kubernetes": KubernetesProvider(folder)}, folder, program).up()
    assert not result.failed, result.failures[:3]
    return [yaml.safe_load(file.read_text(encoding="utf-8")) for file in (folder / "manifests").rglob("*.yaml")]


def test_what_is_not_the_program_s_is_spared_and_nothing_else(cluster: Held) -> None:
    spared = cluster.judged(workload("apps/v1:DaemonSet", WRONG, "kube-system"))
    assert (spared.status, spared.told) == (201, {})
    assert cluster.judged(workload("apps/v1:DaemonSet", WRONG, "default")).broken == set(SAID)
