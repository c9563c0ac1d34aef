"""Records go to an endpoint over HTTPS only."""

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    url = value(props, "httpEndpointConfiguration.url")
    if url is None:
        raise NotApplicable("it sends to no endpoint")
    return None if url.startswith("https://") else "it sends over plain HTTP"


RULE = Rule(
    name="kinesis_firehose_sends_over_https",
    title="Firehose streams send over HTTPS.",
    resource_types=frozenset({"aws:kinesis/firehoseDeliveryStream:FirehoseDeliveryStream"}),
    check=_check,
    severity=Severity.HIGH,
    objectives=frozenset({Objective.ENCRYPTION_IN_TRANSIT}),
    remediation="Set httpEndpointConfiguration.url to an https address.",
    link="https://docs.aws.amazon.com/firehose/latest/dev/httpdeliveryrequestresponse.html",
)
