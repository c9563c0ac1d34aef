"""Keys for Nitro Enclaves: statements that hold the caller to an attested image.

AWS KMS Developer Guide, "Condition keys for AWS Nitro Enclaves": `kms:RecipientAttestation:ImageSha384` and `:PCR<n>`.
"""

from collections.abc import Mapping, Sequence

from policies.iam.conditions import Condition
from policies.iam.document import Statement
from policies.iam.unknowns import known_statements
from policies.model import NotApplicable, Props

SENSITIVE = frozenset(
    {"kms:decrypt", "kms:derivesharedsecret", "kms:generatedatakey", "kms:generatedatakeypair", "kms:generaterandom"}
)
"""What an enclave asks of a key, and nobody else should."""
PREFIX = "kms:recipientattestation:"
"""Keys that are there where an enclave asks, attested."""
_EQUAL = frozenset({"stringequals", "stringequalsignorecase"})


def _equals(condition: Condition) -> bool:
    """Return whether *condition* is met by nothing but the values that it names."""
    return condition.operator.base in _EQUAL and not condition.holds_of_none


def attested(statement: Statement) -> Mapping[str, frozenset[str]]:
    """Return the measurements that *statement* holds its caller to: `imagesha384` or `pcr<n>`, and the values."""
    return {
        each.key.removeprefix(PREFIX): frozenset(each.values)
        for each in statement.conditions
        if _equals(each) and each.key.startswith(PREFIX)
    }


def guarded(props: Props) -> Sequence[Statement]:
    """Return the statements of an enclave's key that allow what only the enclave should do.

    Raises:
        NotApplicable: the policy speaks of no attestation, so the key is no enclave's.
    """
    found = known_statements(props.get("policy"))
    if not any(each.key.startswith(PREFIX) for statement in found for each in statement.conditions):
        raise NotApplicable("it is no enclave's key")
    return [statement for statement in found if statement.allows and statement.covers(SENSITIVE)]
