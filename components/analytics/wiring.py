"""In every region the function that divides units into experiments; over each event store, where the business asks."""

from collections.abc import Mapping
from dataclasses import dataclass

from components._shared.event_tables import EventArchived
from components._shared.function_group import FunctionGroup, FunctionGroupArgs
from components._shared.logs import LogGroupNames
from components._shared.network import Network
from components._shared.site import ActiveSite, Sites
from components.analytics.analysts import Analysts, AnalystsArgs
from components.analytics.experiments import Experiments, ExperimentsArgs
from components.analytics.lake import Lake, LakeArgs
from components.analytics.results import Results, ResultsArgs
from components.analytics.workgroup import Workgroup, WorkgroupArgs
from settings import DataClass

ANSWER_CLASS = DataClass.CONFIDENTIAL
"""Class of what answers hold: what the events do."""


@dataclass(frozen=True, kw_only=True)
class Analytics:
    """What other rooms need of this one."""

    log_group_names: LogGroupNames


def declare_analytics(
    sites: Sites, *, networks: Mapping[str, Network], archived: Mapping[str, EventArchived]
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
        _declare_questions(site, archive, f"-{site.region.residency}" if len(archived) > 1 else "")
    return Analytics(log_group_names=logs)


def _declare_questions(site: ActiveSite, archived: EventArchived, of: str) -> None:
    """Declare what asks *archived*, under names that end with *of*."""
    lake = Lake(f"lake{of}", LakeArgs(site=site, archived=archived))
    results = Results(f"answers{of}", ResultsArgs(site=site, data_class=ANSWER_CLASS))
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
