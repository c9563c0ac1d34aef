"""The whole preflight of a plan: what was asked, of how much, and what was found."""

import datetime
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from ops.preflight import keys, linting, permissions, schemas
from ops.preflight.advice import advice
from ops.preflight.findings import Finding, Kind, Level
from ops.preflight.plan import Plan
from ops.preflight.translation import Translated, Translator
from policies.model import Resource


@dataclass(kw_only=True)
class Report:
    """What a preflight says."""

    findings: list[Finding]
    schema_date: str
    """When AWS published the schemas."""
    judged: int
    """Resources whose values were held against a schema."""
    unjudged: Mapping[str, int]
    """By type and why, how many weren't."""
    unmatched: Mapping[str, int]
    """By type and property, how many properties have no counterpart in a schema."""
    actions: Sequence[str]
    """What a deployment calls."""
    calls: int
    """Calls that the pipeline's roles were asked about."""
    key_uses: int
    unread: Sequence[str]
    """Policies and uses of keys that couldn't be read, since their text isn't known before they are deployed."""
    account: str = ""
    """The account that was asked; empty for none."""
    unasked: list[str] = field(default_factory=list)
    """What the account should have been asked and wasn't, and why."""

    @property
    def refused(self) -> bool:
        """Whether AWS would refuse something."""
        return any(each.level is Level.REFUSED for each in self.findings)


def preflight(plan: Plan, today: datetime.date) -> Report:
    """Ask everything of *plan* that needs no account.

    Raises:
        OperationError: cfn-lint isn't installed, or failed.
    """
    known = schemas.load()
    translator = Translator(known, plan.home)
    translated = [found for each in _of_aws(plan) if (found := translator.translate(each))]
    messages = linting.lint([*translated, *(found for each in _of_aws(plan) for found in translator.instances(each))])
    asked = permissions.ask(plan, translator, known)
    held = keys.ask(plan, translator, known)
    found = [*linting.findings(messages), *asked.findings, *held.findings, *advice(plan, today)]
    return Report(
        findings=_sorted(found),
        schema_date=known.date,
        judged=len(translated),
        unjudged=_unjudged(plan, translator, translated),
        unmatched=Counter(f"{each.resource.type} {path}" for each in translated for path in each.unmatched),
        actions=sorted(asked.actions),
        calls=asked.calls,
        key_uses=held.uses,
        unread=sorted(set(held.unread)),
    )


def ask_account(report: Report, plan: Plan, endpoint: str | None) -> None:
    """Add to *report* what the account of the environment's credentials, or of *endpoint*, says of *plan*.

    Raises:
        OperationError: nobody is signed in, or the account doesn't answer.
    """
    from ops.preflight import account, offers, standing

    asked = account.Account(plan.home, endpoint)
    report.account = asked.identity["Account"]
    found = [each for ask in (*offers.ASKS, *standing.ASKS) for each in ask(asked, plan)]
    found += standing.rights(asked, plan, report.actions)
    report.findings = _sorted([each for each in report.findings if each.kind is not Kind.QUOTA] + found)
    report.unasked = list(asked.told_unasked())


def _sorted(findings: Sequence[Finding]) -> list[Finding]:
    return sorted(findings, key=lambda each: (each.level is Level.ADVICE, each.kind, each.rule, each.message))


def _of_aws(plan: Plan) -> Sequence[Resource]:
    return [each for each in plan.resources if each.type.startswith("aws:")]


def _unjudged(plan: Plan, translator: Translator, translated: Sequence[Translated]) -> Mapping[str, int]:
    done = {each.resource.urn for each in translated}
    left = [each.type for each in _of_aws(plan) if each.urn not in done]
    return Counter(f"{token}: {translator.unjudged(token) or 'no translation'}" for token in left)
