"""Which entries of the catalogue a stack is held to: those whose parts it has."""

from typing import Any

import pytest

import settings
from components._shared.context import Context
from components.governance.data_catalogue import stores_of
from governance.loading import load
from tests.test_settings import API, VALID

EVERYWHERE = {name for name, store in load().stores.items() if not store.where}


def held(*, account_owner: str = "", **changes: Any) -> set[str]:
    """Return the stores that a stack with *changes* of its settings is held to."""
    given = settings.parse({**VALID, **changes}, stack="test")
    context = Context(prefix="groot-test", account_id="123456789012", account_owner=account_owner)
    return set(stores_of(given, context, load()))


@pytest.mark.parametrize(
    ("changes", "there", "missing"),
    [
        (
            {},
            {"site", "trail", "log-search", "confidential-backups", "issuer-key"},
            {"truststores", "revocation-lists"},
        ),
        ({"leaveOut": ["edge"]}, {"trail"}, {"site", "access-logs"}),
        ({"leaveOut": ["security"]}, {"site"}, {"trail", "log-search", "log-deliveries"}),
        ({"leaveOut": ["resilience"]}, {"site"}, {"confidential-backups", "public-backups"}),
        ({"privateAuthority": True}, {"revocation-lists"}, {"issuer-key", "truststores"}),
        (
            {"privateAuthority": True, "mutualTls": True, "api": API},
            {"revocation-lists", "truststores"},
            {"issuer-key"},
        ),
        ({"account_owner": "groot-main"}, {"log-search"}, {"trail"}),
    ],
)
def test_a_stack_is_held_to_the_stores_of_its_parts(
    changes: dict[str, Any], there: set[str], missing: set[str]
) -> None:
    found = held(**changes)
    assert found >= EVERYWHERE | there
    assert not found & missing
