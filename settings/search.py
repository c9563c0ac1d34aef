"""How large each jurisdiction's log search is."""

from pydantic import Field

from settings._model import Model, RoleName


class Search(Model):
    """Size of the domain in which each jurisdiction's logs are searched."""

    instance_type: str = Field(default="m7g.large.search", pattern=r"^[a-su-z]\w*\.\w+\.search$")
    """Instance type of its nodes. T2 and T3 have no Auto-Tune, without which the domain isn't made (Amazon OpenSearch
    Service Developer Guide, "Auto-Tune")."""
    volume_gib: int = Field(default=100, ge=10, le=16_384)
    """Storage of each data node."""
    dedicated_masters: bool = False
    """Whether masters have nodes of their own, as AWS advises for production."""
    administrators: tuple[RoleName, ...] = Field(default=(), strict=False)
    """Names of the IAM roles, such as those that a single sign-on gives people, by which people may take the role that
    rules the domains; without any, users who show a second factor may alone."""
