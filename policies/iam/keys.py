"""Whom condition keys hold a request to: what a stranger's requests have under them, and what they can't have.

A stranger is in no account, organization or network that a document names: what it names by a fixed value it trusts.
Amazon S3 User Guide, "Blocking public access", "The meaning of public"; IAM User Guide, "AWS global condition context
keys". Keys that aren't here a stranger sends as they like.
"""

import re
import string
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache
from ipaddress import ip_network

from policies.iam.asks import CALLER, PARTS, account
from policies.iam.conditions import NOT_COLON, Condition
from policies.iam.document import Statement
from policies.iam.patterns import Pattern, pattern, repeated
from policies.iam.solve import Domain
from policies.iam.values import Network, network

BROADEST_BITS = {4: 8, 6: 32}
"""Bits of the shortest prefix that names a network of somebody's: a broader one is public, as S3 sees it."""
PRIVATE = tuple(
    ip_network(each)
    for each in ("10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
                 "fc00::/7", "fe80::/10")
)  # fmt: skip
"""What no request comes from over the internet (RFC 1918, 3927, 4193, 4291, 6598)."""
_DIGITS = string.digits
_SMALL = string.ascii_lowercase + string.digits
_CAPITALS = string.ascii_uppercase + string.digits
_HEX = "abcdef" + string.digits
_NAMES = repeated(string.ascii_letters + string.digits + "+=,.@_-/")
_ACCOUNT_ID = re.compile(r"(?<!\d)\d{12}(?!\d)")
_PARTITION = re.compile(r"arn:(aws[a-z-]*):")
_WILD = re.compile(r"[*?]|\$\{")
_ACCOUNT = repeated(_DIGITS, 12)
_VPC = (pattern("vpc-") + repeated(_HEX, 17),)
_ROOT = pattern("o-") + repeated(_SMALL, 10) + pattern("/r-") + repeated(_SMALL, 4) + pattern("/")
_ORGANIZATIONS = (
    _ROOT,
    _ROOT + pattern("ou-") + repeated(_SMALL, 4) + pattern("-") + repeated(_SMALL, 8) + pattern("/*"),
)
ACCOUNTS = frozenset(
    {"aws:resourceaccount", "aws:sourceaccount", "aws:sourceowner", "aws:vpceaccount",
     "vpc-lattice-svcs:sourcevpcowneraccount"}
)  # fmt: skip
"""Keys whose values are accounts."""
ARNS = frozenset(
    {CALLER, "aws:sourcearn", "aws:sourcevpcarn", "s3:dataaccesspointarn",
     "s3:x-amz-server-side-encryption-aws-kms-key-id"}
)  # fmt: skip
"""Keys whose values are ARNs with an account in them."""
BARE = "bare:aws:sourcearn"
"""`aws:SourceArn` of what has no account in its ARN."""


@cache
def _shapes(partition: str) -> Mapping[str, tuple[Pattern, ...]]:
    """Return what values that a stranger in *partition* has look like, for each key that holds strangers to theirs."""
    arn = pattern(f"arn:{partition}:")
    owned = (arn + repeated(_SMALL + "-") + pattern(":*:", NOT_COLON) + _ACCOUNT + pattern(":") + _NAMES,)
    identities = tuple(arn + pattern("iam::") + _ACCOUNT + pattern(kind) + _NAMES for kind in (":role/", ":user/"))
    bare = (
        arn + pattern("s3:::") + repeated(_SMALL + ".-"),
        arn + pattern("apigateway:") + repeated(_SMALL + "-") + pattern("::/restapis/") + repeated(_SMALL + "/"),
        arn + pattern("route53:::hostedzone/") + repeated(_CAPITALS),
    )
    users = (
        pattern("AIDA") + repeated(_CAPITALS, 17),
        pattern("AROA") + repeated(_CAPITALS, 17) + pattern(":") + _NAMES,
    )
    return {
        **dict.fromkeys(ACCOUNTS, (_ACCOUNT,)),
        **dict.fromkeys(ARNS, owned),
        CALLER: identities,
        BARE: bare,
        "aws:ec2instancesourcevpc": _VPC,
        "aws:principalorgpaths": _ORGANIZATIONS,
        "aws:principalservicename": (repeated(_SMALL + "-") + pattern(".amazonaws.com"),),
        "aws:resourceorgpaths": _ORGANIZATIONS,
        "aws:sourceorgpaths": _ORGANIZATIONS,
        "aws:sourcevpc": _VPC,
        "aws:sourcevpce": (pattern("vpce-") + repeated(_HEX, 17),),
        "aws:userid": users,
        "aws:vpceorgpaths": _ORGANIZATIONS,
        "vpc-lattice-svcs:sourcevpc": _VPC,
    }


