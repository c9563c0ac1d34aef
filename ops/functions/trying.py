"""A line for the shell that sends the contract's first example through the sandbox's gateway."""

import shlex
from collections.abc import Sequence
from pathlib import Path

from ops.contract.reading import Contract
from ops.functions import gateway
from ops.functions.standing import regions_of, standing
from ops.request import UsageError
from sandbox.project import Project
from sandbox.state.model import ResourceState


def curl(root: Path, project: Project, resources: Sequence[ResourceState], endpoint: str) -> str:
    """Return a `curl` that is answered by a stack's API, with a key and a token that the sandbox knows.

    The token lives for `gateway.TOKEN_SECONDS`. The first example with a body is sent, since what it appends can be
    appended again and again; there is nothing to read on a fresh sandbox. Empty where there is no API or no example.

    Raises:
        OperationError: a key or a token can't be made.
    """
    try:
        example = next((each for each in Contract(root).examples() if each.body), None)
        api = gateway.api(resources, regions_of(project))
    except (OSError, UsageError):
        return ""
    if example is None:
        return ""
    body = example.body.encode()
    headers = gateway.headers(endpoint, api, standing(resources), body)
    sent = [part for name, value in headers.items() for part in ("-H", f"{name}: {value}")]
    how = ["-sS", "--noproxy", "*", "-w", "\\n%{http_code}\\n", "-X", example.method]
    return shlex.join(["curl", *how, gateway.url(endpoint, api, example.path), *sent, "-d", example.body])
