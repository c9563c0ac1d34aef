"""What starts tomorrow is what was tested today: an image is named by its digest, which nobody can move."""

from policies.lists import labels
from policies.model import Level, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.ecs._containers import containers


def _check(props: Props) -> str | None:
    loose = labels(containers(props), lambda each: not value(each, "image", "").partition("@sha256:")[2])
    return f"{', '.join(loose)} names an image by a tag" if loose else None


RULE = Rule(
    name="ecs_task_images_are_pinned",
    title="ECS containers name images by digest.",
    resource_types=frozenset(
        {"aws:ecs/daemonTaskDefinition:DaemonTaskDefinition", "aws:ecs/taskDefinition:TaskDefinition"}
    ),
    check=_check,
    severity=Severity.LOW,
    level=Level.ADVISORY,
    objectives=frozenset({Objective.CHANGE_CONTROL, Objective.SOFTWARE_INTEGRITY}),
    remediation="Add the digest to the image: repository@sha256:digest.",
    link="https://docs.aws.amazon.com/AmazonECS/latest/developerguide/deployment-type-ecs.html#deployment-container-image-stability",
)
