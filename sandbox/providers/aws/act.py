"""One resource while something is done to it: what is known of it, and the calls made on its behalf."""

import hashlib
from collections.abc import Callable, Iterator, Mapping
from typing import Any

from sandbox.providers.aws import shapes, templates
from sandbox.providers.aws.clients import Clients
from sandbox.providers.aws.errors import AwsError
from sandbox.providers.aws.mapping import Table, encode, put, request
from sandbox.providers.aws.reading import ABSENT, get
from sandbox.providers.aws.spec import Call, Look, Read, Reads, Row, Run, Sends, Type
from sandbox.providers.base import ProviderError, Resource
from sandbox.values import Properties, has_unknown

DIGEST_LENGTH = 12
_PARTITIONS = {"cn-": ("aws-cn", "amazonaws.com.cn"), "us-gov-": ("aws-us-gov", "amazonaws.com")}


def partition_of(region: str) -> tuple[str, str]:
    """Return the partition of *region* and its DNS suffix."""
    found = (value for prefix, value in _PARTITIONS.items() if region.startswith(prefix))
    return next(found, ("aws", "amazonaws.com"))


class Act(Mapping[str, Any]):
    """What templates and functions of a row see: a mapping of names, and `call`."""

    def __init__(
        self,
        clients: Clients,
        row: Row,
        resource: Resource,
        region: str,
        *,
        inputs: Properties | None = None,
        outputs: Properties | None = None,
        physical_id: str = "",
        olds: Properties | None = None,
    ) -> None:
        self.clients = clients
        self.row = row
        self.resource = resource
        self.region = region
        self.inputs = inputs or {}
        self.outputs = dict(outputs or {})
        self.olds = olds or {}
        """Inputs before an update."""
        self.lapsed: Properties = {}
        """Defaults of the properties that an update takes away."""
        self.id = physical_id

    def __getitem__(self, name: str) -> Any:
        value = self._lookup(name)
        if has_unknown(value):
            raise templates.UnknownValueError(name)
        return value

    def __iter__(self) -> Iterator[str]:
        return iter({**self.inputs, **self.outputs, **_FACTS})

    def __len__(self) -> int:
        return len(list(iter(self)))

    @property
    def account(self) -> str:
        """Id of the account."""
        return self.clients.account()

    @property
    def partition(self) -> str:
        """`aws`, or another partition of the region."""
        return partition_of(self.region)[0]

    @property
    def digest(self) -> str:
        """Hexadecimal digits that differ from one resource to the next and stay the same for one."""
        return hashlib.sha256(self.resource.urn.encode()).hexdigest()[:DIGEST_LENGTH]

    def call(self, operation: str, *, service: str | None = None, region: str | None = None, **params: Any) -> Any:
        """Call a boto3 operation and return its answer. Raises `AwsError`."""
        assert isinstance(self.row, Type)  # noqa: S101 - recorded rows have no calls
        return self.clients.call(service or self.row.service, region or self.region, operation, params)

    def pages(self, operation: str, *, service: str | None = None, **params: Any) -> Any:
        """Call a boto3 operation that lists and return the answer of all pages. Raises `AwsError`."""
        assert isinstance(self.row, Type)  # noqa: S101 - recorded rows have no calls
        return self.clients.pages(service or self.row.service, self.region, operation, params)

    def fill(self, template: Any) -> Any:
        """Return *template* filled from this resource."""
        try:
            return templates.render(template, self)
        except templates.MissingValueError as error:
            raise ProviderError(f"{self.row.token} {self.resource.name}: no value for '{error}'") from None

    def send(self, sends: Sends, properties: Properties) -> Any:
        """Make a call with *properties*, and return the object in its answer."""
        assert isinstance(self.row, Type)  # noqa: S101 - recorded rows have no calls
        if isinstance(sends, Run):
            return sends.function(self) or {}
        service = sends.service or self.row.service
        shape = shapes.request(service, sends.operation)
        table = table_of(self.row, sends)
        given = {**self.row.defaults, **properties} if sends.fills else properties
        taken = {name: value for name, value in given.items() if takes(self.row, sends, name)}
        params = request(taken, shape, table)
        self._parameters(params, sends.params, shape)
        answer = self.call(sends.operation, service=service, region=self._region(sends), **params)
        found = get(answer, steps(sends.result))
        return {} if found is ABSENT else found

    def look(self, reads: Reads) -> Any:
        """Return the object a read finds, or None when there is none."""
        assert isinstance(self.row, Type)  # noqa: S101 - recorded rows have no calls
        try:
            if isinstance(reads, Look):
                return reads.function(self)
            found = self._select(reads, self._read(reads))
        except AwsError as error:
            if error.says_gone(self.row.gone):
                return None
            raise
        if found is ABSENT or found is None or (reads.exists and get(found, steps(reads.exists)) in (ABSENT, None, "")):
            return None
        return found

    def _read(self, reads: Read) -> Any:
        assert isinstance(self.row, Type)  # noqa: S101 - recorded rows have no calls
        service = reads.service or self.row.service
        params: Properties = {}
        self._parameters(params, reads.params, shapes.request(service, reads.operation))
        if reads.where:
            return self.clients.pages(service, self._region(reads) or self.region, reads.operation, params)
        return self.call(reads.operation, service=service, region=self._region(reads), **params)

    def _select(self, reads: Read, answer: Any) -> Any:
        wanted = {name: self.fill(template) for name, template in reads.where.items()}
        found = [answer]
        for step in steps(reads.result):
            found = [get(item, (step,)) for item in found]
            found = [one for item in found for one in (item if isinstance(item, list) else [item]) if one is not ABSENT]
        return next((one for one in found if all(one.get(key) == value for key, value in wanted.items())), ABSENT)

    def _parameters(self, params: Properties, given: Mapping[str, Any], shape: Any) -> None:
        for path, template in given.items():
            value = self.fill(template)
            if value is not templates.OMIT:
                end = shapes.walk(shape, path.split("."))
                put(params, shape, tuple(path.split(".")), encode(value, end, "", Table(), []))

    def _lookup(self, name: str) -> Any:
        for known in (self.inputs, self.lapsed, self.outputs):
            if known.get(name) is not None:
                return known[name]
        if name in _FACTS:
            return _FACTS[name](self)
        return templates.parse(self.row.id, self.id)[name]

    def _region(self, sends: Call | Read) -> str | None:
        return None if sends.region is None else str(self.fill(sends.region))


_FACTS: dict[str, Callable[[Act], Any]] = {
    "id": lambda act: act.id or None,
    "region": lambda act: act.region,
    "account": lambda act: act.account,
    "partition": lambda act: act.partition,
    "dnsSuffix": lambda act: partition_of(act.region)[1],
    "digest": lambda act: act.digest,
    "logicalName": lambda act: act.resource.name,
}


def steps(path: str) -> tuple[str, ...]:
    """Return the steps of a member path."""
    return tuple(path.split(".")) if path else ()


def takes(row: Type, sends: Call, name: str) -> bool:
    """Return whether a call sends the property, if it has a place in the request."""
    if name == "region" and row.region is None and name not in sends.rename:
        return False
    return sends.takes is None or name in sends.takes


def table_of(row: Type, sends: Call | Reads) -> Table:
    """Return how the names of a call of *row* differ from its properties."""
    if isinstance(sends, Call):
        return Table(own=sends.rename, shared=row.rename, skip=frozenset(row.not_emulated))
    rename = sends.answers.rename if isinstance(sends, Look) else sends.rename
    return Table(own=rename, shared=row.rename, skip=frozenset({*row.not_emulated, *row.forgotten, *row.write_only}))
