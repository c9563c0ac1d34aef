"""What a cluster is declared to refuse, in the manifests that are rendered for it."""

from typing import Any

import pytest
import yaml

from components.compute.admission import BREAK_GLASS, HELD, PLURALS, SYSTEM_NAMESPACES, policy_name
from components.compute.mesh_names import APPLICATION_NAMESPACE, INGRESS_NAMESPACE
from components.delivery.charts import MESH, SYSTEM
from tests.components.compute.room import REGIONS, Room

RULES: dict[str, Any] = yaml.safe_load(HELD.read_text(encoding="utf-8"))["rules"]
POLICY, BINDING = "ValidatingAdmissionPolicy", "ValidatingAdmissionPolicyBinding"


@pytest.mark.parametrize("region", REGIONS, ids=lambda region: region.name)
def test_every_cluster_has_a_policy_for_each_rule_that_refuses_or_warns_and_is_logged(room: Room, region: Any) -> None:
    manifests = room.manifests(region)
    for rule, described in RULES.items():
        spec = manifests[f"{POLICY}/{policy_name(rule)}"]["spec"]
        bound = manifests[f"{BINDING}/{policy_name(rule)}"]["spec"]
        assert spec["failurePolicy"] == "Fail"
        assert spec["validations"][0]["message"] == described["message"]
        assert {"name": "holds", "expression": described["holds"]} in spec["variables"]
        assert bound["policyName"] == policy_name(rule)
        assert bound["validationActions"] == ["Deny" if described["level"] == "mandatory" else "Warn", "Audit"]
    assert sum(key.startswith(f"{POLICY}/") for key in manifests) == len(RULES)
    assert sum(key.startswith(f"{BINDING}/") for key in manifests) == len(RULES)


def test_a_policy_carries_the_controls_that_it_serves(room: Room) -> None:
    metadata = room.manifests()[f"{POLICY}/kubernetes-pod-is-not-privileged"]["metadata"]
    assert metadata["labels"] == {"groot/rule": "kubernetes_pod_is_not_privileged", "groot/severity": "critical"}
    wanted = RULES["kubernetes_pod_is_not_privileged"]["controls"]
    assert metadata["annotations"] == {f"groot/{framework}": told for framework, told in wanted.items()}


def test_each_kind_of_a_rule_is_asked_for_by_the_name_that_the_api_has(room: Room) -> None:
    for rule, described in RULES.items():
        rules = room.manifests()[f"{POLICY}/{policy_name(rule)}"]["spec"]["matchConstraints"]["resourceRules"]
        asked = {(*one["apiGroups"], plural) for one in rules for plural in one["resources"]}
        groups = {"apps/v1": "apps", "batch/v1": "batch", "core/v1": ""}
        kinds = [kind.split(":") for kind in described["kinds"]]
        assert asked == {(groups[group], PLURALS[kind]) for group, kind in kinds}


def test_charts_and_add_ons_are_spared_and_the_platform_s_own_namespaces_are_not() -> None:
    assert {MESH, SYSTEM} <= set(SYSTEM_NAMESPACES)
    assert not {APPLICATION_NAMESPACE, INGRESS_NAMESPACE, "default"} & set(SYSTEM_NAMESPACES)


def test_one_group_alone_has_the_right_to_break_glass_and_on_these_policies_alone(room: Room) -> None:
    manifests = room.manifests()
    [right] = manifests["ClusterRole/groot-break-glass"]["rules"]
    assert right["verbs"] == ["bypass"]
    assert sorted(right["resourceNames"]) == sorted(policy_name(rule) for rule in RULES)
    assert [one["name"] for one in manifests["ClusterRoleBinding/groot-break-glass"]["subjects"]] == [BREAK_GLASS]
