"""Images are pinned by digest."""

import re

from policies.lists import fault_in
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value
from policies.rules.kubernetes._pods import INJECTED, TYPES, containers, pod

_PINNED = re.compile(r".+@sha256:[0-9a-f]{64}")


def _check(props: Props) -> str | None:

    def fault(label: str, container: Props) -> str | None:
        image = value(container, "image", "")
        if image != INJECTED and not _PINNED.fullmatch(image):
            return f"{label} runs whatever its tag points to"
        return None

    return fault_in(containers(pod(props)), fault)


RULE = Rule(
    name="kubernetes_pod_image_is_pinned",
    title="Images are pinned by digest.",
    resource_types=TYPES,
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CHANGE_CONTROL, Objective.SOFTWARE_INTEGRITY}),
    remediation="Name the image with its @sha256 digest.",
    link="https://kubernetes.io/docs/concepts/containers/images/#image-names",
)
