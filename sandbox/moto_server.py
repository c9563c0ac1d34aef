"""The emulator's process: moto's server, with two of its faults mended.

A replica of a KMS key is a shallow copy in moto 5.2, so that removing an alias in one region removes it in all. In AWS
aliases, grants and rotations are each region's own (KMS Developer Guide, "Multi-Region keys", independent properties).

It takes a statement of a bucket's policy whose condition does not hold for a refusal, so that a policy which
denies plain HTTP denies everything. Of a request to S3 it knows no condition values at all: no statement with a
condition can hold, and such a statement says nothing (IAM User Guide, "IAM JSON policy elements: Condition").
"""

import sys

from moto.iam.access_control import IAMPolicyStatement, PermissionResult
from moto.kms.models import Key, KmsBackend
from moto.server import main

_judge = IAMPolicyStatement.is_action_permitted
_replicate = KmsBackend.replicate_key


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


if __name__ == "__main__":
    IAMPolicyStatement.is_action_permitted = _permitted
    KmsBackend.replicate_key = _replicated
    main(sys.argv[1:])
