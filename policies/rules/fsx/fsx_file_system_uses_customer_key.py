"""Files are encrypted under a key of the customer's own."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import customer_key

SCRATCH = frozenset({"SCRATCH_1", "SCRATCH_2"})
"""Lustre for data that is kept elsewhere."""


def _check(props: Props) -> str | None:
    if props.get("deploymentType") in SCRATCH:
        raise NotApplicable("scratch space is encrypted under a key of FSx")
    if not customer_key(props.get("kmsKeyId")):
        return "it is encrypted under a key that AWS chose"
    return None


RULE = Rule(
    name="fsx_file_system_uses_customer_key",
    title="FSx file systems are encrypted under a customer key.",
    resource_types=frozenset(
        {
            "aws:fsx/lustreFileSystem:LustreFileSystem",
            "aws:fsx/ontapFileSystem:OntapFileSystem",
            "aws:fsx/openZfsFileSystem:OpenZfsFileSystem",
            "aws:fsx/windowsFileSystem:WindowsFileSystem",
        }
    ),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_AT_REST}),
    remediation="Set kmsKeyId to the region's key.",
    link="https://docs.aws.amazon.com/fsx/latest/WindowsGuide/encryption-at-rest.html",
)
