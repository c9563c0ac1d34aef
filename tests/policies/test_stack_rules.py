"""The stack rules on a small platform: what is missing, and where, is named exactly, in both engines alike."""

from collections.abc import Sequence
from dataclasses import replace

import pytest

from tests.policies.platform import KEY_POLICY, platform
from tests.policies.stack import View, with_props
from tests.policies.stack_bases import broken, left_out, shared_account
from tests.policies.stack_case import FIVE, RULES, TWO, every_view, faults, judged, without


@every_view
@pytest.mark.parametrize("regions", [TWO[:1], TWO, FIVE])
@pytest.mark.parametrize("protect", [True, False])
def test_a_complete_platform_meets_every_rule_even_before_it_is_deployed(
    view: View, regions: Sequence[str], protect: bool
) -> None:
    assert judged(platform(regions, protect=protect).graph(view)) == (set(), set())


REGIONAL = [
    name
    for name in platform(FIVE).nodes
    if "eu-west-1" in name and not name.startswith(("shard-map", "records", "transit"))
]


@pytest.mark.parametrize("name", REGIONAL)
def test_whatever_one_region_loses_is_named_with_its_region(name: str) -> None:
    (lost,) = faults("stack_regions_are_complete", without(name).graph())
    assert lost.startswith(f"eu-west-1 lacks {name} (")
    assert lost.endswith("which stands in us-east-1")


def test_a_loss_among_five_regions_names_the_one() -> None:
    (lost,) = faults("stack_regions_are_complete", without("cluster-eu-west-1", FIVE).graph())
    others = ", ".join(sorted(set(FIVE) - {"eu-west-1"}))
    assert lost == f"eu-west-1 lacks cluster-eu-west-1 (Cluster), which stands in {others}"


def test_a_region_that_loses_what_it_is_known_by_is_still_a_region() -> None:
    (lost,) = faults("stack_regions_are_complete", without("network-us-east-1-vpc").graph())
    assert lost == "us-east-1 lacks network-us-east-1-vpc (Vpc), which stands in eu-west-1"


def test_a_lost_key_replica_is_named_by_the_key_too() -> None:
    found = faults("stack_replicas_reach_every_region", without("keys-restricted-eu-west-1").graph())
    assert found == {"keys-restricted-us-east-1: it has no replica in eu-west-1"}


@pytest.mark.parametrize(
    ("name", "replicas", "missing"),
    [
        ("shard-map-table", [{"regionName": "us-west-2"}], "ap-southeast-2, eu-west-1, sa-east-1"),
        ("shard-map-table", [], "ap-southeast-2, eu-west-1, sa-east-1, us-west-2"),
        ("database-secret", [{"region": region} for region in FIVE[1:-1]], "sa-east-1"),
    ],
)
def test_missing_replicas_are_named(name: str, replicas: list[dict[str, str]], missing: str) -> None:
    graph = with_props(platform(FIVE).graph(), name, replicas=replicas)
    assert faults("stack_replicas_reach_every_region", graph) == {f"{name}: it has no replica in {missing}"}


@every_view
def test_a_global_database_without_a_member_in_a_region_is_named(view: View) -> None:
    found = faults("stack_replicas_reach_every_region", without("database-eu-west-1-cluster").graph(view))
    assert found == {"database-global: it has no replica in eu-west-1"}


def test_a_table_of_one_region_needs_no_replicas() -> None:
    stack = platform()
    for region in TWO:
        stack.add("aws:dynamodb/table:Table", f"cache-{region}", region=region)
    assert not faults("stack_replicas_reach_every_region", stack.graph())


def test_a_key_outside_the_active_regions_needs_no_replicas() -> None:
    stack = platform(("eu-west-1", "eu-central-1"))
    stack.add("aws:kms/key:Key", "control-key", region="us-east-1", multiRegion=True, policy=KEY_POLICY)
    assert judged(stack.graph()) == (set(), set())


def test_a_store_that_no_selection_of_its_region_takes_is_named() -> None:
    assert faults("stack_stores_are_backed_up", without("backup-eu-west-1-selection").graph()) == {
        f"{name}: no backup selection in eu-west-1 takes it"
        for name in ("archive-eu-west-1-bucket", "database-eu-west-1-cluster", "deliveries-eu-west-1-bucket")
    }


