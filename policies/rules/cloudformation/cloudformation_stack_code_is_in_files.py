"""Functions that a CloudFormation template makes have their code in files that are reviewed, tested and scanned.

Inline is `Code.ZipFile` of AWS::Lambda::Function and `InlineCode` of AWS::Serverless::Function (their references).
"""

from collections.abc import Mapping
from typing import Any

import yaml

from policies.model import NotApplicable, Props, Rule, Severity
from policies.objectives import Objective
from policies.read import value

INLINE = {"AWS::Lambda::Function": "Properties.Code.ZipFile", "AWS::Serverless::Function": "Properties.InlineCode"}


class _Template(yaml.SafeLoader):
    """Reads a template, whose short forms of functions (`!Ref`) are tags that YAML doesn't know."""


_Template.add_multi_constructor("!", lambda _loader, _suffix, _node: None)


def _check(props: Props) -> str | None:
    body = props.get("templateBody")
    if not isinstance(body, str):
        raise NotApplicable("its template lies elsewhere")
    try:
        template = yaml.load(body, _Template)  # noqa: S506 - a safe loader
    except yaml.YAMLError:
        raise NotApplicable("its template can't be read, nor will CloudFormation read it") from None
    resources = value(template, "Resources")
    if isinstance(resources, Mapping) and any(_is_inline(each) for each in resources.values()):
        return "a function of its template has its code in the template"
    return None


def _is_inline(resource: Any) -> bool:
    path = INLINE.get(str(value(resource, "Type"))) if isinstance(resource, Mapping) else None
    return path is not None and value(resource, path) is not None


RULE = Rule(
    name="cloudformation_stack_code_is_in_files",
    title="Code of functions in CloudFormation stacks is in files.",
    resource_types=frozenset({"aws:cloudformation/stack:Stack"}),
    check=_check,
    severity=Severity.MEDIUM,
    objectives=frozenset({Objective.SOFTWARE_INTEGRITY}),
    remediation="Put the code into a folder of functions/, and name its archive by S3Bucket and S3Key.",
    link="https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-properties-lambda-function-code.html",
)
