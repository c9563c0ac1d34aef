"""Read replicas, which are as their sources are in what a source decides."""

from policies.model import Props
from policies.read import value

SOURCE = "replicateSourceDb"
"""Instances alone have it, so that it is looked for among what a database has."""


def source_of(props: Props) -> str:
    """Return the identifier or, from another region, the ARN of what a database is a replica of; empty for none."""
    return str(value(props, SOURCE, "")) if SOURCE in set(props) else ""
