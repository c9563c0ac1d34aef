"""The emulator's process: moto's server, with one of its faults mended.

moto 5.2 takes a statement of a bucket's policy whose condition does not hold for a refusal, so that a policy which
denies plain HTTP denies everything. Of a request to S3 it knows no condition values at all: no statement with a
condition can hold, and such a statement says nothing (IAM User Guide, "IAM JSON policy elements: Condition").
"""

import sys

from moto.iam.access_control import IAMPolicyStatement, PermissionResult
from moto.server import main

_judge = IAMPolicyStatement.is_action_permitted


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


if __name__ == "__main__":
    IAMPolicyStatement.is_action_permitted = _permitted
    main(sys.argv[1:])
