"""A function that calls a search domain: `functions/search` has the code, and says what its entries do."""

from collections.abc import Mapping
from typing import Final

import pulumi

from components._shared.function import Function
from components._shared.function_args import FunctionArgs, FunctionNetwork
from components._shared.site import Site
from settings import DataClass

FUNCTION: Final = "search"


def search_function(
    name: str,
    *,
    site: Site,
    called: str,
    entry: str,
    timeout_seconds: int,
    role_arn: pulumi.Input[str],
    network: FunctionNetwork,
    environment: Mapping[str, pulumi.Input[str]],
    failure: str,
    parent: pulumi.Resource,
) -> Function:
    """Declare one: *entry* of `functions.search.handler`, in the network of the domain and as a role that it knows.

    *failure* says what it means when it fails, and what to do first.
    """
    args = FunctionArgs(
        site=site,
        function=FUNCTION,
        called=called,
        description=f"Search of logs: {entry}",
        entry=entry,
        timeout_seconds=timeout_seconds,
        role_arn=role_arn,
        network=network,
        environment=environment,
        failure=failure,
        log_class=DataClass.RESTRICTED,
        log_rests="A search that took in its own would log that.",
    )
    former = pulumi.Alias(type_="groot:index:SearchFunction")
    return Function(name, args, pulumi.ResourceOptions(parent=parent, aliases=[former]))
