import pytest

from components.compute.instances import bottlerocket_image, is_arm


@pytest.mark.parametrize(
    "instance_type",
    ["t4g.large", "m7g.xlarge", "m7gd.metal", "c6gn.16xlarge", "im4gn.large", "x2gd.medium", "a1.large", "g5g.xlarge"],
)
def test_graviton_families_are_arm(instance_type: str) -> None:
    assert is_arm(instance_type)


@pytest.mark.parametrize(
    "instance_type",
    ["m7i.large", "g4dn.xlarge", "g5.xlarge", "c7a.large", "m5.metal", "u7in-16tb.224xlarge", "t3.micro"],
)
def test_other_families_are_not(instance_type: str) -> None:
    assert not is_arm(instance_type)


def test_image_follows_the_processor() -> None:
    assert bottlerocket_image(["m7g.large", "m8g.large"]) == "BOTTLEROCKET_ARM_64"
    assert bottlerocket_image(["m7i.large"]) == "BOTTLEROCKET_x86_64"


def test_mixed_processors_are_refused_by_name() -> None:
    with pytest.raises(ValueError, match=r"m7g\.large, m7i\.large: .* share one architecture"):
        bottlerocket_image(["m7g.large", "m7i.large"])


def test_what_is_no_instance_type_is_refused() -> None:
    with pytest.raises(ValueError, match="'large' is not the name of an EC2 instance type"):
        bottlerocket_image(["large"])
