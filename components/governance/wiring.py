"""In the first region the function that takes personal data out of records; over all, the catalogue of what is held."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from components._shared.context import Context
from components._shared.function_group import FunctionGroup, FunctionGroupArgs
from components._shared.logs import LogGroupNames
from components._shared.network import Network
from components._shared.site import Sites
from components.governance.anonymizer import SERVICES, Anonymizer, AnonymizerArgs
from components.governance.data_catalogue import DataCatalogue, DataCatalogueArgs, stores_of
from governance.loading import Catalogue
from settings import Settings


@dataclass(frozen=True, kw_only=True)
class Governance:
    """What other rooms need of this one."""

    log_group_names: LogGroupNames


def declare_governance(
    settings: Settings,
    context: Context,
    sites: Sites,
    *,
    catalogue: Catalogue,
    networks: Mapping[str, Network],
    key_administrator_arns: Sequence[pulumi.Input[str]],
) -> Governance:
    """Declare the anonymizer, and what of *catalogue* the stack must have."""
    DataCatalogue("data-catalogue", DataCatalogueArgs(stores=stores_of(settings, context, catalogue)))
    region, site = next(iter(sites.active.items()))
    group = FunctionGroup(
        "anonymizer-network",
        FunctionGroupArgs(
            site=site,
            network=networks[region],
            description="The anonymizer",
            why="Tokens come of a key, and nothing of a record goes anywhere else.",
            services=SERVICES,
        ),
    )
    anonymizer = Anonymizer(
        "anonymizer",
        AnonymizerArgs(
            site=site,
            network=networks[region],
            function_network=group.network,
            administrator_arns=key_administrator_arns,
        ),
    )
    return Governance(log_group_names={region: {"anonymizer": anonymizer.log_group_name}})
