"""A program of any number of resources, a tenth of them components."""

from collections.abc import Callable

import pulumi
from pulumi_aws import kms, s3

GROUP = 10
"""Resources of one component: itself, a key, and buckets that name it."""


class _Group(pulumi.ComponentResource):
    def __init__(self, name: str) -> None:
        super().__init__("groot:index:Group", name)
        opts = pulumi.ResourceOptions(parent=self)
        key = kms.Key(f"{name}-key", description="bench", enable_key_rotation=True, opts=opts)
        for index in range(GROUP - 2):
            bucket = f"bench-{name}-{index}"
            s3.Bucket(f"{name}-{index}", bucket=bucket, tags={"key": key.arn}, region="us-east-1", opts=opts)
        self.register_outputs({})


def program_of(resources: int) -> Callable[[], None]:
    """Return a program of that many resources."""

    def program() -> None:
        for index in range(resources // GROUP):
            _Group(f"g{index}")

    return program
