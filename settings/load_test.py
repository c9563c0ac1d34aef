"""What makes the promised load, where somebody has accepted the licence of what makes it."""

from typing import Annotated

from pydantic import Field, model_validator

from settings._model import Model

Image = Annotated[str, Field(pattern=r"^([a-z0-9.-]+(:\d+)?/[a-z0-9._/-]+(:[\w.-]+)?@sha256:[0-9a-f]{64})?$")]


class LoadTest(Model):
    """A run of k6 that `groot feed --run load` brings. k6 is under the AGPL: whoever wants it names its image."""

    image: Image = ""
    """k6, by its digest; empty for no load test."""
    starter_image: Image = ""
    """What tells its runners to begin (k6-operator's `starter`), by its digest."""
    minutes: int = Field(default=10, ge=1, le=120)
    """How long the load lasts."""

    @property
    def enabled(self) -> bool:
        """Whether there is one."""
        return bool(self.image)

    @model_validator(mode="after")
    def _coherent(self) -> "LoadTest":
        if bool(self.image) != bool(self.starter_image):
            raise ValueError("image and starterImage go together; clusters take images by digest alone")
        return self
