"""Lets the policies judge what the engine is about to do, and keeps what they said."""

import datetime
import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from ops.judged_run import JudgedRun, Subject
from policies import configuration, core, frameworks, packs, repository
from policies.configuration import configured, load
from policies.memory import Memory, fingerprint
from policies.model import Level, Resource
from policies.pulumi_pack import packs_of
from policies.registry import Registry, discover
from policies.waivers import load as load_waivers
from sandbox.engine.events import Violation
from sandbox.engine.judge import Judge, Judged, Verdict
from sandbox.project import Project, find_root
from sandbox.providers.aws.tags import defaults_of

MANDATORY = "mandatory"
WAIVERS = "waivers"


class PolicyJudge(Judge):
    """The engine's `Judge`, holding rules and the project's waivers.

    A rule that fails itself counts as violated: nothing is known about the resource. So does, once the whole stack is
    judged, a waiver that excuses nothing; and, in a run that deploys, an obligation left open.
    """

    def __init__(self, judge: core.Judge, *, deploying: bool = False, whole: bool = True) -> None:
        """Take what *judge* says. Unless every resource of the stack is judged, *whole*, no waiver is called unused."""
        self._judge = judge
        self._deploying = deploying
        self._whole = whole
        self._resources: dict[str, Resource] = {}

    def remediate(self, _resource: Judged) -> Mapping[str, Any]:
        """Return what rules of the level `remediate` put right."""
        return self._judge.remediate(resource_of(_resource))

    def resource(self, resource: Judged) -> Verdict:
        """Judge one resource before its step."""
        known = self._resources[resource.urn] = resource_of(resource)
        return self._told(self._judge.evaluate(known))

    def stack(self, resources: Sequence[Judged]) -> Verdict:
        """Judge the whole graph once the program has declared it."""
        told = self._told(self._judge.evaluate_stack([resource_of(resource) for resource in resources]))
        lines = self._judge.unused_waivers() if self._whole else ()
        unused = [Violation(rule=WAIVERS, level=MANDATORY, message=line) for line in lines]
        return replace(told, violations=[*told.violations, *unused])

    def run(self, project: str, stack: str, subject: Subject) -> JudgedRun:
        """Return everything judged so far."""
        return JudgedRun(
            project=project,
            stack=stack,
            subject=subject,
            judged_at=datetime.datetime.now(tz=datetime.UTC),
            resources=list(self._resources.values()),
            verdicts=list(self._judge.verdicts()),
        )

    def _told(self, evaluation: core.Evaluation) -> Verdict:
        failed = [_violation(error, MANDATORY) for error in evaluation.errors]
        violated = [_violation(verdict, _weight(verdict.level)) for verdict in evaluation.violations]
        waived = [_violation(verdict, _weight(verdict.level)) for verdict in evaluation.waived]
        if self._deploying:
            left_open = [_violation(verdict, MANDATORY) for verdict in evaluation.obligations]
            return Verdict(violations=[*violated, *failed, *left_open], waived=waived)
        obligations = [_violation(verdict, _weight(verdict.level)) for verdict in evaluation.obligations]
        return Verdict(violations=[*violated, *failed], obligations=obligations, waived=waived)


def registry(project: Project, names: Iterable[str] = (), config: Path | None = None) -> Registry:
    """Return the rules of the packs *names*, with levels and thresholds from the file *config*.

    *names* may be folders of packs. Without either, the project's own `policies/groot.yaml` says. What is in force, if
    that is one of the packs, the configuration of *project* says.

    Raises:
        PackError: there is no such pack.
        PolicyConfigError: the configuration is wrong.
        FrameworkError: a framework's file is malformed.
    """
    return _chosen(project.root, names, config, packs.frameworks_of(project.name, project.config))


def _chosen(
    root: Path, names: Iterable[str] = (), config: Path | None = None, in_force: Sequence[str] | None = None
) -> Registry:
    own = repository.load(root)
    wanted = [pack for name in names for pack in packs_of(name)] or own.packs
    chosen = packs.union(wanted, frameworks.load(discover()), in_force)
    levels = load(config) if config else configuration.part(own.levels, chosen)
    return configured(chosen, levels) if levels else chosen


def project_judge(
    rules: Registry | None = None,
    memory: Memory | None = None,
    *,
    root: Path | None = None,
    deploying: bool = False,
    whole: bool = True,
) -> PolicyJudge:
    """Return the judge of *rules*, with the waivers as they stand today of the project in *root*.

    By default the project is the one around the working folder, and the rules are those of its packs.

    Raises:
        WaiverError: a waiver is malformed or has expired.
        PackError, PolicyConfigError: what the project says of its packs can't be.
    """
    root = root or find_root(Path.cwd())
    today = datetime.datetime.now(tz=datetime.UTC).date()
    path = repository.waivers(root)
    waivers = load_waivers(discover().names(), today, path) if path else ()
    judge = core.Judge(_chosen(root) if rules is None else rules, waivers, memory)
    return PolicyJudge(judge, deploying=deploying, whole=whole)


def onlooker() -> PolicyJudge:
    """Return a judge of no rules, which keeps the resources that it is shown."""
    return PolicyJudge(core.Judge(Registry(rules=(), stack_rules=())))


def memory_of(path: Path, rules: Registry, passphrase: str) -> Memory:
    """Return what was judged before by *rules*, kept in *path* under a key made from *passphrase*."""
    return Memory(path, fingerprint(rules), hashlib.sha256(passphrase.encode()).digest())


def _weight(level: Level) -> str:
    """What is left after a remediation counts as mandatory, as in the stock engine."""
    return MANDATORY if level is Level.REMEDIATE else level.value


def _violation(verdict: core.Verdict, level: str) -> Violation:
    waiver = verdict.waiver
    accepted = f" [accepted by {waiver.approver} until {waiver.expires}: {waiver.ticket}]" if waiver else ""
    return Violation(
        rule=verdict.rule,
        level=level,
        message=verdict.message + accepted,
        urn=verdict.urn,
        source=verdict.source,
    )


def resource_of(judged: Judged) -> Resource:
    """Return *judged* as rules see it: with the `tagsAll` that AWS's provider puts beside `tags`, checking them."""
    return Resource(
        type=judged.type,
        urn=judged.urn,
        name=judged.name,
        props=_tagged(judged),
        parent=judged.parent or None,
        provider=judged.provider.urn if judged.provider else None,
        dependencies=judged.dependencies,
        property_dependencies=judged.property_dependencies,
        protect=judged.protect,
        secrets=judged.secrets,
        source=judged.source,
    )


def _tagged(judged: Judged) -> Mapping[str, Any]:
    added = defaults_of(judged.provider.props) if judged.provider else {}
    if not added or not judged.type.startswith("aws:") or "tagsAll" in judged.props:
        return judged.props
    own = judged.props.get("tags") or {}
    return {**judged.props, "tagsAll": {**added, **own} if isinstance(own, Mapping) else own}
