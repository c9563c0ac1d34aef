"""Names that a program leaves to the provider, made up as Pulumi does: logical name and seven hexadecimal digits."""

import secrets

from sandbox.providers.aws.spec import Autoname, Row
from sandbox.values import Properties

HEX_DIGITS = 7


def named(row: Row, logical_name: str, olds: Properties, news: Properties) -> Properties:
    """Return *news* with its name: the given one, the old one if that was made up, or a new one.

    A made-up name is listed under `__defaults`. `<name>Prefix`, when given, takes the place of the logical name.
    """
    rule = row.name
    if rule is None or news.get(rule.property) not in (None, ""):
        return dict(news)
    prefix = news.get(f"{rule.property}Prefix")
    kept = rule.property in olds.get("__defaults", ()) and olds.get(f"{rule.property}Prefix") == prefix
    name = olds[rule.property] if kept else _make_up(rule, str(prefix or f"{rule.start}{logical_name}-"), news)
    return {**news, rule.property: name, "__defaults": [rule.property]}


def _make_up(rule: Autoname, start: str, news: Properties) -> str:
    suffix = rule.suffix if rule.when is None or rule.when(news) else ""
    digits = secrets.token_hex(HEX_DIGITS)[:HEX_DIGITS]
    return start[: rule.max_length - HEX_DIGITS - len(suffix)] + digits + suffix
