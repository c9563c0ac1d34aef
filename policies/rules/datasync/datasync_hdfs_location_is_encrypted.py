"""Blocks and commands go to and from Hadoop encrypted, as they do unless told otherwise."""

from policies.lists import first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:

    def fault(kind: str) -> str | None:
        if value(props, f"qopConfiguration.{kind}", "PRIVACY") != "PRIVACY":
            return f"{kind} leaves data in the clear"
        return None

    return first(("dataTransferProtection", "rpcProtection"), fault)


RULE = Rule(
    name="datasync_hdfs_location_is_encrypted",
    title="DataSync talks to Hadoop encrypted.",
    resource_types=frozenset({"aws:datasync/locationHdfs:LocationHdfs"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set both parts of qopConfiguration to PRIVACY.",
    link="https://docs.aws.amazon.com/datasync/latest/userguide/create-hdfs-location.html",
)
