"""Derives `ops/terraform_plan/names.json`: what Terraform's provider calls the types and properties of Pulumi's.

    .venv/bin/python -m pip download --no-deps --dest build cdktn-provider-aws
    .venv/bin/python -m tests.ops.terraform_plan.derive build/cdktn_provider_aws-*.whl

Two published packages are read, and nothing of them is kept but names. pulumi-aws, as locked, says which types and
properties there are and which values are maps. The CDK Terrain bindings are generated from the schema of
terraform-provider-aws: they say what its resources, attributes and blocks are called, and which blocks are lists.
pulumi-aws is itself generated from that provider, so a type and its original have the same properties under other
spellings, and are recognised by them. What is recognised by nothing is listed on stderr, and named in `RENAMED` or
marked as without a counterpart.

Run it when a new pulumi-aws is locked; a test fails until then.
"""

import difflib
import io
import json
import re
import sys
import tarfile
import zipfile
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import version
from pathlib import Path

from ops.terraform_plan.names import NAMES_PATH, WITHOUT_COUNTERPART, Kind, snake_case
from tests.policies import schema

_ATTRIBUTE = re.compile(
    r'^ +(\w+): \{\n +value: (.+),\n +isBlock: (?:true|false),\n +type: "(\w+)",\n +storageClassType: "([^"]+)",\n',
    re.MULTILINE,
)
_MAPPER = re.compile(r"^(?:export )?function (\w+ToHclTerraform)\(.*?^}", re.MULTILINE | re.DOTALL)
_RESOURCE = re.compile(r"^class \w+ extends cdktn\.TerraformResource \{.*?^}", re.MULTILINE | re.DOTALL)
_NAMED = re.compile(r"^ +// (\w+) - computed: ", re.MULTILINE)
_LEAST_LIKENESS = 0.5
"""Least share of common properties of a type and its original."""

RENAMED: Mapping[str, str] = {
    "restApi": "rest_api_id",
    "deployment": "deployment_id",
    "logGroup": "log_group_name",
    "aliases": "alias",
    "keyModesOfUses": "key_modes_of_use",
    "kineses": "kinesis",
    "partitionIndices": "partition_index",
    "routingRuleDetails": "routing_rule",
    "aws:apigateway/basePathMapping:BasePathMapping.restApi": "api_id",
    "aws:cloudwatch/metricAlarm:MetricAlarm.name": "alarm_name",
    "aws:elasticbeanstalk/environment:Environment.version": "version_label",
    "aws:lambda/function:Function.code": "filename",
    "aws:lambda/function:Function.name": "function_name",
    "aws:lambda/layerVersion:LayerVersion.code": "filename",
    "aws:lambda/permission:Permission.function": "function_name",
    "aws:sns/topicSubscription:TopicSubscription.topic": "topic_arn",
}
"""Names that have nothing in common (`provider/resources.go` of pulumi-aws), for any type or for one."""
_ANY_STATEMENT = ("aws_wafv2_web_acl_rule", "statement")
"""Where the schema of the statements of firewalls is written out; elsewhere the bindings leave it open."""


@dataclass(frozen=True, kw_only=True)
class Attribute:
    """An attribute or block of Terraform's."""

    kind: str
    """`simple`, `list`, `set`, `map` or `struct`."""
    block: str
    """The key in `Original.blocks` of what it consists of; empty for plain values."""


Attributes = Mapping[str, Attribute | None]
"""Attributes by name; None for one that can't be set."""


@dataclass(frozen=True, kw_only=True)
class Original:
    """A resource type of Terraform's."""

    attributes: Attributes
    blocks: Mapping[str, Attributes]
    computed: frozenset[str]
    """Every attribute there is, at any depth, settable or not."""