@pytest.mark.parametrize(
    ("selection", "backed_up"),
    [
        ({"resources": ["*"], "conditions": None}, True),
        ({"resources": ["arn:aws:s3:*"], "conditions": None}, False),
        ({"resources": ["arn:aws:rds:us-east-1:123456789012:*"], "conditions": None}, True),
        ({"resources": None}, False),
        ({"notResources": ["arn:aws:rds:*"]}, False),
        ({"conditions": [{"stringEquals": [{"key": "aws:ResourceTag/data-class", "value": "internal"}]}]}, False),
        ({"resources": None, "selectionTags": [{"key": "data-class", "value": "confidential"}]}, True),
        ({"resources": None, "selectionTags": [{"key": "data-class", "value": "internal"}]}, False),
        ({"region": "eu-west-1"}, False),
    ],
)
def test_a_selection_takes_what_its_tags_or_conditions_say(selection: dict[str, object], backed_up: bool) -> None:
    graph = with_props(platform().graph(), "backup-us-east-1-selection", **selection)
    found = faults("stack_stores_are_backed_up", graph)
    assert ("database-us-east-1-cluster: no backup selection in us-east-1 takes it" not in found) == backed_up


def test_a_store_without_a_data_class_is_not_asked_for_backups() -> None:
    graph = with_props(without("backup-eu-west-1-selection").graph(), "database-eu-west-1-cluster", tags={"owner": "x"})
    assert not any("database" in fault for fault in faults("stack_stores_are_backed_up", graph))


@pytest.mark.parametrize(
    ("key", "fault"),
    [
        (None, "it is not encrypted under a customer key"),
        ("alias/aws/rds", "it is not encrypted under a customer key"),
        ("arn:aws:kms:us-east-1:123456789012:key/1", "its key is of another region than eu-west-1"),
    ],
)
def test_a_store_under_no_key_of_its_region_is_named(key: str | None, fault: str) -> None:
    graph = with_props(platform().graph(), "database-eu-west-1-cluster", kmsKeyId=key)
    assert faults("stack_stores_use_customer_keys", graph) == {f"database-eu-west-1-cluster: {fault}"}


def test_a_key_from_outside_the_stack_is_an_obligation_of_the_preview() -> None:
    stack = platform()
    stack.remove("keys-restricted-eu-west-1")
    violated, open_ = judged(stack.graph(View.PREVIEW))
    assert not any(rule == "stack_stores_use_customer_keys" for rule, _ in violated)
    assert {message.partition(":")[0] for rule, message in open_ if rule == "stack_stores_use_customer_keys"} == {
        "cluster-eu-west-1-eks",
        "cluster-eu-west-1-logs",
        "database-eu-west-1-cluster",
        "vault-eu-west-1",
    }


@pytest.mark.parametrize(
    ("name", "props", "fault"),
    [
        ("database-global", {"deletionProtection": False}, "deletionProtection is not true"),
        ("database-eu-west-1-cluster", {"deletionProtection": None}, "deletionProtection is not true"),
        ("archive-us-east-1-bucket", {"forceDestroy": True}, "forceDestroy is not false"),
        ("vault-us-east-1", {"forceDestroy": True}, "forceDestroy is not false"),
        ("network-us-east-1-firewall", {"deleteProtection": False}, "deleteProtection is not true"),
        ("cluster-us-east-1-eks", {"deletionProtection": False}, "deletionProtection is not true"),
        ("shard-map-table", {"deletionProtectionEnabled": False}, "deletionProtectionEnabled is not true"),
        (
            "shard-map-table",
            {"replicas": [{"regionName": "eu-west-1"}]},
            "deletionProtectionEnabled of a replica is not true",
        ),
    ],
)
def test_a_stack_that_protects_its_data_protects_all_of_it(name: str, props: dict[str, object], fault: str) -> None:
    graph = with_props(platform(protect=True).graph(), name, **props)
    assert faults("stack_deletion_protection_is_complete", graph) == {f"{name}: {fault}"}


def test_a_store_that_the_program_forgets_to_protect_is_named() -> None:
    graph = [
        replace(resource, protect=resource.protect and resource.name != "vault-us-east-1")
        for resource in platform(protect=True).graph()
    ]
    assert faults("stack_deletion_protection_is_complete", graph) == {
        "vault-us-east-1: the program does not protect it"
    }


def test_every_stack_rule_has_been_seen_to_fail() -> None:
    violated, _ = judged(broken().graph())
    shared, _ = judged(shared_account().graph())
    bare, _ = judged(left_out().graph())
    following = {"stack_copies_arrive", "stack_logs_arrive", "stack_paths_carry"}  # seen in paths/test_staging.py
    assert {rule for rule, _ in violated | shared | bare} == set(RULES) - following
