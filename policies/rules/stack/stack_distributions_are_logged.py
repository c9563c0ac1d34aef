"""Every distribution writes down its requests: by the older logging of its own, or by a delivery of CloudWatch Logs."""

from collections.abc import Iterable

from policies.answers import any_holds
from policies.graph import Graph, StackRule, each
from policies.model import Finding, Resource, Severity
from policies.objectives import Objective
from policies.read import value

DISTRIBUTION = "aws:cloudfront/distribution:Distribution"
SOURCE, DELIVERY = "aws:cloudwatch/logDeliverySource:LogDeliverySource", "aws:cloudwatch/logDelivery:LogDelivery"


def _check(graph: Graph) -> Iterable[Finding | None]:
    sources = graph.referrers("resourceArn", by=(SOURCE,), to=frozenset({DISTRIBUTION}))
    delivered = graph.referrers("deliverySourceName", by=(DELIVERY,), to=frozenset({SOURCE}))

    def check(distribution: Resource) -> str | None:
        logged = any_holds(
            lambda: sources.include(distribution, delivered.include),
            lambda: value(distribution.props, "loggingConfig.bucket"),
        )
        return None if logged else "it keeps no access log"

    yield from each(graph.of((DISTRIBUTION,)), check)


RULE = StackRule(
    name="stack_distributions_are_logged",
    title="Every CloudFront distribution is logged.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SERVICE_LOGGING}),
    remediation="Declare a LogDeliverySource and a LogDelivery for it.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/cloudfront-controls.html#cloudfront-5",
    sources=("SecurityHub CloudFront.5",),
)
