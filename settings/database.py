"""How large the sharded relational store is."""

from pydantic import Field

from settings._model import Model


class Database(Model):
    """The sharded relational store."""

    shards: int = Field(ge=1, le=256)
    """Number of Aurora global clusters that keys are spread over."""
    engine_version: str = Field(default="16.8", pattern=r"^\d+\.\d+$")
    """Aurora PostgreSQL version that supports global databases.

    A long-term support release, kept for three years where others are kept for about one (Amazon Aurora User Guide,
    "Using an Aurora PostgreSQL long-term support (LTS) release").
    """
    instance_class: str = Field(default="db.r7g.large", pattern=r"^db\.[rx]\d")
    """Instance class of writers and readers: a global database takes the memory-optimized ones alone (Amazon Aurora
    User Guide, "Configuration requirements of an Amazon Aurora global database")."""
    instances_per_region: int = Field(default=1, ge=1, le=15)
    """Instances of a shard in each region; Aurora allows one writer and 15 readers."""
    writers: tuple[str, ...] = Field(default=(), strict=False)
    """Region that founded each shard; empty spreads them. Pin it before adding a region to a stack that is up: Aurora
    founds no second writer, and spreading anew would ask for one."""
