"""What a search needs of the sandbox: the stack's state, and clients of the emulator that it stands in."""

from collections.abc import Sequence
from functools import cache, partial
from pathlib import Path

from governance.loading import Catalogue
from ops.functions.clients import client, told
from ops.privacy.needle import Needle
from ops.privacy.readers import Ask
from ops.privacy.search import Looked, search
from ops.request import UsageError, check_endpoint
from sandbox.isolation import isolated
from sandbox.project import find_root, load_project


def look(catalogue: Catalogue, needles: Sequence[Needle], stack: str, endpoint: str | None) -> list[Looked]:
    """Look for *needles* in every store that *stack* has in the sandbox.

    Raises:
        UsageError: the stack isn't up.
        OperationError: a store doesn't answer.
    """
    from ops import stacks

    check_endpoint(endpoint)
    root = find_root(Path.cwd())
    project = load_project(root, stack)
    with stacks.open_store(root, project) as store:
        resources = [each for each in store.resources if each.custom and not each.delete]
    if not resources:
        raise UsageError(f"stack {stack} is not up; bring it up first: groot up --stack {stack}")
    where = endpoint or stacks.emulator(root, project, deploys=False, quiet=True)

    @cache
    def clients(region: str) -> Ask:
        return cache(partial(_client, where, region))

    with isolated(), told("a store of the stack"):
        return search(catalogue, resources, needles, clients)


def _client(endpoint: str, region: str, service: str) -> object:
    return client(endpoint, service, region)
