"""In every region the function that divides units into experiments."""

from collections.abc import Mapping

from components._shared.function_group import FunctionGroup, FunctionGroupArgs
from components._shared.logs import LogGroupNames
from components._shared.network import Network
from components._shared.site import Sites
from components.analytics.experiments import Experiments, ExperimentsArgs


def declare_analytics(sites: Sites, *, networks: Mapping[str, Network]) -> LogGroupNames:
    """Declare it, and return the log groups, by region, that are searched."""
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
        logs[name] = {"experiments": experiments.log_group_name}
    return logs
