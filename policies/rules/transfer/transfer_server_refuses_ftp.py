"""Files come over SFTP, FTPS or AS2; FTP has no encryption."""

from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import items


def _check(props: Props) -> str | None:
    if "FTP" in items(props, "protocols"):
        return "it speaks FTP"
    return None


RULE = Rule(
    name="transfer_server_refuses_ftp",
    title="Transfer servers do not speak FTP.",
    resource_types=frozenset({"aws:transfer/server:Server"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Take FTP out of protocols.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/transfer-controls.html#transfer-2",
    sources=("SecurityHub Transfer.2",),
)
