"""Whether who uses a key may: each use, against the key's policy.

The deploying role uses a key through the service whose resource names it, AWS services by themselves, and roles by
their own policies. `keys.yaml` says who for each type. A key's policy that lets the account in leaves the role's own
policies to decide, and those are asked too (AWS KMS Developer Guide, "Key policies in AWS KMS").
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from ops.preflight.findings import Finding, Kind, Level
from ops.preflight.guests import KEYS, Admission, admissions
from ops.preflight.iam import Answer, Caller, Policies, Request
from ops.preflight.keys_table import Use, table
from ops.preflight.plan import Plan
from ops.preflight.roles import INLINE, ROLE, RoleGrants, grants, role_by_arn
from ops.preflight.schemas import Schemas
from ops.preflight.translation import Translator, region_of
from policies.iam.document import Statement, statements
from policies.model import Resource

ALIAS = "aws:kms/alias:Alias"
DEPLOYER = "deployRole"
"""The export that names the role of deployments."""
ACCOUNT_WIDE = frozenset({"kms:CreateKey", "kms:ListAliases", "kms:ListKeys"})
"""Calls that are of no key, and so of no key's policy (AWS KMS Developer Guide, "AWS KMS permissions")."""


@dataclass(frozen=True, kw_only=True)
class _Fault:
    """What one policy lacks."""

    type: str
    """Of what has the policy: a key, or the deploying role."""
    source: str | None
    who: str
    action: str
    user: str
    """The first resource that asks for it."""
    why: str
    """Why nothing can allow it, where that is so."""


@dataclass(kw_only=True)
class Asked:
    """What was asked of the keys."""

    findings: list[Finding] = field(default_factory=list)
    uses: int = 0
    """Uses of keys that were asked."""
    unread: list[str] = field(default_factory=list)
    """Resources that use a key in a way that isn't known, or not yet."""


def ask(plan: Plan, translator: Translator, schemas: Schemas) -> Asked:
    """Ask the keys of *plan* about each use of them. Linear in its resources."""
    return _Asker(plan, translator, schemas).run()


