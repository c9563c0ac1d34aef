"""What brings the platform's data back: vaults, backup plans with copies, weekly proof that they restore; and faults
that are made on purpose where the settings name them."""

from collections.abc import Mapping, Sequence

import pulumi

from components._shared.left_out import LeftOut
from components._shared.logs import LogGroupNames
from components._shared.network import Network
from components._shared.site import ActiveSite, Sites
from components.resilience.backup_plan import BackupPlan, BackupPlanArgs
from components.resilience.chaos import Chaos, ChaosArgs
from components.resilience.holdings import holdings
from components.resilience.restore_testing import RestoreTesting, RestoreTestingArgs
from components.resilience.vaults import BackupVaults, BackupVaultsArgs
from settings import Settings


def declare_resilience(
    settings: Settings,
    sites: Sites,
    *,
    networks: Mapping[str, Network],
    cluster_names: Mapping[str, pulumi.Input[str]],
    alarm_arns: Mapping[str, Sequence[pulumi.Input[str]]],
    database_subnet_group_names: Mapping[str, pulumi.Input[str]],
    database_group_ids: Mapping[str, pulumi.Input[str]],
    subject_keys_arns: Mapping[str, pulumi.Input[str]],
) -> LogGroupNames:
    """Declare every region's backups; databases are restored for a test where *database_…* say, by region.
    *subject_keys_arns*, by region, are the tables whose backups end soon.

    Experiments stop on *alarm_arns*, those of the API's promises by region. Returns their log groups.
    """
    if "resilience" in settings.leave_out:
        LeftOut("resilience")
        return {}
    held = {name: holdings(settings.data_classes, subject_keys_arns[name]) for name in sites.active}
    vaults = {
        name: BackupVaults(f"vaults-{name}", BackupVaultsArgs(site=site, holdings=held[name]))
        for name, site in sites.active.items()
    }
    for name, site in sites.active.items():
        BackupPlan(
            f"backup-{name}",
            BackupPlanArgs(
                site=site,
                regions=settings.regions,
                holdings=held[name],
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
    return {
        name: {"experiments": _declare_chaos(settings, site, networks[name], cluster_names[name], alarm_arns[name])}
        for name, site in sites.active.items()
        if settings.service_faults
    }


def _declare_chaos(
    settings: Settings,
    site: ActiveSite,
    network: Network,
    cluster_name: pulumi.Input[str],
    alarm_arns: Sequence[pulumi.Input[str]],
) -> pulumi.Output[str]:
    return Chaos(
        f"chaos-{site.name}",
        ChaosArgs(
            site=site,
            faults=settings.service_faults,
            alarm_arns=alarm_arns,
            zone_names=network.zone_names,
            cluster_name=cluster_name,
            has_readers=settings.database.instances_per_region > 1,
        ),
    ).log_group_name
