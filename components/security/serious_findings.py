"""Which findings somebody must hear of at once, as event patterns."""

from typing import Any


def serious_findings(region: str) -> dict[str, dict[str, Any]]:
    """Return the event patterns of findings in *region* to tell at once, each finding matching one of them.

    GuardDuty calls 7.0 and up high; its own events come sooner than Security Hub's copies, so those are left out, and
    so are findings copied from another region, which that region has told already.
    """
    return {
        "guardduty": {
            "source": ["aws.guardduty"],
            "detail-type": ["GuardDuty Finding"],
            "detail": {"severity": [{"numeric": [">=", 7]}]},
        },
        "security-hub": {
            "source": ["aws.securityhub"],
            "detail-type": ["Security Hub Findings - Imported"],
            "detail": {
                "findings": {
                    "ProductName": [{"anything-but": "GuardDuty"}],
                    "RecordState": ["ACTIVE"],
                    "Region": [region],
                    "Severity": {"Label": ["CRITICAL", "HIGH"]},
                    "Workflow": {"Status": ["NEW"]},
                }
            },
        },
    }