class _Asker:
    def __init__(self, plan: Plan, translator: Translator, schemas: Schemas) -> None:
        self._plan, self._translator, self._schemas = plan, translator, schemas
        self._asked = Asked()
        self._missing: dict[_Fault, dict[str, Resource]] = defaultdict(dict)
        self._first: dict[_Fault, _Fault] = {}
        deployer = role_by_arn(plan, str(plan.exports.get(DEPLOYER)))
        self._deployer = grants(plan, deployer) if deployer else None
        self._own = [Policies(each, identity=True) for each in _identity(self._deployer)]
        self._policies: dict[str, Policies | None] = {}
        self._aliases = {
            key.urn: str(plan.known(alias, "name"))
            for alias in plan.of_type(ALIAS)
            for key in plan.sources(alias, "targetKeyId")
        }

    def run(self) -> Asked:
        uses = {(use.type, name): use for use in table().uses for name in use.properties}
        for resource in self._plan.resources:
            for name in resource.property_dependencies:
                keys = [each for each in self._plan.sources(resource, name) if each.type in KEYS]
                for key in keys:
                    if resource.type == INLINE:
                        self._role_policy(resource, key)
                    elif use := uses.get((resource.type, name)):
                        self._use(resource, key, use)
                    else:
                        self._asked.unread.append(f"{resource.name} {name}")
        for admission in admissions(self._plan):
            self._guest(admission)
        self._asked.findings = [_finding(fault, list(holders.values())) for fault, holders in self._missing.items()]
        return self._asked

    def _use(self, resource: Resource, key: Resource, use: Use) -> None:
        self._asked.uses += 1
        region = region_of(key, self._plan.home)
        held = {"region": region, "account": self._plan.account, "name": str(self._plan.known(resource, "name") or "")}
        if use.via or use.direct:
            self._deploying(resource, key, use, region)
        context = {name.lower(): text.format_map(held) for name, text in use.context.items()}
        for service, actions in use.services.items():
            self._service(resource, key, service.format_map(held), actions, context)
        for path, actions in use.roles.items():
            caller = Caller(arn=f"arn:aws:iam::{self._plan.account}:role/{path}")
            for action in actions:
                granted = {"kms:grantisforawsresource": "true"} if action == "kms:CreateGrant" else {}
                self._ask(resource, key, caller, action, granted)

    def _deploying(self, resource: Resource, key: Resource, use: Use, region: str) -> None:
        if self._deployer is None:
            return
        caller = Caller(arn=self._deployer.arn)
        for action in sorted({*use.calls, *self._handlers(resource)}):
            context = {} if use.direct else _via(f"{use.via}.{region}.amazonaws.com")
            if action == "kms:CreateGrant" and not use.direct:
                context["kms:grantisforawsresource"] = "true"
            self._ask(resource, key, caller, action, context, self._own)

    def _handlers(self, resource: Resource) -> Sequence[str]:
        region = region_of(resource, self._plan.home)
        name = self._translator.type_name(resource.type)
        schema = self._schemas.schema(name, region) if name else None
        found = schema.permissions("create", "update", "delete") if schema else ()
        return [action for action in found if action.startswith("kms:") and not resource.type.startswith("aws:kms/")]

    def _guest(self, admission: Admission) -> None:
        if not admission.service:
            self._asked.unread.append(f"{admission.policy.name} policy")
            return
        self._asked.uses += 1
        if admission.refusing:
            self._fault(admission.key, admission.service, "", admission.policy, admission.refusing)
        else:
            self._service(admission.policy, admission.key, admission.service, admission.calls, admission.context)

    def _service(
        self, resource: Resource, key: Resource, service: str, actions: Sequence[str], context: Mapping[str, str]
    ) -> None:
        sent = {} if service in table().nameless else {"aws:sourceaccount": self._plan.account}
        if service in table().sends:
            region = region_of(key, self._plan.home)
            sent["aws:sourcearn"] = table().sends[service].format(region=region, account=self._plan.account)
        for action in actions:
            granted = {"kms:grantisforawsresource": "true"} if action == "kms:CreateGrant" else {}
            self._ask(resource, key, Caller(service=service), action, {**sent, **context, **granted})

    def _role_policy(self, policy: Resource, key: Resource) -> None:
        document = self._plan.known(policy, "policy")
        roles = [each for each in self._plan.sources(policy, "role") if each.type == ROLE]
        key_arn = str(self._plan.known(key, "arn") or "")
        if document is None or not roles or not key_arn:
            self._asked.unread.append(f"{policy.name} policy")
            return
        caller = Caller(arn=str(self._plan.known(roles[0], "arn") or ""))
        self._asked.uses += 1
        for statement in statements(document):
            if statement.allows and key_arn in statement.resources:
                held = {each.key: min(each.values) for each in statement.conditions if each.key.startswith("kms:")}
                for action in sorted(each for each in statement.actions if each.startswith("kms:")):
                    self._ask(policy, key, caller, _spelled(action), held)

    def _ask(
        self,
        resource: Resource,
        key: Resource,
        caller: Caller,
        action: str,
        context: Mapping[str, str],
        own: Sequence[Policies] = (),
    ) -> None:
        who = caller.service or caller.arn.partition(":role/")[2] or caller.arn
        known = dict(context)
        if caller.arn:
            known |= {"aws:principalarn": caller.arn, "kms:calleraccount": self._plan.account}
        if key.urn in self._aliases:
            known["kms:resourcealiases"] = self._aliases[key.urn]
        arn = str(self._plan.known(key, "arn") or "")
        request = Request(action=action.lower(), caller=caller, resource=arn, context=known)
        policy = None if action in ACCOUNT_WIDE else self._policy(key)
        if policy and policy.ask(request) is not Answer.ALLOWED:
            self._fault(key, who, action, resource, "")
        regional = replace(request, context={**known, "aws:requestedregion": region_of(key, self._plan.home)})
        if self._deployer and any(each.ask(regional) is not Answer.ALLOWED for each in own):
            self._fault(self._deployer.role, who, action, resource, "")

    def _fault(self, holder: Resource, who: str, action: str, user: Resource, why: str) -> None:
        fault = _Fault(type=holder.type, source=holder.source, who=who, action=action, user=user.name, why=why)
        kind = replace(fault, user="")
        first = self._first.setdefault(kind, fault)
        self._missing[first].setdefault(holder.urn, holder)

    def _policy(self, key: Resource) -> Policies | None:
        """Return what the policy of *key* says; None for KMS's own, which lets the account's IAM decide."""
        if key.urn not in self._policies:
            document = self._plan.known(key, "policy")
            if document is None and "policy" in key.props:
                self._asked.unread.append(f"{key.name} policy")
            self._policies[key.urn] = None if document is None else Policies(statements(document))
        return self._policies[key.urn]


def _finding(fault: _Fault, holders: Sequence[Resource]) -> Finding:
    holder = holders[0]
    more = f" and {len(holders) - 1} more" if len(holders) > 1 else ""
    if fault.why:
        message = f"{holder.name}{more}: {fault.who} writes for {fault.user}. {fault.why.rstrip('.')}"
        mend = "Encrypt what it writes to without a key of KMS's"
    elif holder.type in KEYS:
        message = f"the policy of {holder.name}{more} doesn't let {fault.who} call {fault.action} for {fault.user}"
        mend = "Let the key's policy allow it"
    else:
        message = f"{fault.who} may not call {fault.action} of the key of {fault.user}"
        mend = "Let its policies and its boundary allow it"
    return Finding(
        level=Level.REFUSED,
        kind=Kind.KEY,
        rule=fault.action or "no-key",
        message=message,
        mend=mend,
        source=holder.source,
        urn=holder.urn,
    )


def _via(service: str) -> dict[str, str]:
    """Return what a call says that *service* makes for who asked it (IAM User Guide, "Forward access sessions")."""
    return {"aws:viaawsservice": "true", "kms:viaservice": service}


def _spelled(action: str) -> str:
    """Return *action*, which is in lower case, as KMS spells it, where the table has it."""
    return next((call for use in table().uses for call in use.calls if call.lower() == action), action)


def _identity(role: RoleGrants | None) -> Iterator[Sequence[Statement]]:
    if role:
        yield role.allowed
        if role.bounds is not None:
            yield role.bounds
