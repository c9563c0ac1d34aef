"""What a program is told by data sources.

The project's own fixtures come first, then the provider. One that nobody answers is unknown in a preview: each text in
the answer is a marker that makes whatever it becomes part of unknown, lists have three elements, numbers are 0. Nothing
is deployed by such an answer.
"""

from collections.abc import Mapping
from typing import Any

from sandbox import fixtures
from sandbox.engine.events import Diagnostic
from sandbox.engine.run import Run
from sandbox.engine.wire import UNKNOWN_VALUE
from sandbox.providers import sdk
from sandbox.providers.base import ProviderError, UnknownDataSource
from sandbox.values import Properties, has_unknown

MARKER = f"unknown-{UNKNOWN_VALUE}"
"""Not the protocol's marker itself, of which the SDK makes nothing at all in an answer."""


class Answers:
    """Answers the data sources of one run."""

    def __init__(self, run: Run) -> None:
        self._run = run
        self._fixtures = fixtures.load(run.project.root)
        self._told: set[str] = set()

    def of(self, token: str, args: Properties, provider: Mapping[str, Any]) -> Properties:
        """Return what the data source *token* answers to *args*.

        Raises:
            ProviderError: its provider refuses, or it isn't known and this is no preview.
        """
        fixed = self._fixtures.answer(token, args)
        if fixed is not None:
            return {**args, **fixed}
        if has_unknown(args):
            return _stand_ins(token, args)
        try:
            return self._run.provider(sdk.package_of(token)).invoke(token, args, provider)
        except UnknownDataSource:
            return self._unknown(token, args)

    def _unknown(self, token: str, args: Properties) -> Properties:
        mend = f"give its answer under {fixtures.DATA_SOURCES} in {fixtures.FILE}"
        if not self._run.dry_run:
            raise ProviderError(f"{token}: the sandbox doesn't know this data source; {mend}")
        with self._run.lock:
            first = token not in self._told
            self._told.add(token)
        if first:
            message = f"{token}: the sandbox doesn't know this data source, so its answer is unknown here; {mend}"
            self._run.emit(Diagnostic(severity="warning", message=message))
        return _stand_ins(token, args)


def _stand_ins(token: str, args: Properties) -> Properties:
    held = sdk.result_class(token)
    kinds = sdk.members(held) if held else {}
    told = {name: sdk.stand_in(kind, MARKER, sdk.SEVERAL) for name, kind in kinds.items()}
    return told | {name: value for name, value in args.items() if _fits(value, told.get(name))}


def _fits(value: Any, stand_in: Any) -> bool:
    """Return whether the SDK takes *value* in an answer where it would take *stand_in*."""
    return not has_unknown(value) and (stand_in is None or isinstance(value, type(stand_in)))
