"""What the sandbox sees of the environment: how this machine runs programs, and nothing that leads to an account.

SDKs fill a provider's inputs from the environment (pulumi-kubernetes from `KUBECONFIG` and `PULUMI_K8S_*`, pulumi-aws
from `AWS_REGION`, pulumi from `PULUMI_CONFIG_*`), boto3 takes credentials, endpoints and certificates from it and from
the home folder, every HTTP client proxies. What stays is listed, so that a variable nobody here has heard of is out.
"""

import contextlib
import os
import threading
from collections.abc import Iterator, Mapping
from typing import Final

KEPT: Final = frozenset(
    {
        *("PATH", "LD_LIBRARY_PATH", "VIRTUAL_ENV", "TMPDIR", "USER", "LOGNAME", "LANG", "LANGUAGE", "TZ"),
        *("CI", "TERM", "COLORTERM", "COLUMNS", "LINES", "NO_COLOR", "FORCE_COLOR"),
    }
)
"""Variables that say how a program runs, speaks and shows itself on this machine."""
KEPT_PREFIXES: Final = ("LC_", "PYTHON")
"""Likewise; `PYTHON...` are the interpreter's own."""
CLOSED: Final[Mapping[str, str]] = {
    "HOME": os.devnull,
    "AWS_EC2_METADATA_DISABLED": "true",
    "NO_PROXY": "*",
    "no_proxy": "*",
}
"""What takes the place of the rest: a home that nothing is in, no metadata of an instance, and no proxy, those that an
operating system is set to included."""

_lock = threading.Lock()
_within: list[dict[str, str]] = []


def environment() -> dict[str, str]:
    """Return the environment of the sandbox's program and of each process that it starts."""
    kept = {name: value for name, value in os.environ.items() if name in KEPT or name.startswith(KEPT_PREFIXES)}
    return kept | CLOSED


@contextlib.contextmanager
def isolated() -> Iterator[None]:
    """Let this process have the sandbox's environment, until the last of those who asked for it at once has left."""
    with _lock:
        _within.append(dict(os.environ))
        if len(_within) == 1:
            _become(environment())
    try:
        yield
    finally:
        with _lock:
            if len(_within) == 1:
                _become(_within[0])
            _within.pop()


def _become(variables: Mapping[str, str]) -> None:
    for name in os.environ.keys() - variables.keys():
        del os.environ[name]
    os.environ.update(variables)
