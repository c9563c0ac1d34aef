"""Who opened what, and who was refused, is written down."""

from policies.lists import first
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:

    def fault(level: str) -> str | None:
        if value(props, f"auditLogConfiguration.{level}", "DISABLED") == "DISABLED":
            return f"{level} is off"
        return None

    return first(("fileAccessAuditLogLevel", "fileShareAccessAuditLogLevel"), fault)


RULE = Rule(
    name="fsx_windows_audits_access",
    title="FSx for Windows audits access.",
    resource_types=frozenset({"aws:fsx/windowsFileSystem:WindowsFileSystem"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Set both levels of auditLogConfiguration to SUCCESS_AND_FAILURE.",
    link="https://docs.aws.amazon.com/fsx/latest/WindowsGuide/file-access-auditing.html",
)
