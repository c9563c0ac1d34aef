"""Roots that are renewed: who issues, and what is trusted meanwhile, in stacks with AWS Private CA and without."""

from collections.abc import Sequence
from dataclasses import dataclass

import pulumi
import pytest

from components.foundation.authorities import declare_authority
from settings import parse
from tests.components.data.declare import declare, sites
from tests.test_settings import VALID

STEPS = ((1,), (1, 2), (2, 1), (2,))
"""As an operator deploys them."""


@dataclass(frozen=True)
class Step:
    """What a deployment comes to."""

    declared: set[str]
    issuer: str
    """Whose key signs, or whose ARN is asked, in the first region."""
    trusted: Sequence[str]
    """Roots, by name."""
    chain: str
    """What API Gateway trusts."""


def step(generations: Sequence[int], *, private: bool) -> Step:
    settings, found = parse({**VALID, "privateAuthority": private, "trustRoots": list(generations)}), list[str]()
    roots = list[str]()

    def program() -> None:
        told = declare_authority(settings, list(sites(2).values()))
        issuer = told.authority_arns["us-east-1"] if private else told.own_key_pem
        pulumi.Output.all(issuer, told.chain_pem).apply(found.extend)
        pulumi.Output.all(*told.root_pems).apply(roots.extend)

    declared = declare(program, provider="aws" if private else "tls")
    issuer, chain = found
    return Step({one.name for one in declared}, issuer, roots, chain)


@pytest.mark.parametrize("private", [False, True], ids=["own", "private authority"])
def test_a_root_is_renewed_step_by_step(private: bool) -> None:
    """Who issues after a step was trusted before it, and who issued before it still is."""
    steps = [step(generations, private=private) for generations in STEPS]
    kept, *_, last = steps
    [old], [new] = kept.trusted, last.trusted
    assert [one.trusted for one in steps] == [[old], [old, new], [new, old], [new]]
    assert [one.issuer for one in steps] == [kept.issuer, kept.issuer, last.issuer, last.issuer]
    assert kept.issuer != last.issuer
    for one in steps:
        assert all(root in one.chain for root in one.trusted)
    assert kept.declared <= steps[1].declared == steps[2].declared
    assert last.declared <= steps[2].declared


@pytest.mark.parametrize("private", [False, True], ids=["own", "private authority"])
def test_what_a_stack_has_keeps_its_names(private: bool) -> None:
    """Another name would be another root, from one deployment to the next."""
    assert not any(
        "-1" in name.replace("us-east-1", "").replace("eu-west-1", "") for name in step((1,), private=private).declared
    )
