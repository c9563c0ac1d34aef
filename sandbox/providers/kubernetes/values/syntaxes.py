"""The syntaxes of strings: names, keys, ports, quantities, schedules.

Sources: Kubernetes, "Object Names and IDs", "Labels and Selectors", "Resource Management for Pods and Containers",
"CronJob"; the API server's validation of 1.34 where these are silent.
"""

import ipaddress
import re
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

from sandbox.providers.kubernetes.json_schema import Schema
from sandbox.providers.kubernetes.values.keywords import Syntax


def matching(pattern: str, name: str, flags: re.RegexFlag = re.NOFLAG) -> Schema:
    """Return the schema of a string that matches *pattern* as a whole and is called *name*."""
    return {"syntax": Syntax(re.compile(pattern, flags).fullmatch, name)}


def or_empty(asked: Schema) -> Schema:
    """Return the schema of what *asked* is the schema of, or of empty text: with many fields, as good as nothing."""
    if "enum" in asked:
        return {**asked, "enum": [*asked["enum"], ""]}
    holds, name = asked["syntax"]
    return {**asked, "syntax": Syntax(lambda text: not text or holds(text), name)}


_LABEL = r"[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?"
_DOMAIN = r"[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*"
_NAME = r"[A-Za-z0-9]([A-Za-z0-9_.-]{0,61}[A-Za-z0-9])?"
_KEY = rf"((?=[^/]{{1,253}}/){_DOMAIN}/)?{_NAME}"
_QUANTITY = r"\+?(\d+\.?\d*|\.\d+)([KMGTPE]i|[numkMGTPE]|[eE][+-]?\d+)?"
_PORT_NAME = r"(?=.{1,15}$)(?=.*[a-z])(?!.*--)[a-z0-9]([a-z0-9-]*[a-z0-9])?"

DNS_LABEL: Final = matching(_LABEL, "a DNS name of at most 63 characters without dots")
DNS_LABEL_FROM_LETTER: Final = matching(
    rf"(?=[a-z]){_LABEL}", "a DNS name from a letter on of at most 63 characters without dots"
)
DNS_SUBDOMAIN: Final = matching(rf"(?=.{{1,253}}$){_DOMAIN}", "a DNS name of at most 253 characters")
CRON_JOB_NAME: Final = matching(rf"(?=.{{1,52}}$){_DOMAIN}", "a DNS name of at most 52 characters")
DNS_PATTERN: Final = matching(
    rf"(?=.{{1,253}}$)(?!\d+\.\d+\.\d+\.\d+$)(\*\.)?{_DOMAIN}", "a DNS name, with at most a `*.` in front"
)
PATH_SEGMENT: Final = matching(r"(?!\.{1,2}$)[^/%]+", "a name without `/` and `%`")
KEY: Final = matching(_KEY, "a key (63 letters, digits, hyphens, after a domain and `/`)")
ANY_CASE_KEY: Final = matching(_KEY, "a key (63 letters, digits, hyphens, after a domain and `/`)", re.IGNORECASE)
LABEL_VALUE: Final = matching(rf"({_NAME})?", "a label (63 letters, digits, hyphens, underscores, dots)")
FILE_NAME: Final = matching(
    r"(?!\.{1,2}$)(?!\.\.)[A-Za-z0-9._-]{1,253}", "a key (253 letters, digits, hyphens, underscores, dots)"
)
VARIABLE_NAME: Final = matching(r"[ -<>-~]+", "a variable's name (printable letters without `=`)")
LOCAL_PATH: Final = matching(r"(?!/)(?!(.*/)?\.\.(/|$)).*", "a relative path without `..`")
ABSOLUTE_PATH: Final = matching(r"(/.*)?", "an absolute path")
QUANTITY: Final = matching(rf"-?{_QUANTITY}", "a quantity, such as 500m or 1Gi")
AMOUNT: Final[Schema] = {**matching(_QUANTITY, "a quantity of at least 0, such as 500m or 1Gi"), "minimum": 0}
POSITIVE_AMOUNT: Final[Schema] = {
    **matching(rf"(?=[^eE]*[1-9]){_QUANTITY}", "a quantity above 0, such as 500m or 1Gi"),
    "exclusiveMinimum": 0,
}
PORT_OR_NAME: Final = {
    **matching(_PORT_NAME, "a port's name (15 lower case letters, digits, single hyphens, a letter among them)"),
    "minimum": 1,
    "maximum": 65535,
}
PORT_NAME: Final = {"syntax": PORT_OR_NAME["syntax"]}
SHARE: Final[Schema] = {**matching(r"\d+%", "a percentage"), "minimum": 0, "maximum": 2**31 - 1}
"""A count, or a percentage."""
SHARE_TO_ALL: Final[Schema] = {**SHARE, **matching(r"0*(100|\d{1,2})%", "a percentage of at most 100%")}
LABELS: Final[Schema] = {"propertyNames": KEY, "additionalProperties": LABEL_VALUE}
SELECTED_LABELS: Final[Schema] = {
    "type": "object",
    "propertyNames": matching(r"[^*]+", "a label's key, without wildcards"),
    "additionalProperties": {"type": "string", **matching(r"[^*]{0,63}", "a label, without wildcards")},
}
"""What Istio's selectors look for."""
PORT_NUMBER: Final = matching(
    r"0*([1-9]\d{0,3}|[1-5]\d{4}|6[0-4]\d{3}|65[0-4]\d{2}|655[0-2]\d|6553[0-5])", "a port from 1 to 65535"
)
USER: Final[Schema] = {"minimum": 0, "maximum": 2**31 - 1}
NAME: Final[Schema] = {"minLength": 1}

_FIELDS = {
    "minute": r"0*[1-5]?\d",
    "hour": r"0*(1?\d|2[0-3])",
    "day": r"0*([1-9]|[12]\d|3[01])",
    "month": r"0*([1-9]|1[0-2])|jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec",
    "weekday": r"0*[0-6]|sun|mon|tue|wed|thu|fri|sat",
}
_PARTS = [rf"([*?]|({one})(-({one}))?)(/0*[1-9]\d*)?" for one in _FIELDS.values()]
CRON: Final = matching(
    r"\s*" + r"\s+".join(rf"{part}(,{part})*" for part in _PARTS) + r"\s*"
    r"|@(yearly|annually|monthly|weekly|daily|midnight|hourly)|@every ((\d+(\.\d*)?|\.\d+)(h|m|s|ms|us|ns))+",
    "a schedule (minute, hour, day, month, weekday, or a word such as @daily)",
    re.IGNORECASE,
)
"""As robfig/cron reads it: no seconds, no time zone, Sunday is 0."""


def _is_network(text: str) -> bool:
    try:
        ipaddress.ip_network(text, strict=False)
    except ValueError:
        return False
    return text.rpartition("/")[2].isdigit() and "/" in text


CIDR: Final[Schema] = {"syntax": Syntax(_is_network, "a CIDR block")}

_SUFFIXES: Final[Mapping[str, Decimal]] = {
    **{f"{letter}i": Decimal(1024) ** power for power, letter in enumerate("KMGTPE", 1)},
    **{letter: Decimal(1000) ** power for power, letter in enumerate("num", -3)},
    **{letter: Decimal(1000) ** power for power, letter in enumerate("kMGTPE", 1)},
}


def amount(quantity: Any) -> Decimal:
    """Return what a well-formed *quantity*, such as `500m` or `1Gi`, amounts to."""
    text = str(quantity)
    digits = text.rstrip("KMGTPEinumk")
    return Decimal(digits) * _SUFFIXES.get(text.removeprefix(digits), Decimal(1))
