"""Every network reaches the AWS services that its stack uses by endpoints of its own, not over the internet."""

from collections.abc import Iterable

from policies.graph import Graph, StackRule, each, known
from policies.lists import lacking
from policies.model import Finding, NotApplicable, Resource, Severity
from policies.objectives import Objective
from policies.references import Named, OpenReferenceError, of_another
from policies.rules.stack._endpoints import ENDPOINT, SERVICES, VPC, service_of


def _check(graph: Graph) -> Iterable[Finding | None]:
    needed = {service for kind, services in SERVICES.items() if graph.of((kind,)) for service in services}
    if not needed:
        raise NotApplicable("the stack has nothing that is called by an endpoint")
    endpoints = graph.referrers("vpcId", by=(ENDPOINT,), to=frozenset({VPC}))

    def check(vpc: Resource) -> str | None:
        wanted = needed - {service_of(each) for each in endpoints.of(vpc) if known(each.props, "serviceName")}

        def service(named: Named) -> str:
            endpoint, error = named
            found = of_another(endpoint, lambda: service_of(endpoint))
            if error and found in wanted:
                raise OpenReferenceError(endpoints, endpoint, error)
            return found

        missing = lacking(needed, endpoints.possible(vpc), service)
        return f"it has no endpoint for {', '.join(missing)}" if missing else None

    yield from each(graph.of((VPC,)), check)


RULE = StackRule(
    name="stack_networks_have_endpoints",
    title="Every network has endpoints for the AWS services in use.",
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.EGRESS_CONTROL, Objective.NETWORK_SEGMENTATION}),
    remediation="Declare a VpcEndpoint for each.",
    link="https://docs.aws.amazon.com/securityhub/latest/userguide/ec2-controls.html#ec2-10",
    sources=("SecurityHub EC2.10", "SecurityHub EC2.55", "SecurityHub EC2.56"),
)
