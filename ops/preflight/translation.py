"""Resources as CloudFormation has them: types and properties of Pulumi's in the names and shapes of AWS's schemas.

Names that differ in case, in separators or in a plural find each other; `types.yaml` holds what doesn't. What has no
counterpart is named and never dropped in silence.
"""

import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from ops.preflight.schemas import Node, Schema, Schemas
from ops.preflight.types_table import TypeRules, plain, table, type_name
from policies.model import Resource
from policies.unknown import UNKNOWN

INSTANCE = "AWS::EC2::Instance"
REFERENCE_REGION = "us-east-1"
"""Whose schemas know every type; what another region doesn't offer is told from there."""
_TOP = "/"
_STEP = re.compile(r"(?P<name>\w+)(?:\[(?:(?P<more>\+)|(?P<key>\w+)=(?P<value>[^\]]+))?\])?(?:\.|$)")
_PREFIXES = ("key", "hostedzone", "healthcheck")
"""What some types put before the names that others have without."""
_PAIRS = (("Key", "Value"), ("Name", "Value"))
"""How CloudFormation writes a map as a list."""
_PAIR = {"name", "value"}
"""How Terraform writes a map as a list of blocks."""


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
        work = _Work(resource, rules, name)
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


class _Work:
    """The translation of one resource."""

    def __init__(self, resource: Resource, rules: TypeRules, type_name: str) -> None:
        self.unmatched: list[str] = []
        self._props = resource.props
        self._rules = rules
        self._kind = type_name.rpartition("::")[2].lower()

    def run(self, schema: Schema) -> dict[str, Any]:
        self._root, self._read_only, self._top = schema.root, schema.read_only, {}
        passed = {*table().provider, *self._rules.owner}
        node, holder = self._enter(self._root, self._top, self._rules.inside)
        named = [key for key in self._rules.names if key in self._props]
        for key in dict.fromkeys([*named, *self._props]):
            if key not in passed:
                self._put(node, holder, key, self._props[key], key)
        for target, value in self._rules.adds.items():
            before, _, last = target.rpartition(".")
            self._enter(self._root, self._top, before)[1].setdefault(last, value)
        return self._top

    def _put(self, node: Node, holder: dict[str, Any], key: str, value: Any, path: str) -> None:
        if value is None:
            return
        if path in self._rules.names:
            target = self._rules.names[path]
            if target is None:
                self.unmatched.append(path)
            elif target.startswith(_TOP):
                self._put_at(self._root, self._top, target[1:], value, path)
            else:
                self._put_at(node, holder, target, value, path)
            return
        name = self._match(node, key)
        if name is None and "." not in path and (name := self._match(self._root, key)):
            node, holder = self._root, self._top
        if name is None:
            self.unmatched.append(path)
        else:
            _merge(holder, name, self._value(node.properties[name], value, path))

    def _put_at(self, node: Node, holder: dict[str, Any], target: str, value: Any, path: str) -> None:
        before, _, last = target.rpartition(".")
        if before.endswith("[]") and isinstance(value, list):
            for each in value:
                self._put_at(node, holder, f"{before[:-2]}[+].{last}", each, path)
            return
        node, holder = self._enter(node, holder, before)
        if last:
            _merge(holder, last, self._value(node.properties[last], value, path))
            return
        for each in value if isinstance(value, list) else [value]:
            for key, inner in each.items() if isinstance(each, dict) else ():
                self._put(node, holder, key, inner, f"{path}.{key}")

    def _enter(self, node: Node, holder: dict[str, Any], target: str) -> tuple[Node, dict[str, Any]]:
        """Go from *node*, held by *holder*, to the object at *target*, made where it isn't there yet."""
        for step in _STEP.finditer(target):
            node = node.properties[step["name"]]
            if node.items:
                node = node.items
                held = holder.setdefault(step["name"], [])
                if not held or step["key"] or step["more"]:
                    held.append({step["key"]: step["value"]} if step["key"] else {})
                holder = held[-1]
            else:
                holder = holder.setdefault(step["name"], {})
        return node, holder

    def _value(self, node: Node, value: Any, path: str) -> Any:
        mapped = self._rules.values.get(path, {})
        if isinstance(value, str | bool | int) and value in mapped:
            value = mapped[value]
        if value == UNKNOWN:
            return [UNKNOWN] if node.types == {"array"} else UNKNOWN
        if isinstance(value, list):
            return self._list(node, value, path)
        if isinstance(value, dict):
            if not node.items:
                return self._object(node, value, path)
            for name, held in _PAIRS:
                if {name, held} == set(node.items.properties) and not {name.lower(), held.lower()} & set(value):
                    return [{name: key, held: each} for key, each in value.items()]
            return [self._object(node.items, value, path)]
        if node.items and not node.types & {"string", "boolean", "integer", "number"}:
            return [self._plain(node.items, value)]
        return self._plain(node, value)

    def _list(self, node: Node, value: list[Any], path: str) -> Any:
        if node.items:
            inner = node.items
            return [
                self._object(inner, each, path) if isinstance(each, dict) else self._plain(inner, each)
                for each in value
            ]
        if node.properties and len(value) == 1 and isinstance(value[0], dict):
            return self._object(node, value[0], path)
        if "object" in node.types and all(
            isinstance(each, dict) and {"name", "value"} <= each.keys() for each in value
        ):
            return {each["name"]: each["value"] for each in value}
        return value

    def _object(self, node: Node, value: dict[str, Any], path: str) -> Any:
        if not node.properties:
            return value
        found: dict[str, Any] = {}
        for key, each in value.items():
            self._put(node, found, key, each, f"{path}.{key}")
        return found

    def _match(self, node: Node, key: str) -> str | None:
        """Return the property of *node* that is called as *key* is, but for case, separators, plural and habit."""
        names = _names(node)
        name = plain(key)
        forms = [name, f"{name}s", name.removesuffix("s"), f"{name}es", f"{name}document", f"{name}id"]
        if node is self._root:
            forms += [f"{prefix}{name}" for prefix in (self._kind, *_PREFIXES)]
        barred = self._read_only if node is self._root else frozenset[str]()
        return next((names[form] for form in forms if form in names and names[form] not in barred), None)

    def _plain(self, node: Node, value: Any) -> Any:
        types = node.types
        if isinstance(value, str):
            if "object" in types and value.lstrip().startswith("{"):
                return _parsed(value)
            if types and types <= {"integer", "number"} and re.fullmatch(r"-?\d+", value):
                return int(value)
            if types == {"boolean"} and value in ("true", "false"):
                return value == "true"
        if isinstance(value, bool) and types == {"string"}:
            return str(value).lower()
        if isinstance(value, float) and value.is_integer() and "integer" in types:
            return int(value)
        return value


def _merge(holder: dict[str, Any], name: str, value: Any) -> None:
    held = holder.get(name)
    if isinstance(held, dict) and isinstance(value, dict):
        held |= value
    elif isinstance(held, list) and isinstance(value, list):
        if len(held) == len(value) == 1 and isinstance(held[0], dict) and isinstance(value[0], dict):
            held[0] |= value[0]
        else:
            held += value
    else:
        holder[name] = value


def _parsed(text: str) -> Any:
    try:
        found = json.loads(text)
    except ValueError:
        return text
    return found if isinstance(found, dict) else text


def _names(node: Node) -> Mapping[str, str]:
    known = node.__dict__.get("_by_plain_name")
    if known is None:
        known = node.__dict__["_by_plain_name"] = {plain(name): name for name in node.properties}
    return known
