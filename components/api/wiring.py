"""In every region the authorizer of the API, and the functions that answer its operations."""

from collections.abc import Mapping
from dataclasses import dataclass

import pulumi

from components._shared.api_function import ApiFunction
from components._shared.consent_tables import ConsentTables
from components._shared.context import Context
from components._shared.event_tables import EventTables
from components._shared.function_group import FunctionGroup, FunctionGroupArgs
from components._shared.logs import LogGroupNames
from components._shared.network import Network
from components._shared.shards import Shards
from components._shared.site import Sites
from components.api.authorizer import Authorizer, AuthorizerArgs
from components.api.consent_function import FOLDER as CONSENT
from components.api.consent_function import ConsentFunction, ConsentFunctionArgs
from components.api.event_functions import FOLDER, EventFunctions, EventFunctionsArgs
from components.api.event_operations import EventOperations
from components.api.event_operators import EventOperators, EventOperatorsArgs
from components.api.record_functions import RecordFunctions, RecordFunctionsArgs
from settings import Settings


@dataclass(frozen=True, kw_only=True)
class Api:
    """What other rooms, and the stack's outputs, need of this one."""

    authorizers: Mapping[str, ApiFunction]
    """By region."""
    functions: Mapping[str, Mapping[str, ApiFunction]]
    """By region, and by what the contract calls them."""
    log_group_names: LogGroupNames


def declare_api(
    settings: Settings,
    context: Context,
    sites: Sites,
    *,
    networks: Mapping[str, Network],
    token_key_set: pulumi.Input[str],
    event_tables: Mapping[str, EventTables],
    shards: Mapping[str, Shards],
    consent_tables: Mapping[str, ConsentTables],
    purposes: str,
) -> Api:
    """Declare what answers the API's operations over *event_tables*, *shards* and *consent_tables* of each region, for
    *purposes*, to whoever brings a token that a key of *token_key_set* has signed."""
    authorizers, functions, operated, logs = {}, {}, [], {}
    for name, site in sites.active.items():
        network = FunctionGroup(f"api-functions-{name}", FunctionGroupArgs(site=site, network=networks[name])).network
        authorizer = Authorizer(
            f"authorizer-{name}",
            AuthorizerArgs(site=site, network=network, key_set=token_key_set, api_host=settings.api_host),
        )
        work = EventFunctionsArgs(site=site, network=network, tables=event_tables[name])
        events, operations = EventFunctions(f"events-{name}", work), EventOperations(f"events-{name}-operations", work)
        reaching = FunctionGroup(
            f"record-functions-{name}",
            FunctionGroupArgs(site=site, network=networks[name], services=["dynamodb"], shards=shards[name]),
        )
        records = RecordFunctions(
            f"records-{name}",
            RecordFunctionsArgs(
                site=site,
                network=reaching.network,
                shards=shards[name],
                tables=event_tables[name],
                consents=consent_tables[name],
                purposes=purposes,
            ),
        )
        consents = ConsentFunction(
            f"consents-{name}-api",
            ConsentFunctionArgs(site=site, network=network, consents=consent_tables[name], purposes=purposes),
        )
        authorizers[name] = authorizer.function
        functions[name] = {FOLDER: events.api, CONSENT: consents.function, **records.functions}
        operated.append(operations.arn)
        logs[name] = {
            "authorizer": authorizer.log_group_name,
            **events.log_group_names,
            "event-operations": operations.log_group_name,
            **records.log_group_names,
            "consents": consents.log_group_name,
        }
    EventOperators("event-operators", EventOperatorsArgs(context=context, function_arns=operated))
    return Api(authorizers=authorizers, functions=functions, log_group_names=logs)
