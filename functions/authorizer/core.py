"""What a caller may do with one request, and the policy by which a gateway lets them."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from functions.authorizer.policies import Decision, Facts, Policies
from functions.authorizer.proof import hold
from functions.authorizer.request import Request
from functions.authorizer.risk import Risk, Table
from functions.authorizer.seen import Seen
from functions.authorizer.token import Caller, Issuer, caller


@dataclass(frozen=True, kw_only=True)
class Decided:
    """What became of one request."""

    caller: Caller
    request: Request
    decision: Decision
    risk: Risk
    held_by: str
    """How the token was shown to be the caller's."""

    @property
    def allowed(self) -> bool:
        """Return whether the request may go on."""
        return self.request.operation in self.decision.opened


@dataclass(frozen=True, kw_only=True)
class Authorizer:
    """Decides."""

    issuer: Issuer
    policies: Policies
    table: Table
    seen: Seen

    def decide(self, request: Request, now_seconds: float) -> Decided:
        """Return what the caller of *request* may do.

        Raises:
            RefusedError: the token proves nothing.
            FaultError: the policies could not be applied.
        """
        who = caller(request.token, self.issuer, now_seconds)
        held_by = hold(request, who.claims, self.issuer.audience, self.seen, now_seconds)
        risk = self.table.risk(request, who.claims, now_seconds)
        facts = Facts(risk=risk.points, stepped_up=self.table.stepped_up(who.claims, now_seconds))
        decision = self.policies.decide(who.scopes, facts)
        return Decided(caller=who, request=request, decision=decision, risk=risk, held_by=held_by)

    def answer(self, of: Decided) -> dict[str, Any]:
        """Return what API Gateway takes of an authorizer (its Developer Guide, "Output from an API Gateway Lambda
        authorizer").

        It names all that the caller may do. Where that is nothing it denies everything: an empty statement isn't a
        policy. What a star of theirs takes in and isn't opened is denied by name.
        """
        opened = of.decision.opened
        others = self.policies.operations - opened
        closed = {operation for operation in others if any(fnmatchcase(operation, pattern) for pattern in opened)}
        decided = {"Allow": opened, "Deny": closed} if opened else {"Deny": {"*"}}
        statements = [
            {
                "Action": "execute-api:Invoke",
                "Effect": effect,
                "Resource": [f"{of.request.stage_arn}/{operation}" for operation in sorted(operations)],
            }
            for effect, operations in decided.items()
            if operations
        ]
        return {
            "principalId": of.caller.subject,
            "policyDocument": {"Version": "2012-10-17", "Statement": statements},
            "context": self._context(of),
        }

    def _context(self, of: Decided) -> dict[str, str]:
        """Return what goes on to whatever answers: who calls, and what `functions/_shared/conditions.py` reads."""
        conditions = of.decision.conditions
        return {
            "scope": " ".join(sorted(of.caller.scopes)),
            "tenant": of.caller.tenant,
            "conditions": " ".join(conditions),
            **({"masked": " ".join(self.table.masked)} if "masked" in conditions else {}),
            **(
                {"acr": " ".join(self.table.step_up_acr), "max_age": str(self.table.step_up_seconds)}
                if "step_up" in conditions
                else {}
            ),
        }


def told(of: Decided) -> Mapping[str, Any]:
    """Return what the log says of a decision."""
    return {
        "decision": "allow" if of.allowed else "deny",
        "operation": of.request.operation,
        "policies": of.decision.by[of.request.operation],
        "conditions": of.decision.conditions,
        "risk": of.risk.points,
        "reasons": of.risk.reasons,
        "held_by": of.held_by,
        "token": hashlib.sha256(of.request.token.encode()).hexdigest()[:16],
    }
