"""Identity providers whose word IAM takes: which claims say whose an identity is, and to whom a token is addressed.

IAM User Guide, "Create a role for OpenID Connect federation" and "Available keys for AWS OIDC federation"; each
provider's own guide to AWS.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fnmatch import fnmatchcase

OWNER = "{owner}"


@dataclass(frozen=True, kw_only=True)
class Provider:
    """What identities of one issuer, or of a family of them, look like."""

    issuer: str
    """The issuer without `https://`; `*` for a part that differs."""
    subjects: Mapping[str, str] = field(default_factory=lambda: {"sub": f"{OWNER}/*"})
    """Claims that say whose an identity is, and where in them: any one that is held holds strangers off."""
    audience: str = "aud"
    """The claim that says for whom a token is."""
    guests: Mapping[str, str] = field(default_factory=dict[str, str])
    """Claims that anybody gets, where the issuer vouches for people whom it doesn't know."""


PROVIDERS = (
    Provider(
        issuer="token.actions.githubusercontent.com",
        subjects={
            "sub": f"repo:{OWNER}/*",
            "repository": f"{OWNER}/*",
            "repository_id": OWNER,
            "repository_owner": OWNER,
            "repository_owner_id": OWNER,
            "job_workflow_ref": f"{OWNER}/*",
        },
    ),
    Provider(issuer="gitlab.com", subjects={"sub": f"project_path:{OWNER}/*"}),
    Provider(issuer="app.terraform.io", subjects={"sub": f"organization:{OWNER}:*"}),
    Provider(issuer="oidc.eks.*.amazonaws.com*/id/*", subjects={"sub": f"system:serviceaccount:{OWNER}:*"}),
    Provider(issuer="api.bitbucket.org/2.0/workspaces/*", subjects={"sub": f"{OWNER}:*"}),
    Provider(issuer="oidc.circleci.com/org/*", subjects={"sub": f"org/{OWNER}/*"}),
    Provider(issuer="agent.buildkite.com", subjects={"sub": f"organization:{OWNER}:*"}),
    Provider(issuer="oidc.vercel.com*", subjects={"sub": f"owner:{OWNER}:*"}),
    Provider(issuer="*.app.spacelift.io", subjects={"sub": f"space:{OWNER}:*"}),
    Provider(issuer="accounts.google.com", subjects={"sub": OWNER, "email": OWNER}),
    Provider(issuer="cognito-identity.amazonaws.com", subjects={}, guests={"amr": "unauthenticated"}),
    Provider(issuer="graph.facebook.com", subjects={"id": OWNER}, audience="app_id"),
    Provider(issuer="www.amazon.com", subjects={"user_id": OWNER}, audience="app_id"),
)


def provider(issuer: str) -> Provider:
    """Return what is known of *issuer*; of one that isn't listed, that its subjects' first part says whose they are."""
    found = next((each for each in PROVIDERS if fnmatchcase(issuer.lower(), each.issuer)), None)
    return found or Provider(issuer=issuer)


def issuer(principal: str) -> str:
    """Return the issuer of a federated principal: its own name, or what its ARN ends in."""
    return principal.partition("oidc-provider/")[2] or principal
