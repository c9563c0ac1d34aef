"""Whether Argo CD keeps the workload as the registry has it, and who may look on and step in."""

from typing import Annotated

from pydantic import Field, model_validator

from settings._model import Model
from settings.regions import AWS_REGIONS

GroupId = Annotated[str, Field(pattern=r"^([0-9a-f]{10}-)?[A-Fa-f0-9]{8}-([A-Fa-f0-9]{4}-){3}[A-Fa-f0-9]{12}$")]
"""Id of a group of IAM Identity Center (Identity Store API, `GroupId`)."""


class Gitops(Model):
    """The EKS capability for Argo CD, which knows people by IAM Identity Center alone. Off until that is named."""

    identity_center_arn: str = Field(default="", pattern=r"^(arn:aws:sso:::instance/(sso)?ins-[a-zA-Z0-9.-]{16})?$")
    """The organization's instance (IAM Identity Center API, `InstanceArn`); empty for none."""
    identity_center_region: str = ""
    """Region that the instance is in; empty for the stack's first."""
    administrators: tuple[GroupId, ...] = Field(default=(), strict=False)
    """Groups that rule Argo CD."""
    team: str = Field(default="api", pattern=r"^[a-z]([a-z0-9-]{0,38}[a-z0-9])?$")
    """Who the workload belongs to; its project's name."""
    members: tuple[GroupId, ...] = Field(default=(), strict=False)
    """Groups of the team, which see what stands and may have it synchronized."""

    @property
    def enabled(self) -> bool:
        """Whether there is an Argo CD."""
        return bool(self.identity_center_arn)

    @model_validator(mode="after")
    def _coherent(self) -> "Gitops":
        if self.enabled and not self.administrators:
            raise ValueError("administrators: nobody could confirm what Argo CD asks about; name a group")
        if not self.enabled and (self.administrators or self.members):
            raise ValueError("administrators and members are groups of an Identity Center; name identityCenterArn")
        if self.identity_center_region and self.identity_center_region not in AWS_REGIONS:
            raise ValueError(f"identityCenterRegion: {self.identity_center_region} is no region of AWS")
        return self
