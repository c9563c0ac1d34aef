"""The tls provider: a table of its types, and the rule that a changed input makes a new key or certificate."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any, Final

from typing_extensions import override

from sandbox.providers.base import Diff, Fidelity, Live, Provider, ProviderError, Resource
from sandbox.providers.tls import certificates, keys
from sandbox.values import UNKNOWN, Properties

RENEWAL: Final = "earlyRenewalHours"
"""The only input that changes in place: it says when to replace, not what is made."""

_NAMES: Final = ("dnsNames", "ipAddresses", "uris", "subject")
_CERTIFICATE: Final = ("certPem", "readyForRenewal", "validityStartTime", "validityEndTime")


@dataclass(frozen=True, kw_only=True)
class Type:
    """One resource type."""

    create: Callable[[Properties, datetime], tuple[str, Properties]]
    required: Sequence[str]
    optional: Sequence[str] = ()
    computed: Sequence[str]
    """Outputs that only creating it tells."""
    defaults: Properties = field(default_factory=dict)


TYPES: Final[Mapping[str, Type]] = {
    "tls:index/privateKey:PrivateKey": Type(
        create=lambda inputs, _now: keys.create(inputs),
        required=("algorithm",),
        optional=("rsaBits", "ecdsaCurve"),
        computed=(
            *("privateKeyPem", "privateKeyPemPkcs8", "privateKeyOpenssh", "publicKeyPem", "publicKeyOpenssh"),
            *("publicKeyFingerprintMd5", "publicKeyFingerprintSha256"),
        ),
        defaults=keys.DEFAULTS,
    ),
    "tls:index/certRequest:CertRequest": Type(
        create=lambda inputs, _now: certificates.request(inputs),
        required=("privateKeyPem",),
        optional=_NAMES,
        computed=("certRequestPem", "keyAlgorithm"),
    ),
    "tls:index/selfSignedCert:SelfSignedCert": Type(
        create=certificates.self_signed,
        required=("privateKeyPem", "allowedUses", "validityPeriodHours"),
        optional=(*_NAMES, *certificates.SELF_SIGNED_DEFAULTS),
        computed=(*_CERTIFICATE, "keyAlgorithm"),
        defaults=certificates.SELF_SIGNED_DEFAULTS,
    ),
    "tls:index/locallySignedCert:LocallySignedCert": Type(
        create=certificates.locally_signed,
        required=("caPrivateKeyPem", "caCertPem", "certRequestPem", "allowedUses", "validityPeriodHours"),
        optional=tuple(certificates.SIGNED_DEFAULTS),
        computed=(*_CERTIFICATE, "caKeyAlgorithm"),
        defaults=certificates.SIGNED_DEFAULTS,
    ),
}
CHOICES: Final[Mapping[str, Sequence[str]]] = {
    "algorithm": keys.ALGORITHMS,
    "ecdsaCurve": tuple(keys.CURVES),
    "allowedUses": (*certificates.KEY_USAGES, *certificates.EXTENDED_KEY_USAGES),
    "subject": tuple(certificates.SUBJECT_FIELDS),
}
"""What a property's value, its items or its keys must be among."""


class TlsProvider(Provider):
    """Resources of the package `tls`. They live in the state alone, where their secrets are encrypted."""

    def __init__(self, clock: Callable[[], datetime] = lambda: datetime.now(UTC)) -> None:
        """Take the time from *clock*, which gives an aware datetime."""
        self._clock = clock

    @override
    def check(self, resource: Resource, olds: Properties, news: Properties) -> Properties:
        kind = _type(resource.type)
        if unknown := sorted(news.keys() - {*kind.required, *kind.optional}):
            raise ProviderError(f"{', '.join(unknown)}: not a property of {resource.type} that is emulated")
        if missing := [name for name in kind.required if news.get(name) is None]:
            raise ProviderError(f"{', '.join(missing)}: required by {resource.type}")
        for name, choices in CHOICES.items():
            given = [news[name]] if isinstance(news.get(name), str) else news.get(name) or []
            if given is not UNKNOWN and (
                wrong := [item for item in given if item is not UNKNOWN and item not in choices]
            ):
                raise ProviderError(f"{name}: {wrong[0]!r} is none of {', '.join(choices)}")
        return news

    @override
    def diff(
        self, resource: Resource, physical_id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Diff:
        changed = [name for name in {**old_inputs, **news} if old_inputs.get(name) != news.get(name)]
        replaces = [name for name in changed if name != RENEWAL]
        if self._ready(old_outputs, news):
            return Diff(changed=[*changed, "readyForRenewal"], replaces=[*replaces, "readyForRenewal"])
        return Diff(changed=changed, replaces=replaces)

    @override
    def collides(self, resource: Resource, physical_id: str, old_inputs: Properties, news: Properties) -> bool:
        return False

    @override
    def preview(self, resource: Resource, news: Properties, old_outputs: Properties) -> Properties:
        kind = _type(resource.type)
        return {**(old_outputs or dict.fromkeys(kind.computed, UNKNOWN)), **kind.defaults, **news}

    @override
    def create(self, resource: Resource, inputs: Properties) -> tuple[str, Properties]:
        try:
            return _type(resource.type).create(inputs, self._clock())
        except (ValueError, TypeError) as error:
            raise ProviderError(f"{resource.type}: {error}") from None

    @override
    def update(
        self, resource: Resource, physical_id: str, old_inputs: Properties, old_outputs: Properties, news: Properties
    ) -> Properties:
        return {**old_outputs, **_type(resource.type).defaults, **news}

    @override
    def read(self, resource: Resource, physical_id: str, inputs: Properties, outputs: Properties) -> Live | None:
        if not outputs:
            raise ProviderError(f"{resource.type} cannot be imported: what it made stands in no place to read it from")
        ready = {"readyForRenewal": True} if self._ready(outputs, inputs) else {}
        return Live(physical_id=physical_id, inputs=inputs, outputs={**outputs, **ready})

    @override
    def delete(self, resource: Resource, physical_id: str, inputs: Properties, outputs: Properties) -> None:
        """Do nothing: leaving the state is all there is."""

    @override
    def find(self, resource: Resource, inputs: Properties) -> str | None:
        return None

    @override
    def invoke(self, token: str, args: Properties, provider: Mapping[str, Any]) -> Properties:
        raise ProviderError(f"{token}: not offered; read the resource's own outputs")

    @override
    def fidelity(self, type_token: str) -> Fidelity:
        _type(type_token)
        return Fidelity.REAL

    def _ready(self, outputs: Properties, inputs: Properties) -> bool:
        hours = inputs.get(RENEWAL, 0)
        known = isinstance(hours, int) and isinstance(outputs.get("validityEndTime"), str)
        return known and certificates.ready_for_renewal(outputs, hours, self._clock())


def _type(token: str) -> Type:
    if token not in TYPES:
        raise ProviderError(f"{token}: not one of {', '.join(TYPES)}")
    return TYPES[token]
