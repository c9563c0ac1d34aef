"""AWS Backup takes the kinds of store that hold data; one that isn't opted in is left out of every plan, unsaid."""

from policies.lists import those
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

KINDS = ("Aurora", "DynamoDB", "EBS", "EFS", "RDS", "S3")


def _check(props: Props) -> str | None:
    out = those(KINDS, lambda kind: value(props, f"resourceTypeOptInPreference.{kind}") is not True)
    return f"{', '.join(out)} is left out of plans" if out else None


RULE = Rule(
    name="backup_region_takes_stores",
    title="AWS Backup is opted in for stores.",
    resource_types=frozenset({"aws:backup/regionSettings:RegionSettings"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.BACKUP}),
    remediation="Set the kinds to true in resourceTypeOptInPreference.",
    link="https://docs.aws.amazon.com/aws-backup/latest/devguide/assigning-resources.html",
)
