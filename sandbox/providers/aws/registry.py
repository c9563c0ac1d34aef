"""Every resource type of the sandbox: the `TYPES` of all modules in this package."""

import importlib
import pkgutil
from collections.abc import Mapping
from functools import cache

import sandbox.providers.aws as package
from sandbox.providers.aws import generic
from sandbox.providers.aws.spec import Row
from sandbox.providers.base import ProviderError


@cache
def rows() -> Mapping[str, Row]:
    """Return every row by its token, in order. Raises `ProviderError` when two rows share one."""
    found: dict[str, Row] = {}
    for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
        for row in getattr(importlib.import_module(f"{package.__name__}.{module}"), "TYPES", ()):
            if row.token in found:
                raise ProviderError(f"{row.token} stands twice in {package.__name__}")
            found[row.token] = row
    return dict(sorted(found.items()))


def row_of(token: str) -> Row:
    """Return the row of a type; of one that isn't listed, what the SDK tells."""
    return rows().get(token) or generic.row(token)
