"""The emulator's process: moto's server, confined to itself, with five of its faults mended.

A replica of a KMS key is a shallow copy in moto 5.2, so that removing an alias in one region removes it in all. In AWS
aliases, grants and rotations are each region's own (KMS Developer Guide, "Multi-Region keys", independent properties).

It takes a statement of a bucket's policy whose condition does not hold for a refusal, so that a policy which
denies plain HTTP denies everything. Of a request to S3 it knows no condition values at all: no statement with a
condition can hold, and such a statement says nothing (IAM User Guide, "IAM JSON policy elements: Condition").

It posts a topic's messages to subscribers over HTTP while the publisher waits, and fails the publisher with them. They
are real addresses of people and their tools, so nothing is posted: the log says what would have been.

It looks for the log group that a zone's queries go to among the first fifty of a region.

And requests that are the first of a service at the same time each load its model, and each make its routes: a tenth of
a second each, a dozen times over.
"""

import sys
import threading
from collections.abc import Callable
from typing import Any

from moto.core import responses, utils
from moto.core.routing import ServiceOperationRouter, get_service_router
from moto.iam.access_control import IAMPolicyStatement, PermissionResult
from moto.kms.models import Key, KmsBackend
from moto.logs.models import LogGroup, LogsBackend
from moto.server import main
from moto.settings import moto_server_port
from moto.sns.models import Subscription

from sandbox.confinement import confine

_making = threading.RLock()
_judge = IAMPolicyStatement.is_action_permitted
_replicate = KmsBackend.replicate_key
_log_groups: Any = LogsBackend.describe_log_groups
_publish: Any = Subscription.publish
_NO_LIMIT = 1_000_000


def _permitted(
    self: IAMPolicyStatement,
    action: str,
    resource: str = "*",
    principal: str | None = None,
    incoming_condition_values: dict[str, str] | None = None,
) -> PermissionResult:
    if incoming_condition_values is None and self._statement.get("Condition"):
        return PermissionResult.NEUTRAL
    return _judge(self, action, resource, principal, incoming_condition_values)


def _replicated(self: KmsBackend, key_id: str, replica_region: str) -> Key:
    replica = _replicate(self, key_id, replica_region)
    replica.aliases, replica.grants, replica.rotations = {}, {}, []
    replica.multi_region_configuration = {**replica.multi_region_configuration}
    return replica


def _all_log_groups(self: LogsBackend, **given: Any) -> tuple[list[LogGroup], str | None]:
    """Return all at once to moto itself, which names no limit as requests do."""
    return _log_groups(self, **{"limit": _NO_LIMIT, **given})


def _kept_in(self: Subscription, *given: Any, **named: Any) -> None:
    if self.protocol in ("http", "https"):
        print(f"not posted: a message of {self.topic.arn} to {self.endpoint}", flush=True)
    else:
        _publish(self, *given, **named)


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


if __name__ == "__main__":
    utils._load_service_model = once(utils._load_service_model)
    responses.get_service_router = once(get_service_router)  # pyright: ignore[reportPrivateImportUsage]
    ServiceOperationRouter._get_router = once(ServiceOperationRouter._get_router)
    IAMPolicyStatement.is_action_permitted = _permitted
    KmsBackend.replicate_key = _replicated
    LogsBackend.describe_log_groups = _all_log_groups
    Subscription.publish = _kept_in
    confine({int(moto_server_port())})
    main(sys.argv[1:])
