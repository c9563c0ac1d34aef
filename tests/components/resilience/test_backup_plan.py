from typing import Any

import pytest

from components.resilience.backup_plan import BackupPlan, BackupPlanArgs
from settings import ClassPolicy, DataClass
from tests.components.data.declare import context, declare, regions
from tests.components.site import active_site

ONE_YEAR = ClassPolicy(retention_days=365, backup_interval_minutes=5)


def plans(
    count: int, *, prefix: str = "groot-test", policy: ClassPolicy = ONE_YEAR, token: str = "aws:backup/plan:Plan"
) -> dict[str, dict[str, Any]]:
    """Return what the plan of us-east-1 declares of a type, by the name's part that is the data class."""

    def program() -> None:
        active = regions(count)
        BackupPlan(
            "plan",
            BackupPlanArgs(
                site=active_site(active[0], context(prefix)),
                regions=active,
                policies=dict.fromkeys(DataClass, policy),
                vault_names={data_class: f"vault-{data_class.value}" for data_class in DataClass},
                vault_arns={
                    region.name: {data_class: f"arn:{region.name}:{data_class.value}" for data_class in DataClass}
                    for region in active
                },
            ),
        )

    return {one.name.split("-")[1]: one.inputs for one in declare(program) if one.type == token}


def copies(plan: dict[str, Any]) -> list[str]:
    return [copy["destinationVaultArn"] for rule in plan["rules"] for copy in rule.get("copyActions") or ()]


def test_restricted_data_is_not_copied_out_of_its_jurisdiction() -> None:
    made = plans(2)
    assert copies(made["restricted"]) == copies(made["confidential"]) == []
    assert copies(made["public"]) == ["arn:eu-west-1:public"]


def test_every_class_is_copied_to_a_region_of_the_same_jurisdiction() -> None:
    assert {name: copies(plan) for name, plan in plans(3).items()} == {
        data_class.value: [f"arn:us-west-2:{data_class.value}"] for data_class in DataClass
    }


def test_a_single_region_has_nowhere_to_copy_to() -> None:
    assert [copies(plan) for plan in plans(1).values()] == [[], [], [], []]


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
    assert set(selections) == {data_class.value for data_class in DataClass}
    for name, selection in selections.items():
        assert selection["conditions"][0]["stringEquals"] == [
            {"key": "aws:ResourceTag/data-class", "value": name},
            {"key": "aws:ResourceTag/stack", "value": "groot-test"},
        ]


def test_plan_names_are_unique_and_short_enough_for_an_odd_stack() -> None:
    names = [plan["name"] for plan in plans(1, prefix="groot-Some.Feature_Branch-that-goes-on-for-ever").values()]
    assert len(set(names)) == 4
    assert all(len(name) <= 50 for name in names)
