"""What needs neither an account nor cfn-lint, and takes milliseconds: quotas and days of support. Previews show it."""

import datetime
from collections.abc import Sequence

from ops.preflight import quotas, support
from ops.preflight.findings import Finding
from ops.preflight.plan import Plan


def advice(plan: Plan, today: datetime.date) -> Sequence[Finding]:
    """Return the quotas that *plan* exceeds, and its versions whose support ends soon."""
    return [*quotas.findings(plan), *support.findings(plan, today)]
