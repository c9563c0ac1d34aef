"""What must carry: data that a component registers beside its outputs, and path rules follow hop by hop.

Ends are given as components have them, by ids and ARNs; registered are the URNs of what these come from, which are
known before anything is deployed. So a preview follows paths as well as a deployment does.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Literal

import pulumi

INTERNET = "internet"
"""Source that stands for clients on the internet."""
SEARCH = "search"
"""Destination of logs that stands for the search of their jurisdiction, and the archive that keeps what it takes."""
HTTPS_PORT = 443
Protocol = Literal["any", "copies", "deliveries", "https", "logs", "tcp", "udp"]


@dataclass(frozen=True, kw_only=True)
class Path:
    """One path, or one of each source to each destination where these are several."""

    name: str
    """What it is called within its component, such as `pods-to-proxies`."""
    source: pulumi.Input[str] | Sequence[pulumi.Input[str]]
    """Where it starts: a security group, a load balancer, a log group; or `INTERNET`."""
    destination: pulumi.Input[str] | Sequence[pulumi.Input[str]]
    """Where it ends: the same, an AWS service by its endpoint's name, or a domain on the internet."""
    port: int | None = None
    """The destination's port; None where it has none, or for all of them."""
    protocol: Protocol = "tcp"
    """What is carried: packets, requests that are answered, or `logs`, `copies` and `deliveries`."""
    host: str = ""
    """Name that clients ask for."""
    why: str
    """What stops when it doesn't carry."""


def searched(name: str, source: pulumi.Input[str]) -> Path:
    """Return the path of what *source*, or what writes to it, logs: kept in the archive, and found by the search."""
    why = "Nobody who looks into an incident finds what isn't searched."
    return Path(name=name, source=source, destination=SEARCH, protocol="logs", why=why)


def archived(name: str, source: pulumi.Input[str], bucket: pulumi.Input[str]) -> Path:
    """Return the path of what *source* writes into *bucket* of the archive, which no search takes in."""
    why = "What isn't kept can't be looked up afterwards."
    return Path(name=name, source=source, destination=bucket, protocol="logs", why=why)


def resting(name: str, source: pulumi.Input[str], *groups: pulumi.Input[str], why: str) -> Path:
    """Return the path of what *source* logs, which goes no further than the log groups *groups*, and *why*."""
    return Path(name=name, source=source, destination=groups, protocol="logs", why=why)


def to_services(region: str, source: pulumi.Input[str], services: Sequence[str], *, why: str) -> Path:
    """Return the path from *source* to AWS's *services* in *region*, by their endpoints in its network."""
    names = [f"com.amazonaws.{region}.{service}" for service in services]
    return Path(name="services", source=source, destination=names, port=HTTPS_PORT, why=why)


def registered(*paths: Path) -> list[dict[str, Any]]:
    """Return *paths* as a component registers them, under the name `paths`."""
    return [
        {
            "name": path.name,
            "source": _ends(path.source),
            "destination": _ends(path.destination),
            **({} if path.port is None else {"port": path.port}),
            "protocol": path.protocol,
            **({"host": path.host} if path.host else {}),
            "why": path.why,
        }
        for path in paths
    ]


def _ends(given: pulumi.Input[str] | Sequence[pulumi.Input[str]]) -> pulumi.Output[list[str]]:
    ends = given if isinstance(given, Sequence) and not isinstance(given, str) else [given]
    found = pulumi.Output.all(*(_origins(end) for end in ends))
    return found.apply(lambda each: sorted({name for names in each for name in names}))


def _origins(end: pulumi.Input[str]) -> pulumi.Output[list[str]]:
    """Return the URNs of the resources that the value of *end* comes from, or that value where it comes from none."""
    if isinstance(end, str):
        return pulumi.Output.from_input([end])
    given = pulumi.Output.from_input(end)
    resources: pulumi.Input[set[pulumi.Resource]] = given.resources()
    return pulumi.Output.from_input(resources).apply(
        lambda found: pulumi.Output.all(*(each.urn for each in found)) if found else pulumi.Output.all(given)
    )
