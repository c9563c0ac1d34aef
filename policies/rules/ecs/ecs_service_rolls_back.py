"""A deployment that doesn't come up is undone (Amazon ECS Developer Guide, "deployment circuit breaker")."""

from policies.answers import fault_among
from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "deploymentController.type", "ECS") != "ECS":
        raise NotApplicable("something else deploys it")
    return fault_among(
        ("a failed deployment goes on", lambda: value(props, "deploymentCircuitBreaker.enable") is not True),
        ("a failed deployment stays", lambda: value(props, "deploymentCircuitBreaker.rollback") is not True),
    )


RULE = Rule(
    name="ecs_service_rolls_back",
    title="ECS services undo failed deployments.",
    resource_types=frozenset({"aws:ecs/service:Service"}),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.AVAILABILITY, Objective.CHANGE_CONTROL}),
    remediation="Set deploymentCircuitBreaker with enable and rollback.",
    link="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-circuit-breaker.html",
)
