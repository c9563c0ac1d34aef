"""What answers the API's requests in every region."""

from pydantic import Field, model_validator

from settings._model import Model

IMAGE = r"^[a-z0-9][a-z0-9.-]*(:\d+)?(/[a-z0-9]+([._-]+[a-z0-9]+)*)+(:[\w][\w.-]{0,127})?@sha256:[0-9a-f]{64}$"
"""A registry, a repository, maybe a tag, and a digest (OCI Distribution Specification, "Pulling manifests")."""
PATH = r"^/[A-Za-z0-9._~/-]*$"


class Paths(Model):
    """Where the API tells of itself: 200 when all is well, anything else when not."""

    live: str = Field(default="/livez", pattern=PATH)
    """Whether a pod runs as it should; it is restarted if not."""
    ready: str = Field(default="/readyz", pattern=PATH)
    """Whether a pod can answer requests; a region is in service while one of its pods can."""


class Replicas(Model):
    """How many pods of the API a region has."""

    min: int = Field(default=3, ge=2, le=1_000)
    """Fewest; three keep one in each zone."""
    max: int = Field(default=80, ge=2, le=1_000)
    """Most."""

    @model_validator(mode="after")
    def _ordered(self) -> "Replicas":
        if self.min > self.max:
            raise ValueError(f"min ({self.min}) is more than max ({self.max})")
        return self


class Api(Model):
    """The workload behind the API's gateways."""

    image: str = Field(pattern=IMAGE, max_length=400)
    """Container image for the nodes' processors, by its digest. It runs as any user, on a file system it can't write.

    Each region's own registry gets a copy. The original is public, or in a registry of the account.
    """
    arguments: tuple[str, ...] = Field(default=(), strict=False)
    """Arguments of the image's entry point."""
    port: int = Field(default=8080, ge=1024, le=14_999)
    """Port on which it takes HTTP: above the privileged ones, below those of the mesh's proxy."""
    release: int = Field(default=1, ge=1)
    """Number of what is released: higher with each change of image or arguments, and the same in all regions. They take
    it in step, and a number that they left behind doesn't come back."""
    paths: Paths = Paths()
    replicas: Replicas = Replicas()


SAMPLE = Api(
    image="registry.k8s.io/e2e-test-images/agnhost:2.53"
    "@sha256:99c6b4bb4a1e1df3f0b3752168c89358794d02258ebebc26bf21c29399011a85",
    arguments=("serve-hostname", "--port=8080"),
)
"""Kubernetes' own test image, for a stack that has no API yet: it answers every path with the name of its pod."""
