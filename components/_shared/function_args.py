"""What a function is and needs: which code, where it stands, who calls it, and what it may do."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import pulumi

from components._shared.function_sources import EventSource
from components._shared.iam import Statement
from components._shared.site import Site
from settings import DataClass


@dataclass(frozen=True, kw_only=True)
class FunctionNetwork:
    """Where a function stands that reaches what answers in a network alone."""

    subnet_ids: Sequence[pulumi.Input[str]]
    group_id: pulumi.Input[str]


@dataclass(frozen=True, kw_only=True)
class Invoker:
    """A service that calls the function of itself, such as a gateway."""

    service: str
    """Its principal, such as `apigateway.amazonaws.com`."""
    source_arn: pulumi.Input[str]
    """What of the service calls."""


@dataclass(frozen=True, kw_only=True)
class FunctionArgs:
    """Which function, and what it needs."""

    site: Site
    """Region it stands in."""
    function: str
    """Folder of `functions/` that has its code."""
    description: str
    failure: str
    """What its errors mean for the platform, and what to do first."""
    entry: str = "handle"
    """Function of the folder's `handler` that Lambda calls."""
    timeout_seconds: int = 10
    memory_mib: int = 512
    reserved_concurrency: int | None = None
    """Calls that run at once, at most and at any time; None for a share of the account's."""
    newest_share_percent: int = 100
    """Share of calls that the newest version takes; the version before it has the rest."""
    environment: Mapping[str, pulumi.Input[str]] = field(default_factory=dict)
    """What it is told besides `DEAD_LETTERS`, the URL of its queue."""
    statements: Sequence[Statement] = ()
    """What its work needs, besides logs, traces, its sources and its dead letters."""
    called: str | None = None
    """Its name in AWS, at most 64 characters; None for the component's."""
    role_arn: pulumi.Input[str] | None = None
    """A role that something must know before the function is there, with `own_statements`; None for one made of
    `statements`."""
    log_class: DataClass = DataClass.INTERNAL
    """Class of what its log may tell."""
    log_rests: str = ""
    """Why its log goes into no search; empty for one that does."""
    sources: Sequence[EventSource] = ()
    invokers: Mapping[str, Invoker] = field(default_factory=dict)
    """Services that call it, by a short name."""
    network: FunctionNetwork | None = None
