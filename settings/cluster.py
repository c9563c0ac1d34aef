"""How large each region's cluster is."""

from pydantic import Field, model_validator

from settings._model import Model


class Cluster(Model):
    """Size of every region's Kubernetes cluster."""

    version: str = Field(default="1.36", pattern=r"^1\.\d\d$")
    """Kubernetes minor version that EKS offers; the default has the longest standard support, until August 2027."""
    instance_types: tuple[str, ...] = Field(default=("m7g.large",), min_length=1, strict=False)
    """EC2 instance types of the node group, all of one architecture."""
    min_nodes: int = Field(default=3, ge=1, le=450)
    """Fewest nodes; three keep one in each zone."""
    max_nodes: int = Field(default=12, ge=1, le=450)
    """Most nodes (EKS service quota: 450 nodes a managed node group)."""

    @model_validator(mode="after")
    def _ordered(self) -> "Cluster":
        if self.min_nodes > self.max_nodes:
            raise ValueError(f"minNodes ({self.min_nodes}) is more than maxNodes ({self.max_nodes})")
        return self
