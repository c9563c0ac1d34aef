"""Telling credentials that stand in plain sight: by the form they are issued in, or by the name they go under."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from policies.answers import any_holds
from policies.lists import those
from policies.read import value

_FORMS = re.compile(
    r"(?<![A-Za-z0-9])(?:"
    r"(?:AKIA|ASIA)[A-Z2-7]{16}(?![A-Za-z0-9])"
    r"|gh[opsur]_[A-Za-z0-9]{36,}"
    r"|github_pat_[A-Za-z0-9_]{22,}"
    r"|glpat-[A-Za-z0-9_-]{20,}"
    r"|xox[abprs]-[A-Za-z0-9-]{10,}"
    r"|sk_live_[A-Za-z0-9]{16,}"
    r"|ABSK[A-Za-z0-9+/]{80,}"
    r")"
    r"|-----BEGIN (?:[A-Z]+ )*PRIVATE KEY-----"
    r"|(?<![a-z0-9+.-])[a-z][a-z0-9+.-]{0,19}://[^\s/:@\"']{1,200}:[^\s/:@\"'${<]{1,200}@"
)
"""AWS access keys (IAM User Guide, "IAM identifiers") and Bedrock API keys; tokens of GitHub, GitLab, Slack and Stripe
by their documented prefixes; PEM private keys (RFC 7468); addresses with a password in them (RFC 3986, 3.2.1)."""

_WORDS = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_LAST_WORDS = frozenset({"apikey", "credential", "credentials", "passphrase", "passwd", "password", "secret", "token"})
_LAST_PAIRS = frozenset({("access", "key"), ("api", "key"), ("private", "key"), ("secret", "key"), ("signing", "key")})
_REFERENCE = re.compile(r"arn:.*|\{\{resolve:.*\}\}|\$\{.*\}|\$\(.*\)|/.*|https?://.*", re.DOTALL)


def holds_credential(text: Any) -> bool:
    """Return whether *text* contains something in the form of a well-known kind of credential."""
    return isinstance(text, str) and bool(_FORMS.search(text))


def names_credential(name: str) -> bool:
    """Return whether *name* ends in a word for a credential: `DB_PASSWORD` and `apiKey` do, `TOKEN_URL` doesn't."""
    words = [word.lower() for word in _WORDS.findall(name)]
    return bool(words) and (words[-1] in _LAST_WORDS or tuple(words[-2:]) in _LAST_PAIRS)


def is_credential(name: str, found: Any) -> bool:
    """Return whether *found*, which goes under *name*, is a credential and not a reference to where one is kept."""
    if holds_credential(found):
        return True
    return isinstance(found, str) and bool(found) and names_credential(name) and not _REFERENCE.fullmatch(found)


def shows_credential(block: Any, name: str = "name") -> bool:
    """Return whether the `value` of *block*, which goes under its *name*, is a credential.

    Raises:
        UnknownValueError: it hangs on a value that is not known yet.
    """
    return any_holds(
        lambda: holds_credential(value(block, "value")),
        lambda: is_credential(value(block, name, ""), value(block, "value")),
    )


def credentials_in(variables: Mapping[str, Any]) -> Sequence[str]:
    """Return the names of those of *variables* whose values are known to be credentials.

    Raises:
        UnknownValueError: none is, and one may be.
    """
    return those(variables, lambda name: is_credential(name, variables[name]))
