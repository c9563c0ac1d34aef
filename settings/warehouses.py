"""Warehouses outside of the platform that read the lake's served tables."""

from typing import Annotated, Literal

from pydantic import Field

from settings._model import Model

_Name = Annotated[str, Field(pattern=r"^[a-z][a-z0-9-]{0,15}$")]


class Snowflake(Model):
    """An external volume of Snowflake's, with a catalogue integration for Glue."""

    kind: Literal["snowflake"]
    name: _Name
    user_arn: str = Field(pattern=r"^arn:aws:iam::\d{12}:user/[\w+=,.@/-]+$")
    """The IAM user that `DESC EXTERNAL VOLUME` tells as `STORAGE_AWS_IAM_USER_ARN`."""
    external_id: str = Field(pattern=r"^[\w+=,.@:/-]+$", min_length=16, max_length=1224)
    """What it tells as `STORAGE_AWS_EXTERNAL_ID`: without it any of Snowflake's customers could ask for the role. At
    least 16 characters, so that nobody guesses it; at most what STS takes (AWS STS API Reference, "AssumeRole")."""


class BigQuery(Model):
    """A connection of BigQuery's to Amazon S3."""

    kind: Literal["bigquery"]
    name: _Name
    identity: str = Field(pattern=r"^\d{15,30}$")
    """The connection's Google identity, as `bq show --connection` tells it."""


Warehouse = Annotated[Snowflake | BigQuery, Field(discriminator="kind")]
