"""A resource's life on the provider, step by step, as an engine would live it."""

from dataclasses import dataclass
from typing import Any

import boto3

from sandbox.providers.aws.provider import AwsProvider
from sandbox.providers.base import Diff, Live, Resource
from sandbox.values import Properties

REGION = "us-east-1"
ACCOUNT = "123456789012"
"""moto's account."""
POLICY = '{"Version": "2012-10-17", "Statement": [{"Sid": "a", "Effect": "Deny", "Action": "*", "Resource": "*"}]}'
OTHER_POLICY = POLICY.replace('"a"', '"b"')
RESOURCE_POLICY = POLICY.replace('"Action"', '"Principal": "*", "Action"')
OTHER_RESOURCE_POLICY = RESOURCE_POLICY.replace('"a"', '"b"')


@dataclass
class Deployed:
    """A resource that stands in the emulator, with the state an engine would keep of it."""

    bench: "Bench"
    resource: Resource
    id: str
    inputs: Properties
    outputs: Properties

    def diff(self, **changes: Any) -> Diff:
        """Return what *changes* (None takes a property away) would do."""
        news = self.bench.provider.check(self.resource, self.inputs, self._with(changes))
        return self.bench.provider.diff(self.resource, self.id, self.inputs, self.outputs, news)

    def collides(self, **changes: Any) -> bool:
        """Return whether a replacement with *changes* would have this one's name."""
        made_up = (*self.inputs.get("__defaults", ()), "__defaults")
        given = {name: value for name, value in self._with(changes).items() if name not in made_up}
        news = self.bench.provider.check(self.resource, {}, given)
        return self.bench.provider.collides(self.resource, self.id, self.inputs, news)

    def update(self, **changes: Any) -> Diff:
        """Make *changes* in place, as far as they differ."""
        diff = self.diff(**changes)
        assert not diff.replaces
        news = self.bench.provider.check(self.resource, self.inputs, self._with(changes))
        self.outputs = self.bench.provider.update(self.resource, self.id, self.inputs, self.outputs, news)
        self.inputs = news
        return diff

    def read(self) -> Live | None:
        """Return what the provider reads."""
        return self.bench.provider.read(self.resource, self.id, self.inputs, self.outputs)

    def drift(self) -> list[str]:
        """Return the properties that were changed out of band."""
        live = self.read()
        assert live is not None
        return list(self.bench.provider.diff(self.resource, self.id, live.inputs, live.outputs, self.inputs).changed)

    def imported(self) -> Live:
        """Return what an import of the resource's id reads."""
        region = self.inputs.get("region")
        live = self.bench.provider.read(self.resource, f"{self.id}@{region}" if region else self.id, {}, {})
        assert live is not None
        return live

    def found(self) -> str | None:
        """Return the id that a search for what an interrupted create left gives."""
        return self.bench.provider.find(self.resource, self.inputs)

    def delete(self) -> None:
        """Delete it."""
        self.bench.provider.delete(self.resource, self.id, self.inputs, self.outputs)

    def _with(self, changes: Properties) -> Properties:
        news = {key: value for key, value in self.inputs.items() if key not in self.inputs.get("__defaults", ())}
        news.pop("__defaults", None)
        return {key: value for key, value in {**news, **changes}.items() if value is not None}


@dataclass(frozen=True)
class Bench:
    """The provider, its endpoint, and boto3 to see with one's own eyes."""

    provider: AwsProvider

    def resource(self, token: str, name: str = "it", **provider: Any) -> Resource:
        """Return a resource of the type in `us-east-1`."""
        urn = f"urn:pulumi:test::groot::{token}::{name}"
        return Resource(urn=urn, type=token, name=name, provider={"region": REGION, **provider})

    def deploy(self, token: str, logical_name: str = "it", /, **inputs: Any) -> Deployed:
        """Check and create a resource, and hold that reading it back right away shows no change."""
        resource = self.resource(token, logical_name)
        checked = self.provider.check(resource, {}, inputs)
        physical_id, outputs = self.provider.create(resource, checked)
        deployed = Deployed(self, resource, physical_id, checked, outputs)
        assert deployed.drift() == []
        return deployed

    def lives(self, token: str, inputs: Properties, changes: Properties, name: str = "it") -> None:
        """Take a resource through create, find, update in place, delete and delete again, reading back at each step.

        For what every type must do; what a type does beyond that needs tests of its own.
        """
        deployed = self.deploy(token, name, **inputs)
        assert deployed.found() == deployed.id
        if changes:
            assert set(deployed.update(**changes).changed) == set(changes)
            assert deployed.drift() == []
        deployed.delete()
        assert deployed.read() is None
        assert deployed.found() is None
        deployed.delete()

    def boto(self, service: str, region: str = REGION) -> Any:
        """Return a boto3 client of the emulator."""
        return boto3.client(  # pyright: ignore[reportCallIssue] - named by the test
            service,  # pyright: ignore[reportArgumentType]
            region_name=region,
            endpoint_url=self.provider.endpoint,
            aws_access_key_id="test",
            aws_secret_access_key="test",
        )