def originals(wheel: Path) -> Mapping[str, Original]:
    """Return the resource types that the bindings in *wheel* describe."""
    with zipfile.ZipFile(wheel) as archive:
        (bundle,) = (name for name in archive.namelist() if name.endswith(".jsii.tgz"))
        with tarfile.open(fileobj=io.BytesIO(archive.read(bundle))) as files:
            texts: dict[str, str] = {}
            for member in files:
                parts = member.name.split("/")
                if member.name.endswith(".js") and parts[1] == "lib" and len(parts) > 3:
                    content = files.extractfile(member)
                    assert content
                    texts[parts[2]] = texts.get(parts[2], "") + content.read().decode()
    return dict(found for text in texts.values() for found in _resources(text))


def _resources(text: str) -> Iterator[tuple[str, Original]]:
    blocks = {found[1]: _attributes(found[0]) for found in _MAPPER.finditer(text)}
    for resource in _RESOURCE.finditer(text):
        name = re.search(r"tfResourceType = \"(\w+)\"", resource[0])
        assert name
        settable = _attributes(resource[0])
        attributes = {**dict.fromkeys(_NAMED.findall(resource[0])), **settable}
        yield name[1], Original(attributes=attributes, blocks=blocks, computed=frozenset(_NAMED.findall(text)))


def _attributes(text: str) -> dict[str, Attribute]:
    found: dict[str, Attribute] = {}
    for name, value, kind, _ in _ATTRIBUTE.findall(text):
        block = re.search(r"(?<!cdktn\.)\b(\w+ToHclTerraform)\b", value)
        found[name] = Attribute(kind=kind, block=block[1] if block else "")
    return found


def stem(name: str) -> str:
    """Return what is left of *name* without case, underscores and plural."""
    name = name.lower().replace("_", "")
    for ending, kept in (
        ("ies", "y"),
        ("sses", "ss"),
        ("uses", "us"),
        ("us", "us"),
        ("shes", "sh"),
        ("ches", "ch"),
        ("xes", "x"),
        ("s", ""),
    ):
        if name.endswith(ending) and not name.endswith("ss"):
            return name.removesuffix(ending) + kept
    return name


def paired(token: str, ours: Collection[str], theirs: Collection[str]) -> dict[str, str]:
    """Return which of *theirs* each of *ours* is: spelt the same, or else the only one with its stem."""
    found = {name: snake_case(name) for name in ours if snake_case(name) in theirs}
    for name in ours:
        renamed = RENAMED.get(f"{token}.{name}", RENAMED.get(name))
        if name not in found and renamed and renamed in theirs:
            found[name] = renamed
    for spelt in (lambda name: name.lower().replace("_", ""), stem):
        for name in set(ours) - found.keys():
            alike = [other for other in set(theirs) - set(found.values()) if spelt(other) == spelt(name)]
            if len(alike) == 1:
                found[name] = alike[0]
    return found


def original_of(token: str, properties: Iterable[str], stems: Mapping[str, set[str]]) -> str | None:
    """Return the type of Terraform's that *token* was made from: the likest by properties, then by name."""
    package, kind = re.fullmatch(r"aws:(\w+)/\w+:(\w+)", token).groups()  # pyright: ignore[reportOptionalMemberAccess] - every token is so
    own = {stem(name) for name in properties} - _EVERYWHERE

    def likeness(name: str) -> tuple[float, float]:
        shared = len(own & stems[name]) / max(1, len(own | stems[name]))
        if shared < _LEAST_LIKENESS:
            return 0, 0
        squashed = name.removeprefix("aws_").replace("_", "")
        names = ((package + kind).lower(), kind.lower())
        return round(shared, 1), max(difflib.SequenceMatcher(None, each, squashed).ratio() for each in names)

    best = max(stems, key=likeness)
    return best if likeness(best) > (0, 0) else None


_EVERYWHERE = {"id", "tag", "tagsall", "region", "timeout"}


