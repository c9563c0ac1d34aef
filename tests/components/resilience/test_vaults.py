import json
from typing import Any

import pytest

from components.resilience.holdings import holdings
from components.resilience.vaults import BackupVaults, BackupVaultsArgs
from settings import DataClass
from tests.components.data.declare import POLICIES, declare, regions, sites
from tests.components.site import key


def declared(token: str, *, protect: bool = False, prefix: str = "groot-test") -> dict[str, dict[str, Any]]:
    def program() -> None:
        (site,) = sites(1, prefix, protect=protect).values()
        BackupVaults("vaults", BackupVaultsArgs(site=site, holdings=holdings(POLICIES, "arn:keys")))

    return {
        one.name.removeprefix("vaults-").rpartition("-")[0]: one.inputs for one in declare(program) if one.type == token
    }


def test_each_class_has_a_vault_under_its_own_key() -> None:
    vaults = declared("aws:backup/vault:Vault")
    assert {name: vault["kmsKeyArn"] for name, vault in vaults.items()} == {
        **{data_class.value: key(regions(1)[0], data_class) for data_class in DataClass},
        "subject-keys": key(regions(1)[0], DataClass.CONFIDENTIAL),
    }


@pytest.mark.parametrize("protect", [False, True])
def test_lock_is_final_in_protected_deployments_alone(protect: bool) -> None:
    locks = declared("aws:backup/vaultLockConfiguration:VaultLockConfiguration", protect=protect)
    assert len(locks) == 5
    for lock in locks.values():
        assert lock.get("changeableForDays") == (3 if protect else None)
        assert lock["minRetentionDays"] == 35


def test_no_recovery_point_of_keys_is_kept_longer_than_a_forgetting_can_wait() -> None:
    locks = declared("aws:backup/vaultLockConfiguration:VaultLockConfiguration")
    assert {name: lock["maxRetentionDays"] for name, lock in locks.items()} == {
        **{data_class.value: 3653 for data_class in DataClass},
        "subject-keys": 35,
    }


def test_nobody_deletes_recovery_points() -> None:
    policies = declared("aws:backup/vaultPolicy:VaultPolicy")
    assert len(policies) == 5
    for policy in policies.values():
        statement = json.loads(policy["policy"])["Statement"][0]
        assert statement["Effect"] == "Deny"
        assert statement["Principal"] == {"AWS": ["*"]}
        assert "backup:DeleteRecoveryPoint" in statement["Action"]


def test_vault_names_are_unique_and_short_enough_for_an_odd_stack() -> None:
    vaults = declared("aws:backup/vault:Vault", prefix="groot-Some.Feature_Branch-that-goes-on-for-ever")
    names = {vault["name"] for vault in vaults.values()}
    assert len(names) == 5
    assert all(2 <= len(name) <= 50 for name in names)
