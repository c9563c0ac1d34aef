"""In every region the function that divides units into experiments."""

from collections.abc import Mapping
from dataclasses import dataclass

from components._shared.function_group import FunctionGroup, FunctionGroupArgs
from components._shared.logs import LogGroupNames
from components._shared.network import Network
from components._shared.site import Sites
from components.analytics.experiments import Experiments, ExperimentsArgs


@dataclass(frozen=True, kw_only=True)
class Analytics:
    """What other rooms need of this one."""

    log_group_names: LogGroupNames


def declare_analytics(sites: Sites, *, networks: Mapping[str, Network]) -> Analytics:
    """Declare it."""
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
    return Analytics(log_group_names=logs)
