"""Which machine image fits an instance type: processors are named by the type's family (EC2 User Guide, "Instance type
naming conventions": the `g` among the attributes after the generation stands for AWS Graviton)."""

import re
from collections.abc import Sequence

_FAMILY = re.compile(r"(?P<series>[a-z]+)(?P<generation>\d+)(?P<attributes>[a-z]*)(-[a-z0-9-]+)?\.[a-z0-9-]+")
_ARM_FAMILIES_WITHOUT_ATTRIBUTE = frozenset({"a1"})


def is_arm(instance_type: str) -> bool:
    """Return whether *instance_type* has an Arm processor.

    Raises:
        ValueError: it is not the name of an instance type.
    """
    match = _FAMILY.fullmatch(instance_type)
    if not match:
        raise ValueError(f"{instance_type!r} is not the name of an EC2 instance type, such as m7g.large")
    family = match["series"] + match["generation"]
    return "g" in match["attributes"] or family in _ARM_FAMILIES_WITHOUT_ATTRIBUTE


def bottlerocket_image(instance_types: Sequence[str]) -> str:
    """Return the managed node group's name for Bottlerocket on *instance_types*.

    Bottlerocket has no shell, no package manager and a root file system that cannot be written.

    Raises:
        ValueError: the types do not share one architecture.
    """
    arm = {is_arm(instance_type) for instance_type in instance_types}
    if len(arm) != 1:
        raise ValueError(f"{', '.join(instance_types)}: a node group's instance types share one architecture")
    return "BOTTLEROCKET_ARM_64" if arm.pop() else "BOTTLEROCKET_x86_64"
