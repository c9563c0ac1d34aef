"""AWS Security Hub."""

from sandbox.providers.aws.act import Act
from sandbox.providers.aws.spec import Aspect, Call, Read, Recorded, Run, Type

_NO_UPDATE = "the emulator can't change a hub (UpdateSecurityHubConfiguration fails)"


def _subscription(act: Act) -> str:
    """Return the ARN of the account's subscription to a standard, which is spelled like the standard's own."""
    standard = str(act["standardsArn"]).partition("standards/")[2] or str(act["standardsArn"]).partition("ruleset/")[2]
    return f"arn:{act.partition}:securityhub:{act.region}:{act.account}:subscription/{standard}"


ACCOUNT = Type(
    "aws:securityhub/account:Account",
    service="securityhub",
    id="{account}",
    create=Call("enable_security_hub"),
    read=Read("describe_hub"),
    delete=Call("disable_security_hub"),
    aspects=(
        Aspect({"controlFindingGenerator"}, put=Run(lambda _act: {}, takes={"controlFindingGenerator"}), created=True),
    ),
    outputs={"arn": "HubArn"},
    replaces={"enableDefaultStandards"},
    defaults={"autoEnableControls": True, "enableDefaultStandards": True},
    not_emulated={"autoEnableControls": _NO_UPDATE},
    forgotten={"controlFindingGenerator": "the emulator says SECURITY_CONTROL whatever it is sent"},
    write_only={"enableDefaultStandards"},
    gone={"InvalidAccessException"},
)

STANDARDS_SUBSCRIPTION = Recorded(
    "aws:securityhub/standardsSubscription:StandardsSubscription",
    reason="the emulator has no standards (BatchEnableStandards isn't implemented)",
    id=_subscription,
    replaces={"standardsArn"},
    tags=False,
)

FINDING_AGGREGATOR = Recorded(
    "aws:securityhub/findingAggregator:FindingAggregator",
    reason="the emulator aggregates no findings (CreateFindingAggregator isn't implemented)",
    id="arn:{partition}:securityhub:{region}:{account}:finding-aggregator/{digest}",
    tags=False,
)

TYPES = (ACCOUNT, STANDARDS_SUBSCRIPTION, FINDING_AGGREGATOR)
