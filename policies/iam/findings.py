"""What a rule says of a document: the request that gets through, in one line."""

from functools import lru_cache
from typing import Any

from pulumi_policy.proxy import UnknownValueError

from policies.iam.document import statements
from policies.iam.evaluate import Kind
from policies.iam.patterns import TooInvolved
from policies.iam.providers import issuer
from policies.iam.questions import Judge
from policies.iam.reading import NotAPolicy
from policies.iam.search import Witness
from policies.iam.unknowns import certain, settled
from policies.model import Shown
from policies.unknown import UNKNOWN

_TOLD = ("aws:sourceip", "aws:sourcevpc", "aws:sourcevpce", "aws:principalorgid", "aws:resourceaccount")
"""Keys whose values a stranger has from nowhere in the document, and that say where they come from."""


def fault(document: Any, judge: Judge, prop: str = "policy") -> str | None:
    """Return what is wrong with *document*, the property *prop*, by the question that *judge* asks; None for nothing.

    Raises:
        UnknownValueError: it hangs on what isn't known yet.
    """
    try:
        witness, open_ = _of_text(document, judge) if isinstance(document, str) else _of(document, judge)
    except NotAPolicy as error:
        return f"{prop} is no policy that IAM takes: {error}"
    except TooInvolved as error:
        return f"{prop} can't be judged for {error}: write it more plainly"
    if witness is None:
        if open_:
            raise UnknownValueError(UNKNOWN, [prop])
        return None
    return Shown(told(witness), f"{witness.label or prop} lets a request through that it should not")


@lru_cache(maxsize=4096)
def _of_text(document: str, judge: Judge) -> tuple[Witness | None, bool]:
    """Return what `_of` does, of a text that several resources may have."""
    return _of(document, judge)


def _of(document: Any, judge: Judge) -> tuple[Witness | None, bool]:
    """Return what *judge* finds for certain, and whether it may find something once all is known."""
    found = statements(document)
    witness = judge(settled(found, generous=False))
    return witness, witness is None and not certain(found) and judge(settled(found, generous=True)) is not None


def told(witness: Witness) -> str:
    """Return *witness* as a sentence."""
    request = witness.request
    what = f"{request.action} on {request.resource}{_how(witness)}"
    if witness.label:
        return f"{witness.label} lets {_who(witness)} do {what}"
    return f"no statement keeps {_who(witness)} from {what}"


def _who(witness: Witness) -> str:
    principal, context = witness.request.principal, witness.request.context
    if principal.kind is Kind.NOBODY:
        return "anybody"
    if principal.kind is Kind.SERVICE:
        source = (*context.get("aws:sourcearn", ()), *context.get("aws:sourceaccount", ()), "anybody")[0]
        return f"{principal.name} for {source}"
    if principal.kind is Kind.FEDERATED:
        claims = [value for key, values in context.items() if key.endswith(":sub") for value in values]
        return f"{(claims or ['anybody'])[0]} of {issuer(principal.name)}"
    return principal.name


def _how(witness: Witness) -> str:
    told = [f"{key} {', '.join(values)}" for key, values in sorted(witness.request.context.items()) if key in _TOLD]
    return f" with {' and '.join(told)}" if told else ""
