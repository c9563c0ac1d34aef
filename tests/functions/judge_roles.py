"""Run by the interpreter that has parliament: from policies by role, JSON on standard input, to what it finds."""

import json
import sys
import warnings

warnings.simplefilter("ignore")  # it imports what setuptools has deprecated
import parliament  # noqa: E402  # pyright: ignore[reportMissingImports]

found = [
    f"{role}: {finding.issue}: {finding.detail}"
    for role, policy in json.load(sys.stdin).items()
    for finding in parliament.analyze_policy_string(policy).findings
]
json.dump(found, sys.stdout)
