from typing import Any

import pytest

from components.resilience.backup_plan import BackupPlan, BackupPlanArgs
from components.resilience.holdings import SUBJECT_KEYS, holdings
from settings import ClassPolicy, DataClass
from tests.components.data.declare import context, declare, regions
from tests.components.site import active_site

KEYS = "arn:aws:dynamodb:us-east-1:123456789012:table/keys"
HELD = [*(data_class.value for data_class in DataClass), SUBJECT_KEYS]
ONE_YEAR = ClassPolicy(retention_days=365, backup_interval_minutes=5)


def plans(
    count: int, *, prefix: str = "groot-test", policy: ClassPolicy = ONE_YEAR, token: str = "aws:backup/plan:Plan"
) -> dict[str, dict[str, Any]]:
    """Return what the plan of us-east-1 declares of a type, by what it holds."""

    def program() -> None:
        active = regions(count)
        BackupPlan(
            "plan",
            BackupPlanArgs(
                site=active_site(active[0], context(prefix)),
                regions=active,
                holdings=holdings(dict.fromkeys(DataClass, policy), KEYS),
                vault_names={name: f"vault-{name}" for name in HELD},
                vault_arns={region.name: {name: f"arn:{region.name}:{name}" for name in HELD} for region in active},
            ),
        )

    return {
        one.name.removeprefix("plan-").rpartition("-")[0]: one.inputs for one in declare(program) if one.type == token
    }


def copies(plan: dict[str, Any]) -> list[str]:
    return [copy["destinationVaultArn"] for rule in plan["rules"] for copy in rule.get("copyActions") or ()]


def test_restricted_data_is_not_copied_out_of_its_jurisdiction() -> None:
    made = plans(2)
    assert copies(made["restricted"]) == copies(made["confidential"]) == copies(made["subject-keys"]) == []
    assert copies(made["public"]) == ["arn:eu-west-1:public"]


def test_every_class_is_copied_to_a_region_of_the_same_jurisdiction() -> None:
    assert {name: copies(plan) for name, plan in plans(3).items()} == {name: [f"arn:us-west-2:{name}"] for name in HELD}


def test_a_single_region_has_nowhere_to_copy_to() -> None:
    assert [copies(plan) for plan in plans(1).values()] == [[]] * 5


def test_continuous_class_has_recovery_to_any_moment_and_snapshots_for_the_rest() -> None:
    continuous, snapshot = plans(1)["restricted"]["rules"]
    assert continuous["enableContinuousBackup"]
    assert continuous["lifecycle"] == {"deleteAfter": 35}
    assert snapshot["lifecycle"] == {"deleteAfter": 365, "coldStorageAfter": 90}
    assert {rule["targetVaultName"] for rule in (continuous, snapshot)} == {"vault-restricted"}
    assert continuous["schedule"] != snapshot["schedule"]


@pytest.mark.parametrize(
    ("minutes", "schedule"),
    [(60, "cron(0 0/1 * * ? *)"), (360, "cron(0 0/6 * * ? *)"), (1440, "cron(0 5 * * ? *)")],
)
def test_scheduled_class_has_a_snapshot_every_interval(minutes: int, schedule: str) -> None:
    policy = ClassPolicy(retention_days=30, backup_interval_minutes=minutes)
    rules = plans(1, policy=policy)["internal"]["rules"]
    assert [rule["schedule"] for rule in rules] == [schedule]
    assert rules[0]["lifecycle"] == {"deleteAfter": 30}


def test_selections_take_in_this_stacks_stores_of_the_class_alone() -> None:
    selections = plans(1, token="aws:backup/selection:Selection")
    assert set(selections) == {*HELD}
    for name in DataClass:
        selection = selections[name.value]
        assert selection["conditions"][0]["stringEquals"] == [
            {"key": "aws:ResourceTag/data-class", "value": name.value},
            {"key": "aws:ResourceTag/stack", "value": "groot-test"},
        ]


def test_keys_of_subjects_are_in_no_backup_but_one_that_ends_soon() -> None:
    selections = plans(1, token="aws:backup/selection:Selection")
    assert {tuple(selections[data_class.value]["notResources"]) for data_class in DataClass} == {(KEYS,)}
    keys = selections["subject-keys"]
    assert (keys["resources"], keys.get("notResources"), keys.get("conditions")) == ([KEYS], None, None)
    policy = ClassPolicy(retention_days=2555, backup_interval_minutes=5, key_recovery_days=9)
    (rule,) = plans(3, policy=policy)["subject-keys"]["rules"]
    assert rule["lifecycle"] == rule["copyActions"][0]["lifecycle"] == {"deleteAfter": 9}
    assert rule["targetVaultName"] == "vault-subject-keys"


def test_plan_names_are_unique_and_short_enough_for_an_odd_stack() -> None:
    names = [plan["name"] for plan in plans(1, prefix="groot-Some.Feature_Branch-that-goes-on-for-ever").values()]
    assert len(set(names)) == 5
    assert all(len(name) <= 50 for name in names)
