"""JUnit's XML, as build servers read it: a suite for each rule, a test for each resource that it applies to."""

import re
from collections import defaultdict
from xml.etree import ElementTree

from ops.evidence.material import Material
from policies.core import Outcome, Verdict

_CHILD = {
    Outcome.VIOLATED: "failure",
    Outcome.FAILED: "error",
    Outcome.OPEN: "skipped",
    Outcome.WAIVED: "skipped",
}

_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML document may hold (XML 1.0, production 2)."""


def document(material: Material) -> bytes:
    """Return the verdicts of *material*; what is open or waived counts as skipped."""
    by_rule: dict[str, list[Verdict]] = defaultdict(list)
    for verdict in material.run.verdicts:
        by_rule[verdict.rule].append(verdict)
    root = ElementTree.Element("testsuites", name=f"groot {material.run.stack}")
    for rule, verdicts in sorted(by_rule.items()):
        children = [_CHILD.get(verdict.outcome, "") for verdict in verdicts]
        suite = ElementTree.SubElement(
            root,
            "testsuite",
            name=rule,
            tests=str(len(verdicts)),
            failures=str(children.count("failure")),
            errors=str(children.count("error")),
            skipped=str(children.count("skipped")),
            timestamp=material.run.judged_at.strftime("%Y-%m-%dT%H:%M:%S"),
        )
        for verdict, child in zip(verdicts, children, strict=True):
            _case(suite, verdict, child)
    ElementTree.indent(root)
    return ElementTree.tostring(root, encoding="utf-8", xml_declaration=True) + b"\n"


def _case(suite: ElementTree.Element, verdict: Verdict, child: str) -> None:
    path, _, line = (verdict.source or "").rpartition(":")
    case = ElementTree.SubElement(suite, "testcase", classname=verdict.rule, name=_text(verdict.urn or "the stack"))
    if path:
        case.attrib |= {"file": _text(path), "line": _text(line)}
    if not child:
        return
    message = verdict.message
    if verdict.waiver:
        message += f" [accepted by {verdict.waiver.approver} until {verdict.waiver.expires}: {verdict.waiver.ticket}]"
    ElementTree.SubElement(case, child, message=_text(message))


def _text(text: str) -> str:
    return _NOT_XML.sub("\ufffd", text)
