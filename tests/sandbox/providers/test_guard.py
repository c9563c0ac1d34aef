"""What a provider raises unforeseen is the fault of one resource, told without values."""

import pytest

from sandbox.providers.base import ProviderError, Resource
from sandbox.providers.guard import Guarded
from tests.sandbox.engine.permissive import PermissiveProvider

THING = Resource(urn="urn:pulumi:demo::sample::aws:sns/topic:Topic::thing", type="aws:sns/topic:Topic", name="thing")


def guarded(error: Exception) -> Guarded:
    def fail(_method: str, _resource: Resource) -> None:
        raise error

    provider = PermissiveProvider()
    provider.fail_on = fail
    return Guarded(provider)


@pytest.mark.parametrize("error", [KeyError("s3cr3t"), TypeError("s3cr3t is no list"), AssertionError("s3cr3t")])
def test_what_nobody_foresaw_is_a_fault_whose_outcome_is_unknown_and_shows_no_value(error: Exception) -> None:
    with pytest.raises(ProviderError) as told:
        guarded(error).create(THING, {"name": "s3cr3t"})
    assert told.value.outcome_unknown
    assert f"{type(error).__name__} in test_guard.py:" in str(told.value)
    assert "s3cr3t" not in str(told.value)


def test_a_foreseen_fault_stays_as_it_is() -> None:
    with pytest.raises(ProviderError, match=r"^refused$") as told:
        guarded(ProviderError("refused")).delete(THING, "thing", {}, {})
    assert not told.value.outcome_unknown
