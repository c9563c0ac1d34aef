"""Who issues certificates inside the platform, and which roots are trusted: two while the root is renewed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pulumi

from components._shared.site import Site
from components.foundation.internal_root import InternalRoot, InternalRootArgs
from components.foundation.private_authority import PrivateAuthority, PrivateAuthorityArgs
from settings import Settings


@dataclass(frozen=True, kw_only=True)
class Issuers:
    """Who issues certificates inside the platform: AWS Private CA in each region, or an issuer of the program's own."""

    authority_arns: Mapping[str, pulumi.Output[str]]
    """Each active region's private authority; empty where the program's own issues."""
    own_key_pem: pulumi.Output[str] | None
    """Private key of the program's own; secret."""
    own_chain_pem: pulumi.Output[str] | None
    """Its certificate and its root's."""
    root_pems: Sequence[pulumi.Output[str]]
    """Every root's certificate; who issues has the first."""
    chain_pem: pulumi.Output[str]
    """Every issuer's certificate and the roots': a trust store of API Gateway wants all of them."""


def declare_authority(settings: Settings, sites: Sequence[Site]) -> Issuers:
    """Declare who issues certificates inside the platform, in every generation that is trusted."""
    if settings.private_authority:
        args = PrivateAuthorityArgs(sites=sites, organization=settings.domain, generations=settings.trust_roots)
        authority = PrivateAuthority("authority", args)
        return Issuers(
            authority_arns=authority.issuer_arns,
            own_key_pem=None,
            own_chain_pem=None,
            root_pems=authority.root_certificate_pems,
            chain_pem=authority.chain_pem,
        )
    own = [
        InternalRoot(
            "internal-root" if generation == 1 else f"internal-root-{generation}",
            InternalRootArgs(organization=settings.domain, generation=generation),
        )
        for generation in settings.trust_roots
    ]
    chains = [pulumi.Output.concat(one.issuer_certificate_pem, one.root_certificate_pem) for one in own]
    return Issuers(
        authority_arns={},
        own_key_pem=own[0].issuer_key_pem,
        own_chain_pem=chains[0],
        root_pems=[one.root_certificate_pem for one in own],
        chain_pem=pulumi.Output.concat(*chains),
    )
