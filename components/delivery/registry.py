"""One region's container registry: a repository for each image that runs there, and one for manifests.

Whatever is pushed under a tag stays what it is, is encrypted under the region's key and searched for known weaknesses.
Images are copied by the pipeline and not pulled through a cache: the first pull of a cache through an interface
endpoint needs a way to the internet (Amazon ECR User Guide, "Considerations for Amazon ECR VPC endpoints").
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import pulumi
import pulumi_aws as aws

from components._shared.images import repository_names
from components._shared.site import Site
from settings import DataClass

KEPT_IMAGES: Final = 100
"""Releases to go back to; a repository holds 100,000 at most (Amazon ECR service quotas)."""


@dataclass(frozen=True, kw_only=True)
class RegistryArgs:
    """What runs in the region."""

    site: Site
    """Region it stands in."""
    images: Sequence[str]
    """Images that are copied into it, as their own registries name them."""


class Registry(pulumi.ComponentResource):
    """Repositories of one region."""

    manifests_name: pulumi.Output[str]
    """Repository of manifests."""
    manifests_arn: pulumi.Output[str]
    manifests_url: pulumi.Output[str]
    """Its address, without a scheme."""
    image_arns: list[pulumi.Output[str]]
    """Repositories of images."""

    def __init__(self, name: str, args: RegistryArgs, opts: pulumi.ResourceOptions | None = None) -> None:
        super().__init__("groot:index:Registry", name, {}, opts)
        self._name, self._args = name, args
        manifests = self._create_repository(args.site.context.physical_name("manifests"))
        images = [self._create_repository(called) for called in repository_names(args.site.context, args.images)]
        self.manifests_name = manifests.name
        self.manifests_arn = manifests.arn
        self.manifests_url = manifests.repository_url
        self.image_arns = [repository.arn for repository in images]
        self.register_outputs(
            {
                "manifests_name": self.manifests_name,
                "manifests_arn": self.manifests_arn,
                "manifests_url": self.manifests_url,
                "image_arns": self.image_arns,
            }
        )

    def _create_repository(self, called: str) -> aws.ecr.Repository:
        site, label = self._args.site, f"{self._name}-{called.replace('/', '-')}"
        repository = aws.ecr.Repository(
            label,
            name=called,
            region=site.name,
            image_tag_mutability="IMMUTABLE",
            image_scanning_configuration=aws.ecr.RepositoryImageScanningConfigurationArgs(scan_on_push=True),
            encryption_configurations=[
                aws.ecr.RepositoryEncryptionConfigurationArgs(
                    encryption_type="KMS", kms_key=site.key_arns[DataClass.INTERNAL]
                )
            ],
            tags=site.context.tagged(label, DataClass.INTERNAL),
            opts=pulumi.ResourceOptions(parent=self),
        )
        aws.ecr.LifecyclePolicy(
            f"{label}-lifecycle",
            region=site.name,
            repository=repository.name,
            policy=json.dumps(
                {
                    "rules": [
                        {
                            "rulePriority": 1,
                            "description": f"keep the last {KEPT_IMAGES}",
                            "selection": {
                                "tagStatus": "any",
                                "countType": "imageCountMoreThan",
                                "countNumber": KEPT_IMAGES,
                            },
                            "action": {"type": "expire"},
                        }
                    ]
                }
            ),
            opts=pulumi.ResourceOptions(parent=self),
        )
        return repository
