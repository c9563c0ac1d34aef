"""What a program declares, without an engine: Pulumi's own mocks, in an event loop of their own."""

import asyncio
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pulumi
from pulumi.runtime import MockCallArgs, MockResourceArgs, Mocks, set_mocks
from pulumi.runtime import settings as runtime
from pulumi.runtime.stack import run_pulumi_func

from components._shared.context import Context
from components._shared.site import ActiveSite
from settings import ClassPolicy, DataClass, Region
from tests.components.site import active_site

REGION_NAMES = ("us-east-1", "eu-west-1", "us-west-2", "eu-central-1", "ap-southeast-2")
RESIDENCIES = ("us", "eu", "us", "eu", "au")
PUBLIC_KEY_PEM = """-----BEGIN PUBLIC KEY-----
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEMKBCTNIcKUSDii11ySs3526iDZ8A
iTo7Tu6KPAqv7D7gS2XpJFbZiItSs3m9+9Ue6GnvHw/GW2ZZaVtszggXIw==
-----END PUBLIC KEY-----
"""
"""Of every key: that of RFC 7517, appendix A.1."""
POLICIES = {data_class: ClassPolicy(retention_days=365, backup_interval_minutes=5) for data_class in DataClass}


@dataclass(frozen=True)
class Declared:
    """One resource as the program declared it."""

    type: str
    name: str
    inputs: dict[str, Any]


class _Mocks(Mocks):
    def __init__(self, outputs: Mapping[str, Mapping[str, Any]]) -> None:
        self.declared: list[Declared] = []
        self._outputs = outputs

    def new_resource(self, args: MockResourceArgs) -> tuple[str | None, dict[Any, Any]]:
        self.declared.append(Declared(args.typ, args.name, args.inputs))
        arn = f"arn:aws:mock:{args.inputs.get('region', '')}:123456789012:{args.name}"
        outputs = {
            "arn": arn,
            "keyId": args.name,
            "endpoint": f"{args.name}.example.com",
            "clusterResourceId": f"cluster-{args.name}",
            **dict.fromkeys(("certificate", "certPem", "privateKeyPemPkcs8"), args.name),
        }
        vault = {"backupVaultArn": f"arn:aws:backup:{args.inputs.get('region')}:1:{args.inputs.get('backupVaultName')}"}
        return f"{args.name}-id", {**outputs, **vault, **args.inputs, **self._outputs.get(args.typ, {})}

    def call(self, args: MockCallArgs) -> tuple[dict[Any, Any], list[tuple[str, str]] | None]:
        return {**args.args, "randomPassword": "drawn", "state": "available", "publicKeyPem": PUBLIC_KEY_PEM}, []


def declare(
    program: Callable[[], None], outputs: Mapping[str, Mapping[str, Any]] | None = None, provider: str = "aws"
) -> list[Declared]:
    """Run *program* and return the resources of *provider* that it declares, components left out.

    A resource has its inputs for outputs, and besides them those that *outputs* gives its type.
    """
    mocks = _Mocks(outputs or {})
    loop = asyncio.new_event_loop()
    asyncio.set_event_loop(loop)
    try:
        set_mocks(mocks, project="groot", stack="test")
        # what a program that failed before has left on its closed loop
        runtime.SETTINGS.outputs.clear()  # pyright: ignore[reportAttributeAccessIssue] - typed as what binds methods
        loop.run_until_complete(run_pulumi_func(program))
    finally:
        asyncio.set_event_loop(None)
        loop.close()
    return [one for one in mocks.declared if one.type.startswith(f"{provider}:")]


def regions(count: int) -> Sequence[Region]:
    """Return the first *count* of five regions on three continents."""
    return [
        Region(name=name, cidr=f"10.{index}.0.0/16", weight=0, residency=RESIDENCIES[index])
        for index, name in enumerate(REGION_NAMES[:count])
    ]


def sites(count: int, prefix: str = "groot-test", *, protect: bool = False) -> dict[str, ActiveSite]:
    """Return the first *count* regions as sites of a deployment called *prefix*, by name."""
    active = regions(count)
    return {region.name: active_site(region, context(prefix, protect=protect), active) for region in active}


def context(prefix: str = "groot-test", *, protect: bool = False) -> Context:
    """Return the context of a deployment called *prefix*."""
    account_id = pulumi.Output.from_input("123456789012")
    return Context(prefix=prefix, account_id=account_id, tags={"owner": "platform"}, protect=protect)
