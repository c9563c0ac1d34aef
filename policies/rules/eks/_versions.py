"""Which Kubernetes versions EKS supports."""

from typing import Any

OLDEST_MINOR = 35
"""1.34 leaves standard support on 2 December 2026 (Amazon EKS User Guide, "Amazon EKS Kubernetes release calendar")."""


def from_minor(version: Any, oldest_minor: int) -> bool:
    """Return whether *version*, such as `1.36`, is 1.*oldest_minor* or later."""
    major, _, minor = str(version).partition(".")
    return major == "1" and minor.isdecimal() and int(minor) >= oldest_minor
