"""A deployment that doesn't come up is undone (Amazon ECS Developer Guide, "deployment circuit breaker")."""

from policies.model import Level, NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    if value(props, "deploymentController.type", "ECS") != "ECS":
        raise NotApplicable("something else deploys it")
    if value(props, "deploymentCircuitBreaker.enable") is not True:
        return "a failed deployment goes on"
    if value(props, "deploymentCircuitBreaker.rollback") is not True:
        return "a failed deployment stays"
    return None


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
