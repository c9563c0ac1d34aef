"""An image is searched for known weaknesses and tried out before it is handed on."""

from policies.answers import fault_among
from policies.model import Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value


def _check(props: Props) -> str | None:
    return fault_among(
        ("images are not scanned", lambda: value(props, "imageScanningConfiguration.imageScanningEnabled") is not True),
        ("images are not tested", lambda: value(props, "imageTestsConfiguration.imageTestsEnabled", True) is not True),
    )


RULE = Rule(
    name="imagebuilder_image_is_scanned_and_tested",
    title="Image Builder scans and tests images.",
    resource_types=frozenset({"aws:imagebuilder/image:Image", "aws:imagebuilder/imagePipeline:ImagePipeline"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.CHANGE_CONTROL, Objective.VULNERABILITY_MANAGEMENT}),
    remediation="Set imageScanningEnabled and imageTestsEnabled to true.",
    link="https://docs.aws.amazon.com/imagebuilder/latest/userguide/integ-inspector.html",
)