class Table:
    """The table as it is built: the types, and the blocks that they share."""

    def __init__(self, originals: Mapping[str, Original]) -> None:
        self.types: dict[str, list[str | int]] = {}
        self.blocks: dict[str, int] = {}
        self.faults: list[str] = []
        self._originals = originals
        statements = originals[_ANY_STATEMENT[0]]
        statement = statements.attributes[_ANY_STATEMENT[1]]
        assert statement
        self._any = statements, statement.block

    def add(self, token: str, name: str) -> None:
        """Add *token*, which Terraform calls *name*."""
        original = self._originals[name]
        known: dict[tuple[str, str], int | None] = {}
        block = self._block(token, token, schema.properties(token), original.attributes, original, known)
        self.types[token] = [name] if block is None else [name, block]

    def _block(
        self,
        token: str,
        path: str,
        properties: Mapping[str, str],
        attributes: Attributes,
        original: Original,
        known: dict[tuple[str, str], int | None],
    ) -> int | None:
        names = paired(token, properties, attributes)
        specs: dict[str, str] = {}
        for name, annotation in properties.items():
            spec = self._spec(token, f"{path}.{name}", name, annotation, names.get(name), attributes, original, known)
            if spec:
                specs[name] = spec
        return self.blocks.setdefault(json.dumps(specs, sort_keys=True), len(self.blocks)) if specs else None

    def _spec(
        self,
        token: str,
        path: str,
        name: str,
        annotation: str,
        theirs: str | None,
        attributes: Attributes,
        original: Original,
        known: dict[tuple[str, str], int | None],
    ) -> str:
        if theirs is None:
            if snake_case(name) in original.computed:
                return ""  # an attribute that can't be set
            self.faults.append(path)
            return WITHOUT_COUNTERPART
        attribute = attributes[theirs]
        nested = re.search(r"'(?:\w+\.)?(\w+Args)'", annotation)
        kind = _kind(theirs, annotation, bool(nested), attribute)
        block = None
        if nested and attribute and kind is not Kind.JSON:
            source, mapper = (original, attribute.block) if attribute.block else self._any
            key = (nested[1], mapper)
            if key not in known:
                known[key] = None
                arguments = schema.nested(token, nested[1])
                known[key] = self._block(token, path, arguments, source.blocks[mapper], source, known)
            block = known[key]
        renamed = "" if theirs == snake_case(name) else theirs
        return f"{renamed}{kind}{'' if block is None else f'#{block}'}"


def _kind(theirs: str, annotation: str, nested: bool, attribute: Attribute | None) -> Kind:
    sequence = "Sequence[" in annotation
    if "Mapping[" in annotation:
        return Kind.PLAIN if theirs in ("tags", "tags_all") else Kind.MAP
    if nested and attribute and attribute.kind == "simple" and "_builtins.str" in annotation:
        return Kind.JSON
    if not attribute or sequence:
        return Kind.PLAIN
    if nested and attribute.kind == "struct":
        return Kind.OBJECT
    return Kind.ONE if attribute.kind in ("list", "set") and not nested else Kind.PLAIN


def main() -> None:
    """Write the table, and say what was not recognised."""
    wheel = Path(sys.argv[1])
    found = originals(wheel)
    stems = {name: {stem(each) for each in original.attributes} - _EVERYWHERE for name, original in found.items()}
    table = Table(found)
    for token in sorted(schema.tokens()):
        name = original_of(token, schema.properties(token), stems)
        if name:
            table.add(token, name)
        else:
            table.faults.append(token)
    NAMES_PATH.write_text(_written(table, wheel))
    print("\n".join(f"no counterpart: {fault}" for fault in table.faults), file=sys.stderr)


def _written(table: Table, wheel: Path) -> str:
    sources = {"pulumi-aws": version("pulumi-aws"), "cdktn-provider-aws": wheel.name.split("-")[1]}
    types = ",\n".join(f"{json.dumps(token)}: {json.dumps(entry)}" for token, entry in table.types.items())
    return (
        f'{{"sources": {json.dumps(sources)},\n"types": {{\n{types}\n}},\n"blocks": [\n'
        + ",\n".join(table.blocks)
        + "\n]}\n"
    )


if __name__ == "__main__":
    main()
