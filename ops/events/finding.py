"""Finds the functions that operate a stack's event stores, in the sandbox or in an account, and calls them."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Final

from ops.events.operating import Region
from ops.functions.calling import invoke
from ops.functions.clients import ONCE, told
from ops.functions.standing import Standing, standing
from ops.request import OperationError, UsageError, check_endpoint
from sandbox.isolation import isolated
from sandbox.project import find_root, load_project
from sandbox.state import exported

FOLDER: Final = "event_store"
OPERATES: Final = "-operations"
"""What the program's names of these functions end with."""


def regions(stack: str, endpoint: str | None, state_file: Path | None) -> list[Region]:
    """Return the regions in which *stack* has an event store: the sandbox's, or those of *state_file*'s account.

    Those that founded one come first.

    Raises:
        UsageError: both are asked for, or there is none.
    """
    from ops import stacks

    check_endpoint(endpoint)
    if endpoint and state_file:
        raise UsageError("--endpoint is the sandbox's and --state-file an account's; give one of them")
    root = find_root(Path.cwd())
    project = load_project(root, stack)
    if state_file:
        resources, where = exported.read(state_file, project.name, stack), None
    else:
        with stacks.open_store(root, project) as store:
            resources = list(store.resources)
        where = endpoint or stacks.emulator(root, project, deploys=False, quiet=True)
    found = [each for each in standing(resources) if each.folder == FOLDER and each.component.endswith(OPERATES)]
    if not found:
        raise UsageError(f"stack {stack} has no event store; bring it up first: groot up --stack {stack}")
    known = [
        Region(
            name=each.region,
            store=each.environment.get("FOUNDING_REGION", ""),
            ask=_Caller(each, where),
            keys=each.environment.get("KEYS", ""),
        )
        for each in found
    ]
    return sorted(known, key=lambda each: (each.name != each.store, each.name))


class _Caller:
    """Calls a function, at an emulator or in an account."""

    def __init__(self, function: Standing, endpoint: str | None) -> None:
        self._function, self._endpoint = function, endpoint

    def __call__(self, asked: Mapping[str, Any]) -> Mapping[str, Any]:
        event = json.dumps(asked).encode()
        if self._endpoint:
            with isolated():
                return json.loads(invoke(self._endpoint, self._function, event))
        import boto3

        client = boto3.Session(region_name=self._function.region).client("lambda", config=ONCE)
        what = f"function {self._function.name} in {self._function.region}"
        with told(what):
            answer = client.invoke(FunctionName=self._function.name, Qualifier=self._function.alias, Payload=event)
            payload = json.loads(answer["Payload"].read())
        if "FunctionError" in answer:
            fault = " ".join(str(payload.get("errorMessage", "it says nothing")).split())
            raise OperationError(f"{what} failed: {fault}")
        return payload
