"""What the platform is to carry."""

from pydantic import Field

from settings._model import Model


class Targets(Model):
    """Load of the whole platform, all regions together; `groot capacity` holds what is declared against it.

    None where nobody has said.
    """

    requests_per_minute: int | None = Field(default=None, ge=1)
    """Requests of the API in a minute of the peak."""
    events_per_day: int | None = Field(default=None, ge=1)
    """Events appended in a day."""
