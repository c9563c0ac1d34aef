"""The tables of people's requests in one region, as the functions that see to requests find them."""

from dataclasses import dataclass

import pulumi

from components._shared.event_tables import KeptTable


@dataclass(frozen=True, kw_only=True)
class RequestTables:
    """Both of them."""

    role: str
    """What sees to them is called so: `requests`, with the residency behind it where people's data stay in one."""
    key_arn: pulumi.Input[str]
    """Key that they are encrypted under."""
    requests: KeptTable
    """Requests, holds and choices."""
    audit: KeptTable
    """What was done, entry by entry."""
