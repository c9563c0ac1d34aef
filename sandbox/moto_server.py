"""The process of the control planes: moto's server, confined to itself, with four of its faults mended.

It looks for the log group that a zone's queries go to among the first fifty of a region.

Requests that are the first of a service at the same time each load its model, and each make its routes: a tenth of a
second each, a dozen times over.

And what it holds is in dictionaries that one request goes through while another one adds to them: on a busy machine a
role was refused for it.
"""

import sys
import threading
from collections.abc import Callable
from typing import Any

from moto.comprehend.models import ComprehendBackend
from moto.core import responses, utils
from moto.core.exceptions import JsonRESTError
from moto.core.routing import ServiceOperationRouter, get_service_router
from moto.logs.models import LogGroup, LogsBackend
from moto.server import main
from moto.settings import moto_server_port

from sandbox.confinement import confine

_making = threading.RLock()
_answering = threading.RLock()
_log_groups: Any = LogsBackend.describe_log_groups
_NO_LIMIT = 1_000_000


def _all_log_groups(self: LogsBackend, **given: Any) -> tuple[list[LogGroup], str | None]:
    """Return all at once to moto itself, which names no limit as requests do."""
    return _log_groups(self, **{"limit": _NO_LIMIT, **given})


def _no_names(*_given: Any) -> list[dict[str, Any]]:
    """Refuse to look for what is personal, so that no text passes for free of it."""
    raise JsonRESTError("UnsupportedLanguageException", "the sandbox has nothing that finds names in text")


def once(make: Callable[..., Any]) -> Callable[..., Any]:
    """Return *make* as one that makes a thing once for all who ask for it, also at the same time."""
    made: dict[tuple[Any, ...], Any] = {}

    def kept(*given: Any) -> Any:
        if given not in made:
            with _making:
                if given not in made:
                    made[given] = make(*given)
        return made[given]

    return kept


def one_at_a_time(answer: Callable[..., Any]) -> Callable[..., Any]:
    """Return *answer* as one that no two threads are in at the same time."""

    def alone(*given: Any) -> Any:
        with _answering:
            return answer(*given)

    return alone


if __name__ == "__main__":
    responses.BaseResponse.call_action = one_at_a_time(responses.BaseResponse.call_action)
    utils._load_service_model = once(utils._load_service_model)
    responses.get_service_router = once(get_service_router)  # pyright: ignore[reportPrivateImportUsage]
    ServiceOperationRouter._get_router = once(ServiceOperationRouter._get_router)
    ComprehendBackend.detect_pii_entities = _no_names  # pyright: ignore[reportAttributeAccessIssue]
    LogsBackend.describe_log_groups = _all_log_groups
    confine({int(moto_server_port())})
    main(sys.argv[1:])
