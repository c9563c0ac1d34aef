"""Who opened what on a share is written down."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective


def _check(props: Props) -> str | None:
    if not props.get("auditDestinationArn"):
        return "access is not written down"
    return None


RULE = Rule(
    name="storagegateway_share_audits_access",
    title="Storage Gateway shares audit access.",
    resource_types=frozenset(
        {
            "aws:storagegateway/fileSystemAssociation:FileSystemAssociation",
            "aws:storagegateway/smbFileShare:SmbFileShare",
        }
    ),
    check=_check,
    severity=Severity.LOW,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set auditDestinationArn to a log group or a delivery stream.",
    link="https://docs.aws.amazon.com/filegateway/latest/files3/monitoring-file-gateway.html",
)
