"""Whether a role stands open: to whom it is left without a second factor that was just shown."""

from collections.abc import Iterable, Sequence

from policies.iam.asks import CALLER
from policies.iam.document import Statement
from policies.iam.evaluate import Kind, Principal
from policies.iam.patterns import pattern
from policies.iam.questions import own
from policies.iam.search import Caller, Question, Witness, search
from policies.iam.solve import Domain
from policies.iam.strangers import ABSENT, NO, SOMEBODY, YES

RECENT_SECONDS = 3600
"""Age of a second factor that was shown for the session at hand: IAM's own default for a role's session (IAM User
Guide, "Update the maximum session duration for a role")."""
ASSUMING = ("sts:assumerole", "sts:assumerolewithsaml", "sts:assumerolewithwebidentity")
_PRESENT, _AGE = "aws:multifactorauthpresent", "aws:multifactorauthage"
_STALE = (
    {_PRESENT: YES, _AGE: Domain(values=(str(RECENT_SECONDS + 1),), none=False)},
    {_PRESENT: NO, _AGE: ABSENT},
    {_PRESENT: ABSENT, _AGE: ABSENT},
)
"""What there is of a second factor where none was shown within the hour."""


def standing(statements: Sequence[Statement], lenders: Iterable[str]) -> Witness | None:
    """Return somebody, none of the *lenders* (ARNs), who may assume a role at any time by its trust policy's
    *statements*, or None: then it is taken for an occasion, with a second factor, or lent."""
    others = Domain(samples=(SOMEBODY,), none=False, excluded=tuple(map(pattern, lenders)))
    tls = {"aws:securetransport": YES}
    callers = [Caller(domains={**tls, **stale, CALLER: others}) for stale in _STALE]
    for kind in (Kind.SERVICE, Kind.FEDERATED):
        named = sorted({who for each in statements for who in each.named(kind)})
        callers += [Caller(principal=Principal(kind, who), domains={**tls, **_STALE[-1]}) for who in named]
    return search(statements, Question(actions=ASSUMING, callers=callers, resources=own(statements)))
