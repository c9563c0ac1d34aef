"""What brings the platform's data back: vaults, backup plans with copies, and weekly proof that they restore."""

from collections.abc import Mapping

import pulumi

from components._shared.left_out import LeftOut
from components._shared.site import Sites
from components.resilience.backup_plan import BackupPlan, BackupPlanArgs
from components.resilience.restore_testing import RestoreTesting, RestoreTestingArgs
from components.resilience.vaults import BackupVaults, BackupVaultsArgs
from settings import Settings


def declare_resilience(
    settings: Settings,
    sites: Sites,
    *,
    database_subnet_group_names: Mapping[str, pulumi.Input[str]],
    database_group_ids: Mapping[str, pulumi.Input[str]],
) -> None:
    """Declare every region's backups; databases are restored for a test where *database_…* say, by region."""
    if "resilience" in settings.leave_out:
        LeftOut("resilience")
        return
    vaults = {
        name: BackupVaults(f"vaults-{name}", BackupVaultsArgs(site=site, policies=settings.data_classes))
        for name, site in sites.active.items()
    }
    for name, site in sites.active.items():
        BackupPlan(
            f"backup-{name}",
            BackupPlanArgs(
                site=site,
                regions=settings.regions,
                policies=settings.data_classes,
                vault_names=vaults[name].names,
                vault_arns={other: vault.arns for other, vault in vaults.items()},
            ),
        )
        RestoreTesting(
            f"restore-{name}",
            RestoreTestingArgs(
                site=site,
                vault_arns=list(vaults[name].arns.values()),
                database_subnet_group_name=database_subnet_group_names[name],
                database_security_group_id=database_group_ids[name],
            ),
        )
