"""Threat detection in one region: GuardDuty, Security Hub, Inspector, Macie, and an alarm for what is serious.

GuardDuty watches calls, DNS, network flows, runtimes and storage; Inspector looks for vulnerabilities, Macie for
buckets open to others; Security Hub gathers their findings and checks the account against standards. Findings of high
severity reach the alarm topic through EventBridge within seconds of being published. Nothing here is regional by
choice: all four work per region.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
import pulumi_aws as aws

from components._shared.alarms import declare_alarm, uncalled
from components._shared.site import Site
from components.security.serious_findings import serious_findings
from settings import Framework

DETECTOR_FEATURES: Mapping[str, Sequence[str]] = {
    "S3_DATA_EVENTS": (),
    "EKS_AUDIT_LOGS": (),
    "EBS_MALWARE_PROTECTION": (),
    "RDS_LOGIN_EVENTS": (),
    "LAMBDA_NETWORK_LOGS": (),
    "RUNTIME_MONITORING": ("EKS_ADDON_MANAGEMENT", "ECS_FARGATE_AGENT_MANAGEMENT", "EC2_AGENT_MANAGEMENT"),
}
"""Features of the detector and the agents that GuardDuty installs for them (GuardDuty API, `DetectorFeature`).
`RUNTIME_MONITORING` covers and excludes `EKS_RUNTIME_MONITORING`."""

PUBLISHING_FREQUENCY = "FIFTEEN_MINUTES"
"""How soon a finding that recurs is told again, the shortest on offer; a new one is told within five minutes
(GuardDuty User Guide, "Processing GuardDuty findings with Amazon EventBridge")."""

SCANNED = ("EC2", "ECR", "LAMBDA", "LAMBDA_CODE")
"""What Inspector scans (Inspector API, `Enable`)."""

STANDARDS = ("aws-foundational-security-best-practices/v/1.0.0", "cis-aws-foundations-benchmark/v/3.0.0")
"""Standards for every deployment (Security Hub User Guide, "Standards reference for Security Hub CSPM")."""

FRAMEWORK_STANDARDS: Mapping[Framework, str] = {
    "fedramp-moderate": "nist-800-53/v/5.0.0",
    "pci-dss": "pci-dss/v/4.0.1",
}
"""Standards that a framework brings with it."""


@dataclass(frozen=True, kw_only=True)
class ThreatDetectionArgs:
    """What threat detection needs."""

    site: Site
    """Region that is watched."""
    frameworks: Collection[Framework]
    """Compliance frameworks in force."""
    linked_regions: Sequence[str] = ()
    """Names of the regions whose findings Security Hub copies here: the other regions, at home; none elsewhere."""


class ThreatDetection(pulumi.ComponentResource):
    """One region's detectors and the alarm for serious findings."""

    detector_id: pulumi.Output[str]
    """GuardDuty's detector."""

    def __init__(self, name: str, args: ThreatDetectionArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:ThreatDetection", name, {}, opts)
        self._child = pulumi.ResourceOptions(parent=self)
        self.detector_id = self._create_detector(name, args).id
        self._create_hub(name, args)
        self._create_inspector(name, args)
        self._create_macie(name, args)
        for key, pattern in serious_findings(args.site.name).items():
            self._tell(name, args, key, pattern)
        self.register_outputs({"detector_id": self.detector_id})

    def _create_detector(self, name: str, args: ThreatDetectionArgs) -> aws.guardduty.Detector:
        detector = aws.guardduty.Detector(
            f"{name}-detector",
            region=args.site.name,
            enable=True,
            finding_publishing_frequency=PUBLISHING_FREQUENCY,
            tags=args.site.context.tagged(f"{name}-detector"),
            opts=args.site.context.stateful(self),
        )
        for feature, agents in DETECTOR_FEATURES.items():
            aws.guardduty.DetectorFeature(
                f"{name}-{feature.lower().replace('_', '-')}",
                region=args.site.name,
                detector_id=detector.id,
                name=feature,
                status="ENABLED",
                additional_configurations=[
                    aws.guardduty.DetectorFeatureAdditionalConfigurationArgs(name=agent, status="ENABLED")
                    for agent in agents
                ]
                or None,
                opts=self._child,
            )
        return detector

    def _create_hub(self, name: str, args: ThreatDetectionArgs) -> None:
        region = args.site.name
        hub = aws.securityhub.Account(
            f"{name}-hub",
            region=region,
            enable_default_standards=False,
            auto_enable_controls=True,
            control_finding_generator="SECURITY_CONTROL",
            opts=self._child,
        )
        enabled = pulumi.ResourceOptions(parent=self, depends_on=[hub])
        for standard in standards(args.frameworks):
            aws.securityhub.StandardsSubscription(
                f"{name}-{standard.split('/', 1)[0]}",
                region=region,
                standards_arn=f"arn:aws:securityhub:{region}::standards/{standard}",
                opts=enabled,
            )
        if args.linked_regions:
            aws.securityhub.FindingAggregator(
                f"{name}-aggregator",
                region=region,
                linking_mode="SPECIFIED_REGIONS",
                specified_regions=list(args.linked_regions),
                opts=enabled,
            )

    def _create_inspector(self, name: str, args: ThreatDetectionArgs) -> None:
        aws.inspector2.Enabler(
            f"{name}-inspector",
            region=args.site.name,
            account_ids=[args.site.context.account_id],
            resource_types=list(SCANNED),
            opts=self._child,
        )

    def _create_macie(self, name: str, args: ThreatDetectionArgs) -> None:
        aws.macie2.Account(
            f"{name}-macie",
            region=args.site.name,
            status="ENABLED",
            finding_publishing_frequency=PUBLISHING_FREQUENCY,
            opts=self._child,
        )

    def _tell(self, name: str, args: ThreatDetectionArgs, key: str, pattern: Mapping[str, Any]) -> None:
        rule = aws.cloudwatch.EventRule(
            f"{name}-{key}-findings",
            name=args.site.context.physical_name(f"{key}-findings", max_length=64),
            region=args.site.name,
            description="Serious findings to the alarm topic",
            event_pattern=json.dumps(pattern, sort_keys=True),
            state="ENABLED",
            tags=args.site.context.tagged(f"{name}-{key}-findings"),
            opts=self._child,
        )
        aws.cloudwatch.EventTarget(
            f"{name}-{key}-alarm-topic",
            region=args.site.name,
            rule=rule.name,
            target_id="alarm-topic",
            arn=args.site.alarm_topic_arn,
            opts=self._child,
        )
        declare_alarm(
            f"{name}-{key}-untold",
            uncalled(
                rule.name, "A serious finding did not reach the alarm topic: check the policies of topic and key."
            ),
            site=args.site,
            opts=self._child,
        )


def standards(frameworks: Collection[Framework]) -> list[str]:
    """Return the Security Hub standards for *frameworks*, the general ones first."""
    return [*STANDARDS, *(standard for framework, standard in FRAMEWORK_STANDARDS.items() if framework in frameworks)]
