"""Whether the pipeline's roles may do what a deployment, a preview and a comparison call.

What a type's CloudFormation handlers call stands in AWS's schemas; `permissions.yaml` adds what the provider calls by
itself and says what is never come to. Actions of a resource's own service are asked of its ARN where that is known;
others of whatever resource the role's statements name.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum

from ops.preflight.findings import Finding, Kind, Level
from ops.preflight.iam import Answer, Caller, Policies, Request
from ops.preflight.permissions_table import Calls, table
from ops.preflight.plan import Plan
from ops.preflight.roles import RoleGrants, grants, role_by_arn
from ops.preflight.schemas import HANDLERS, Schemas
from ops.preflight.translation import Translator, region_of
from policies.model import Resource

WRITERS = ("deployRole",)
"""Exports that name the roles of deployments."""
PREVIEWERS = ("previewRole",)
"""Exports that name the roles of previews, which read how things are set up."""
COMPARERS = ("driftRole",)
"""Exports that name the roles of comparisons, which read what the state holds, data too; where there is none, the roles
of previews compare."""
READ_HANDLERS = ("read", "list")
READ_VERBS = ("batchget", "describe", "get", "head", "list", "lookup", "search", "select")
"""How the names of actions begin that only read. Handlers that read list others too, copied from those that write."""


class Purpose(StrEnum):
    """What a role is for."""

    DEPLOY = "deploy"
    PREVIEW = "preview"
    COMPARE = "compare"


@dataclass(kw_only=True)
class Asked:
    """What was asked of the roles."""

    findings: list[Finding] = field(default_factory=list)
    actions: set[str] = field(default_factory=set)
    """What a deployment calls."""
    calls: int = 0
    """Calls of resources that were asked of a role."""
    by_hand: int = 0
    """Calls that a statement denies by the resource's name: those are for people."""


def ask(plan: Plan, translator: Translator, schemas: Schemas) -> Asked:
    """Ask the roles that *plan* exports for what its resources call."""
    asked = Asked()
    needs = _Needs(plan, translator, schemas)
    compares = any(plan.exports.get(name) for name in COMPARERS)
    purposes = {
        Purpose.DEPLOY: WRITERS,
        Purpose.PREVIEW: PREVIEWERS if compares else (),
        Purpose.COMPARE: COMPARERS if compares else PREVIEWERS,
    }
    for purpose, exports in purposes.items():
        for name in exports:
            role = role_by_arn(plan, str(plan.exports.get(name)))
            if role:
                _ask_role(plan, grants(plan, role), needs.of(purpose), asked)
    asked.actions = {action for _, _, actions in needs.of(Purpose.DEPLOY) for action in actions if "*" not in action}
    return asked


class _Needs:
    """What the resources of a plan call."""

    def __init__(self, plan: Plan, translator: Translator, schemas: Schemas) -> None:
        self._plan, self._translator, self._schemas = plan, translator, schemas
        types = {each.type for each in plan.resources}
        self._unasked = [
            each
            for each in table().unasked
            if not each.unless or not any(token.startswith(each.unless) for token in types)
        ]
        self._known: dict[tuple[str, str, Purpose], frozenset[str]] = {}

    def of(self, purpose: Purpose) -> Iterator[tuple[Resource, str, frozenset[str]]]:
        """Yield each resource with its region and the actions that its type calls."""
        for resource in self._plan.resources:
            if resource.type.startswith("aws:"):
                region = region_of(resource, self._plan.home)
                yield resource, region, self._actions(resource.type, region, purpose)

    def _actions(self, token: str, region: str, purpose: Purpose) -> frozenset[str]:
        key = token, region, purpose
        if key not in self._known:
            passed = table().data if purpose is Purpose.PREVIEW else ()
            self._known[key] = frozenset(self._called(*key)) - {"", *passed}
        return self._known[key]

    def _called(self, token: str, region: str, purpose: Purpose) -> Iterator[str]:
        provider = table().provider.get(token, Calls())
        yield from provider.read
        if purpose is Purpose.DEPLOY:
            yield from provider.write
        name = self._translator.type_name(token)
        schema = self._schemas.schema(name, region) if name else None
        if not name or not schema:
            return
        handlers = HANDLERS if purpose is Purpose.DEPLOY else READ_HANDLERS
        for action in schema.permissions(*handlers):
            if action.startswith("kms:") and not token.startswith("aws:kms/"):
                continue  # of the key that a resource has, if any, which is asked by itself
            reads = action.partition(":")[2].lower().startswith(READ_VERBS)
            unasked = any(each.covers(name, action.lower()) for each in self._unasked)
            if not unasked and (reads or purpose is Purpose.DEPLOY):
                yield action


def _ask_role(
    plan: Plan, role: RoleGrants, calls: Iterator[tuple[Resource, str, frozenset[str]]], asked: Asked
) -> None:
    gates = {"policies": Policies(role.allowed, identity=True)}
    if role.bounds is not None:
        gates["boundary"] = Policies(role.bounds, identity=True)
    missing: dict[str, dict[str, list[Resource]]] = defaultdict(lambda: defaultdict(list))
    for resource, region, actions in calls:
        arn = str(plan.known(resource, "arn") or "")
        service = arn.split(":")[2] if arn.count(":") > 4 else ""
        for action in actions:
            asked.calls += 1
            request = Request(
                action=action.lower(),
                caller=Caller(arn=role.arn),
                resource=_asked_of(action, arn) if action.partition(":")[0].lower() == service else "",
                context={"aws:requestedregion": region, "aws:principalarn": role.arn},
            )
            answers = {gate: policies.ask(request) for gate, policies in gates.items()}
            if Answer.DENIED in answers.values():
                asked.by_hand += 1
                continue
            for gate, answer in answers.items():
                if answer is Answer.SILENT:
                    missing[action][gate].append(resource)
    asked.findings.extend(_findings(role, str(plan.known(role.role, "name") or role.role.name), missing))


def _asked_of(action: str, arn: str) -> str:
    """Return what *action* is asked of where *arn* is the resource: of a bucket's objects, one of them."""
    return f"{arn}/any" if arn.startswith("arn:aws:s3:::") and "/" not in arn and "Object" in action else arn


def _findings(
    role: RoleGrants, name: str, missing: Mapping[str, Mapping[str, Sequence[Resource]]]
) -> Iterator[Finding]:
    for policy in role.unread:
        yield Finding(
            level=Level.ADVICE,
            kind=Kind.PERMISSION,
            rule="unread",
            message=f"{name}: what {policy} says isn't known yet, so that nobody can say what it allows",
            mend="Ask again once it is deployed, with --of state",
            source=role.role.source,
            urn=role.role.urn,
        )
    for action, by_gate in sorted(missing.items()):
        resources = next(iter(by_gate.values()))
        more = len(resources) - 1
        of = f"{resources[0].type} {resources[0].name}{f' and {more} more' if more else ''}"
        yield Finding(
            level=Level.REFUSED,
            kind=Kind.PERMISSION,
            rule=action,
            message=f"{name} may not call {action}, which {of} asks for",
            mend=f"Let its {' and its '.join(by_gate)} allow it",
            source=role.role.source,
            urn=role.role.urn,
        )
