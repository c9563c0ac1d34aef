"""Elastic Container Registry: repositories and what becomes of old images in them."""

from typing import Any

from sandbox.providers.aws.spec import ID, Aspect, Autoname, Call, Read, Type
from sandbox.providers.aws.tags import tagged_by_arn

_REPOSITORY = {"repositoryName": ID}
_NOT_KEPT = "the emulator's repositories don't keep it"

REPOSITORY = Type(
    "aws:ecr/repository:Repository",
    service="ecr",
    id="{name}",
    create=Call("create_repository", result="repository"),
    read=Read("describe_repositories", {"repositoryNames": [ID]}, result="repositories"),
    delete=Call("delete_repository", {**_REPOSITORY, "force": "{forceDelete?}"}),
    aspects=(
        Aspect({"imageTagMutability"}, put=Call("put_image_tag_mutability", _REPOSITORY), created=True),
        Aspect({"imageScanningConfiguration"}, put=Call("put_image_scanning_configuration", _REPOSITORY), created=True),
    ),
    tags=tagged_by_arn("resourceArn"),
    name=Autoname("name", 256),
    rename={"name": "repositoryName", "encryptionConfigurations": "encryptionConfiguration"},
    outputs={"arn": "repositoryArn", "registryId": "registryId", "repositoryUrl": "repositoryUri"},
    replaces={"encryptionConfigurations", "name"},
    defaults={"imageTagMutability": "MUTABLE", "imageScanningConfiguration": {"scanOnPush": False}},
    not_emulated={"imageTagMutabilityExclusionFilters": _NOT_KEPT},
    local={"forceDelete"},
)

_NAMED: dict[str, Any] = {"repositoryName": "{repository}"}

LIFECYCLE_POLICY = Type(
    "aws:ecr/lifecyclePolicy:LifecyclePolicy",
    service="ecr",
    id="{repository}",
    create=Call("put_lifecycle_policy"),
    read=Read("get_lifecycle_policy", {"repositoryName": ID}),
    update=Call("put_lifecycle_policy"),
    delete=Call("delete_lifecycle_policy", _NAMED),
    rename={"repository": "repositoryName", "policy": "lifecyclePolicyText"},
    outputs={"registryId": "registryId"},
    replaces={"repository"},
)

TYPES = (REPOSITORY, LIFECYCLE_POLICY)