HOLDING = _shapes("aws").keys() - {BARE, CALLER, "aws:resourceaccount", "aws:resourceorgpaths"}
"""Keys that hold a stranger to what is theirs."""
_PATHS = frozenset(part.fact for part in PARTS.values() if part.fact.endswith("orgpaths"))
_ENDS = {"aws:userid": ":", **dict.fromkeys(_PATHS, "/")}
"""Keys of whose values the first part names somebody, by what ends that part."""


def partitions(statements: Iterable[Statement]) -> Sequence[str]:
    """Return the partitions of AWS that *statements* name; `aws` where they name none."""
    texts = {text for each in statements for text in each.resources}
    texts |= {text for each in statements for condition in each.conditions for text in condition.values}
    texts |= {who for each in statements for named in (each.principals or {}).values() for who in named}
    return sorted({found[1] for text in texts if (found := _PARTITION.match(text))}) or ["aws"]


class Trusted:
    """Whom some statements name by fixed values."""

    def __init__(self, statements: Sequence[Statement]) -> None:
        self._conditions: list[Condition] = [each for statement in statements for each in statement.conditions]
        texts = {text for each in self._conditions for text in each.values}
        texts |= {text for each in statements for text in each.resources}
        texts |= {who for each in statements for named in (each.principals or {}).values() for who in named}
        self.partitions = partitions(statements)
        accounts = {found for text in texts for found in _ACCOUNT_ID.findall(text)}
        self._accounts = tuple(account(pattern(each)) for each in sorted(accounts))
        self._account_ids = tuple(map(pattern, sorted(accounts)))

    def strangers(self, key: str, *, none: bool = True) -> Domain:
        """Return what a stranger has under *key*, one of `HOLDING` or the like."""
        shapes = [shape for each in self.partitions for shape in _shapes(each)[key]]
        excluded = self._accounts if key in ARNS else self._account_ids if key in ACCOUNTS else ()
        return Domain(shapes=tuple(shapes), excluded=(*self.fixed(key), *excluded), none=none)

    def addresses(self) -> Domain:
        """Return where a stranger's requests come from."""
        asked = (text for each in self._conditions if each.key == "aws:sourceip" for text in each.values)
        named = [within for text in asked if (within := network(text)) and _narrow(within)]
        return Domain(beyond=(*PRIVATE, *named))

    def fixed(self, key: str) -> Iterator[Pattern]:
        """Yield patterns of the values, or parts of values, that conditions on *key* name without a wildcard.

        They are of nobody else in other capitals either: an operator may ignore case.
        """
        if key in ARNS or key == CALLER:
            return
        key = "aws:sourcearn" if key == BARE else key
        end = _ENDS.get(key, "")
        asked = (each for each in self._conditions if key in (each.key, _whole(each.key)))
        for text in sorted({text for each in asked for text in each.values}):
            stem = text.partition(end)[0] if end else text
            if not _WILD.search(stem):
                yield pattern(stem, fold=True)
                if end:
                    yield pattern(stem + end, fold=True) + pattern("*")


def _whole(key: str) -> str:
    return PARTS[key].fact if key in PARTS else key


def _narrow(within: Network) -> bool:
    return within.prefixlen >= BROADEST_BITS[within.version]
