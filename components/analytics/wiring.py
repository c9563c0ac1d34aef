"""In every region the function that divides units into experiments; over each event store, where the business asks,
and the lake."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from components._shared.event_tables import EventArchived
from components._shared.function_group import FunctionGroup, FunctionGroupArgs
from components._shared.logs import LogGroupNames
from components._shared.network import Network
from components._shared.site import ActiveSite, Sites
from components.analytics.aging_bucket import AgingBucket, AgingBucketArgs
from components.analytics.analysts import Analysts, AnalystsArgs
from components.analytics.experiments import Experiments, ExperimentsArgs
from components.analytics.lake import Lake, LakeArgs
from components.analytics.lake_job import LakeJob, LakeJobArgs
from components.analytics.lake_readers import LakeReaders, LakeReadersArgs
from components.analytics.warehouse_role import WarehouseRole, WarehouseRoleArgs
from components.analytics.workgroup import Workgroup, WorkgroupArgs
from components.analytics.zone import Zone, ZoneArgs
from settings import DataClass, Settings, Warehouse

ANSWER_CLASS = DataClass.CONFIDENTIAL
"""Class of what answers hold: what the events do."""
ANSWER_DAYS = 7
"""An answer is asked for anew after that; it may hold what the events hold."""
ZONES = {"curated": DataClass.CONFIDENTIAL, "served": DataClass.INTERNAL}
"""Class of what each zone's tables hold: the events themselves, and what their masks leave."""


@dataclass(frozen=True, kw_only=True)
class Analytics:
    """What other rooms need of this one."""

    log_group_names: LogGroupNames


def declare_analytics(
    settings: Settings,
    sites: Sites,
    *,
    networks: Mapping[str, Network],
    archived: Mapping[str, EventArchived],
    key_administrator_arns: Sequence[pulumi.Input[str]],
) -> Analytics:
    """Declare it, over the archive in each region of *archived*."""
    logs = {}
    for name, site in sites.active.items():
        group = FunctionGroup(
            f"experiments-{name}-network",
            FunctionGroupArgs(
                site=site,
                network=networks[name],
                description="Experiments",
                why="What it is asked it answers by itself.",
                services=(),
            ),
        )
        experiments = Experiments(f"experiments-{name}", ExperimentsArgs(site=site, function_network=group.network))
        logs[name] = {"variants": experiments.log_group_name}
    for name, archive in archived.items():
        site = sites.active[name]
        of = f"-{site.region.residency}" if len(archived) > 1 else ""
        _declare_questions(site, archive, of)
        _declare_zones(site, archive, of, administrators=key_administrator_arns, warehouses=settings.warehouses)
    return Analytics(log_group_names=logs)


def _declare_questions(site: ActiveSite, archived: EventArchived, of: str) -> None:
    """Declare what asks *archived*, under names that end with *of*."""
    lake = Lake(f"lake{of}", LakeArgs(site=site, archived=archived))
    results = AgingBucket(
        f"answers{of}",
        AgingBucketArgs(site=site, role="answers", data_class=ANSWER_CLASS, kept_days=ANSWER_DAYS),
    )
    workgroup = Workgroup(
        f"questions{of}",
        WorkgroupArgs(
            site=site, database_name=lake.database_name, results=results, key_arn=site.key_arns[ANSWER_CLASS]
        ),
    )
    Analysts(
        f"analysts{of}",
        AnalystsArgs(
            site=site,
            workgroup_arn=workgroup.arn,
            database_name=lake.database_name,
            archived=archived,
            results=results,
        ),
    )


def _declare_zones(
    site: ActiveSite,
    archived: EventArchived,
    of: str,
    *,
    administrators: Sequence[pulumi.Input[str]],
    warehouses: Sequence[Warehouse],
) -> None:
    """Declare the lake's zones over *archived*, what fills them, and who may read what is served: *warehouses* too."""
    curated, served = (
        Zone(
            f"lake-{zone}{of}",
            ZoneArgs(site=site, zone=zone, data_class=data_class, kept_days=archived.readable_days),
        )
        for zone, data_class in ZONES.items()
    )
    LakeJob(
        f"lake-job{of}",
        LakeJobArgs(site=site, archived=archived, zones=(curated, served), administrator_arns=administrators),
    )
    readers = LakeReaders(f"lake-readers{of}", LakeReadersArgs(site=site, served=served))
    for warehouse in warehouses:
        WarehouseRole(
            f"warehouse-{warehouse.name}{of}",
            WarehouseRoleArgs(site=site, warehouse=warehouse, readers_policy_arn=readers.policy_arn),
        )
