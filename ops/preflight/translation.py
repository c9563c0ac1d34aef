"""Resources as CloudFormation has them: types and properties of Pulumi's in the names and shapes of AWS's schemas.

Names that differ in case, in separators or in a plural find each other; `types.yaml` holds what doesn't. What has no
counterpart is named and never dropped in silence.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from ops.preflight.schemas import Schemas
from ops.preflight.shaping import Shaping
from ops.preflight.types_table import TypeRules, table, type_name
from policies.model import Resource
from policies.unknown import UNKNOWN

INSTANCE = "AWS::EC2::Instance"
"""Whose schema lists the types of instances, by region."""
REFERENCE_REGION = "us-east-1"
"""Whose schemas know every type; what another region doesn't offer is told from there."""


@dataclass(kw_only=True)
class Translated:
    """A resource, or a part of one, in CloudFormation's terms."""

    resource: Resource
    type: str
    region: str
    part: bool
    properties: dict[str, Any]
    """What isn't known is left as `policies.unknown.UNKNOWN`."""
    unmatched: list[str] = field(default_factory=list)
    """Paths of properties without a counterpart."""


class Translator:
    """The table, and AWS's schemas."""

    def __init__(self, schemas: Schemas, home: str) -> None:
        """*home* is the region whose schemas hold for what has no region of its own."""
        self._schemas = schemas
        self._home = home

    def type_name(self, token: str) -> str | None:
        """Return what CloudFormation calls the type *token*; None for nothing."""
        return type_name(self._schemas, token, REFERENCE_REGION)

    def translate(self, resource: Resource) -> Translated | None:
        """Return *resource* in CloudFormation's terms; None where its type has no schema."""
        region = region_of(resource, self._home)
        name = self.type_name(resource.type)
        schema = name and (self._schemas.schema(name, region) or self._schemas.schema(name, REFERENCE_REGION))
        if not name or not schema:
            return None
        rules = table().types.get(resource.type) or TypeRules.model_validate({})
        work = Shaping(resource, rules, name)
        properties = work.run(schema)
        return Translated(
            resource=resource,
            type=name,
            region=region,
            part=rules.part,
            properties=properties,
            unmatched=work.unmatched,
        )

    def instances(self, resource: Resource) -> Sequence[Translated]:
        """Return the EC2 instances that *resource* starts, each with its type alone."""
        rules = table().types.get(resource.type)
        held = resource.props.get(rules.instances) if rules and rules.instances else None
        return [
            Translated(
                resource=resource,
                type=INSTANCE,
                region=region_of(resource, self._home),
                part=True,
                properties={"InstanceType": each},
            )
            for each in (held if isinstance(held, list) else ())
            if each != UNKNOWN
        ]

    def unjudged(self, token: str) -> str | None:
        """Return why the type *token* isn't judged, or None where nobody has said."""
        return table().unjudged.get(token)


def region_of(resource: Resource, home: str) -> str:
    """Return the region of *resource*: its own, or *home* where it names none."""
    given = resource.props.get("region")
    return given if isinstance(given, str) and given != UNKNOWN else home
