"""A stack that leaves out its security room shows nothing of audit and detection, and must have that accepted."""

from policies.objectives import Objective
from policies.rules.stack._rooms import in_place

RULE = in_place(
    "stack_security_is_in_place",
    "security",
    "audit trail, threat detection, scans or log search",
    objectives=frozenset(
        {
            Objective.AUDIT_LOGGING,
            Objective.CONFIGURATION_MONITORING,
            Objective.DATA_CLASSIFICATION,
            Objective.DATA_LOSS_PREVENTION,
            Objective.INCIDENT_RESPONSE,
            Objective.KEY_MANAGEMENT,
            Objective.LOG_PROTECTION,
            Objective.MALWARE_PROTECTION,
            Objective.MONITORING,
            Objective.MULTI_FACTOR,
            Objective.PRIVILEGED_ACCESS,
            Objective.THREAT_DETECTION,
            Objective.VULNERABILITY_MANAGEMENT,
        }
    ),
    link="https://docs.aws.amazon.com/wellarchitected/latest/security-pillar/sec_detect_investigate_events_app_service_logging.html",
)
