"""In the first region the function that takes personal data out of records."""

from collections.abc import Mapping, Sequence

import pulumi

from components._shared.function_group import FunctionGroup, FunctionGroupArgs
from components._shared.logs import LogGroupNames
from components._shared.network import Network
from components._shared.site import Sites
from components.governance.anonymizer import SERVICES, Anonymizer, AnonymizerArgs


def declare_governance(
    sites: Sites, *, networks: Mapping[str, Network], key_administrator_arns: Sequence[pulumi.Input[str]]
) -> LogGroupNames:
    """Declare it, and return the log groups, by region, that are searched."""
    name, site = next(iter(sites.active.items()))
    group = FunctionGroup(
        "anonymizer-network",
        FunctionGroupArgs(
            site=site,
            network=networks[name],
            description="The anonymizer",
            why="Tokens come of a key, and nothing of a record goes anywhere else.",
            services=SERVICES,
        ),
    )
    anonymizer = Anonymizer(
        "anonymizer",
        AnonymizerArgs(site=site, function_network=group.network, administrator_arns=key_administrator_arns),
    )
    return {name: {"anonymizer": anonymizer.log_group_name}}
