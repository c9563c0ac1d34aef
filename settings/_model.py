"""What every setting has in common: frozen, strict, spelt in camel case, unknown keys refused."""

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field
from pydantic.alias_generators import to_camel

RoleName = Annotated[str, Field(pattern=r"^[\w+=,.@/-]+$")]
"""Name of an IAM role, with its path when it has one (IAM API, `CreateRole`)."""


class Model(BaseModel):
    """One group of settings."""

    model_config = ConfigDict(frozen=True, extra="forbid", strict=True, alias_generator=to_camel, populate_by_name=True)
