"""Whether another stack answers for what AWS keeps once per account, or once per region of it."""

from policies.graph import Graph
from policies.model import NotApplicable

SHARED_ACCOUNT = "groot:index:SharedAccount"
"""The component that stands in a stack whose account another one owns; its name says whose."""


def owned_here(graph: Graph) -> None:
    """Raise `NotApplicable` when another stack owns the account: it is judged by what that one declares."""
    for mark in graph.of((SHARED_ACCOUNT,)):
        raise NotApplicable(f"{mark.name}: that stack answers for it")
