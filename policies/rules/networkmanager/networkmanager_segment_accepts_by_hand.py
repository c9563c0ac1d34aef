"""A network joins a segment of the wide-area network only when somebody agrees."""

import json

from policies.lists import labels
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items, numbered, value


def _check(props: Props) -> str | None:
    policy = json.loads(value(props, "policyDocument", "{}"))
    open_segments = labels(
        numbered(items(policy, "segments"), "segments"),
        lambda segment: value(segment, "require-attachment-acceptance", True) is not True,
    )
    return f"{', '.join(open_segments)} accepts every attachment" if open_segments else None


RULE = Rule(
    name="networkmanager_segment_accepts_by_hand",
    title="Cloud WAN segments accept attachments by hand.",
    resource_types=frozenset({"aws:networkmanager/coreNetworkPolicyAttachment:CoreNetworkPolicyAttachment"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.EXTERNAL_ACCESS, Objective.NETWORK_SEGMENTATION}),
    remediation="Set require-attachment-acceptance of the segment to true.",
    link="https://docs.aws.amazon.com/network-manager/latest/cloudwan/cloudwan-policies-json.html",
)
