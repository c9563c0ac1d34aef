"""In the first region the function that takes personal data out of records; over all, the catalogue of what is held;
for each event store, where it was founded, what sees to people's requests."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi

from components._shared.consent_tables import ConsentTables
from components._shared.context import Context
from components._shared.event_tables import EventTables
from components._shared.function_group import FunctionGroup, FunctionGroupArgs
from components._shared.logs import LogGroupNames, by_region
from components._shared.network import Network
from components._shared.request_tables import RequestTables
from components._shared.shards import Shards
from components._shared.site import Site, Sites
from components.governance.anonymizer import SERVICES, Anonymizer, AnonymizerArgs
from components.governance.data_catalogue import DataCatalogue, DataCatalogueArgs, stores_of
from components.governance.request_functions import RequestFunctions, RequestFunctionsArgs
from components.governance.request_workflow import RequestWorkflow, RequestWorkflowArgs
from governance.flows import Lineage
from governance.for_purposes import purposes
from governance.for_requests import described
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
    lineage: Lineage,
    networks: Mapping[str, Network],
    key_administrator_arns: Sequence[pulumi.Input[str]],
    token_key_set: pulumi.Input[str],
    event_tables: Mapping[str, EventTables],
    request_tables: Mapping[str, RequestTables],
    shards: Mapping[str, Shards],
    consent_tables: Mapping[str, ConsentTables],
) -> Governance:
    """Declare the anonymizer, what of *catalogue* the stack must have, and in each region with *request_tables* what
    sees to the requests of people whom its *event_tables* and their replicas, and the records in *shards*, speak of."""
    stores = stores_of(settings, context, catalogue)
    DataCatalogue("data-catalogue", DataCatalogueArgs(stores=stores, settings=settings))
    logs = {
        name: _declare_requests(
            settings,
            sites.active[name],
            network=networks[name],
            stores=described(catalogue, lineage, stores),
            token_key_set=token_key_set,
            events=event_tables[name],
            requests=tables,
            shards=shards[name],
            consents=consent_tables[name],
            purposes=purposes(catalogue),
        )
        for name, tables in request_tables.items()
    }
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
    return Governance(log_group_names=by_region(logs, {region: {"anonymizer": anonymizer.log_group_name}}))


def _declare_requests(
    settings: Settings,
    site: Site,
    *,
    network: Network,
    stores: Sequence[Mapping[str, Any]],
    token_key_set: pulumi.Input[str],
    events: EventTables,
    requests: RequestTables,
    shards: Shards,
    consents: ConsentTables,
    purposes: str,
) -> Mapping[str, pulumi.Output[str]]:
    """Declare what sees to people's requests at *site*; return its log groups by what they hold."""
    name, metrics = requests.role, f"{site.context.prefix}/{requests.role}"
    group = FunctionGroup(
        f"{name}-network",
        FunctionGroupArgs(
            site=site,
            network=network,
            description="Requests of people",
            why="What people ask is kept and done in tables and shards, under keys, and told by a queue.",
            services=("dynamodb", "kms", "sqs"),
            shards=shards,
        ),
    )
    functions = RequestFunctions(
        name,
        RequestFunctionsArgs(
            site=site,
            network=group.network,
            requests=requests,
            events=events,
            shards=shards,
            consents=consents,
            purposes=purposes,
            token_key_set=token_key_set,
            api_host=settings.api_host,
            metrics=metrics,
        ),
    )
    workflow = RequestWorkflow(
        f"{name}-workflow",
        RequestWorkflowArgs(site=site, state_arn=functions.state_arn, stores=stores, metrics=metrics),
    )
    return {**functions.log_group_names, "requests-workflow": workflow.log_group_name}
