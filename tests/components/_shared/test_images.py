import pytest

from components._shared.context import Context
from components._shared.images import copied, repository_name, repository_names
from settings import Region
from tests.components.site import active_site

DIGEST = "sha256:" + "0" * 64
SITE = active_site(
    Region(name="eu-west-1", cidr="10.0.0.0/16", weight=100, residency="eu"),
    Context(prefix="groot-test", account_id="123456789012"),
)


@pytest.mark.parametrize(
    ("image", "name"),
    [
        ("registry.k8s.io/autoscaling/cluster-autoscaler:v1", "groot-test-images/autoscaling/cluster-autoscaler"),
        (f"example.com:5000/api:1@{DIGEST}", "groot-test-images/api"),
        (f"example.com/api@{DIGEST}", "groot-test-images/api"),
    ],
)
def test_a_copy_has_a_repository_named_for_the_stack_and_the_original(image: str, name: str) -> None:
    assert repository_name(SITE.context, image) == name


def test_versions_of_an_image_share_a_repository() -> None:
    assert repository_names(SITE.context, ["a.io/x:1", "a.io/x:2", "a.io/y:1"]) == [
        "groot-test-images/x",
        "groot-test-images/y",
    ]


@pytest.mark.parametrize("image", ["api:1", "a.io/api", "a.io/"])
def test_what_names_no_image_is_refused(image: str) -> None:
    with pytest.raises(ValueError, match="names no registry, repository and tag or digest"):
        copied(image, SITE)
