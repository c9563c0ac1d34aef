"""A framework's file that does not hold what it must is refused, with a line that names the file and the control."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml

from policies.frameworks.catalogue import Catalogue, FrameworkError, load
from policies.model import Rule, Severity
from policies.objectives import Objective
from policies.registry import Registry

Content = dict[str, Any]


def _rule(name: str, *objectives: Objective) -> Rule:
    return Rule(
        name=name,
        title="It holds.",
        severity=Severity.LOW,
        objectives=frozenset(objectives),
        remediation="Mend it.",
        link="https://docs.aws.amazon.com/",
        resource_types=frozenset({"aws:s3/bucket:Bucket"}),
        check=lambda props: None,
    )


REGISTRY = Registry(
    rules=(
        _rule("s3_bucket_is_closed", Objective.PUBLIC_ACCESS),
        _rule("s3_bucket_is_copied", Objective.BACKUP, Objective.AVAILABILITY),
        _rule("s3_bucket_is_sealed", Objective.ENCRYPTION_AT_REST),
    ),
    stack_rules=(),
)


def _content() -> Content:
    return {
        "id": "sample_1",
        "title": "Sample",
        "pack": "sample",
        "version": "1",
        "source": "A text",
        "controls": [
            {
                "id": "C.1",
                "title": "Access",
                "rationale": "Rules show it.",
                "automated": {"objectives": ["public_access", "backup"]},
                "requirements": [
                    {
                        "id": "C.1(a)",
                        "title": "Copies",
                        "rationale": "A rule shows it.",
                        "automated": {"rules": ["s3_bucket_is_copied"]},
                    },
                    {
                        "id": "C.1(b)",
                        "title": "Locks",
                        "rationale": "A rule shows it, and people see to the rest.",
                        "automated": {"rules": ["s3_bucket_is_closed"]},
                        "organizational": {"owner": "head of doors", "record": "key list", "every_days": 90},
                    },
                ],
            },
            {
                "id": "C.2",
                "title": "Doors",
                "rationale": "AWS guards them.",
                "inherited": {"report": "A report"},
            },
            {
                "id": "C.3",
                "title": "Training",
                "rationale": "People learn.",
                "organizational": {"owner": "head of people", "record": "attendance", "every_days": 365},
            },
        ],
    }


def _load(folder: Path, content: object) -> Catalogue:
    (folder / "sample_1.yaml").write_text(yaml.safe_dump(content), encoding="utf-8")
    return load(REGISTRY, folder)


def test_a_control_rests_on_the_rules_it_names_and_on_those_that_serve_its_objectives(tmp_path: Path) -> None:
    catalogue = _load(tmp_path, _content())
    framework = catalogue.frameworks["sample_1"]
    rules = {control.id: [rule.name for rule in catalogue.rules_of(control)] for control in framework.every_control()}
    assert rules == {
        "C.1": ["s3_bucket_is_closed", "s3_bucket_is_copied"],
        "C.1(a)": ["s3_bucket_is_copied"],
        "C.1(b)": ["s3_bucket_is_closed"],
        "C.2": [],
        "C.3": [],
    }
    assert {control.id: control.how for control in framework.every_control()} == {
        "C.1": "automated",
        "C.1(a)": "automated",
        "C.1(b)": "partial",
        "C.2": "inherited",
        "C.3": "organizational",
    }


def test_a_rule_bears_on_controls_and_on_their_finer_requirements(tmp_path: Path) -> None:
    catalogue = _load(tmp_path, _content())
    assert catalogue.controls_by_rule["s3_bucket_is_copied"] == {"sample_1": ["C.1", "C.1(a)"]}
    assert "s3_bucket_is_sealed" not in catalogue.controls_by_rule
    assert [rule.name for rule in catalogue.rules(catalogue.frameworks["sample_1"])] == [
        "s3_bucket_is_closed",
        "s3_bucket_is_copied",
    ]


def _first(content: Content) -> Content:
    return content["controls"][0]


def _finer(content: Content) -> Content:
    return content["controls"][0]["requirements"][0]


FAULTS: dict[str, tuple[Callable[[Content], object], str]] = {
    "an objective that there isn't": (
        lambda content: _first(content)["automated"]["objectives"].append("peace"),
        r"^sample_1\.yaml: C\.1\.automated\.objectives\.2: ",
    ),
    "a rule that there isn't": (
        lambda content: _finer(content)["automated"]["rules"].append("s3_bucket_is_blue"),
        r"^sample_1: C\.1\(a\) names the rule s3_bucket_is_blue, which does not exist$",
    ),
    "a control twice": (
        lambda content: content["controls"].append(content["controls"][1]),
        r"^sample_1: C\.2 stands twice$",
    ),
    "a requirement named as another control": (
        lambda content: _finer(content).update(id="C.3"),
        r"^sample_1: C\.3 stands twice$",
    ),
    "two answers": (
        lambda content: _first(content).update(inherited={"report": "A report"}),
        r"^sample_1\.yaml: C\.1: .*automated or inherited, not both$",
    ),
    "no answer": (
        lambda content: _finer(content).pop("automated"),
        r"^sample_1\.yaml: C\.1\(a\): .*automated, inherited or organizational",
    ),
    "more than its requirements say": (
        lambda content: _first(content)["automated"]["objectives"].append("encryption_at_rest"),
        r"^sample_1: C\.1 rests on s3_bucket_is_sealed, which none of its requirements does$",
    ),
    "an automated control on nothing": (
        lambda content: _finer(content).update(automated={}),
        r"^sample_1\.yaml: C\.1\(a\)\.automated: .*names objectives or rules$",
    ),
    "an inherited control without a report": (
        lambda content: content["controls"][1].update(inherited={"report": " "}),
        r"^sample_1\.yaml: C\.2\.inherited\.report: ",
    ),
    "a record less often than every third year": (
        lambda content: content["controls"][2]["organizational"].update(every_days=1097),
        r"^sample_1\.yaml: C\.3\.organizational\.every_days: .*1096$",
    ),
    "a record more often than daily": (
        lambda content: content["controls"][2]["organizational"].update(every_days=0),
        r"^sample_1\.yaml: C\.3\.organizational\.every_days: ",
    ),
    "no rationale": (
        lambda content: content["controls"][2].pop("rationale"),
        r"^sample_1\.yaml: C\.3\.rationale: ",
    ),
    "a word that isn't known": (
        lambda content: content["controls"][1].update(waived=True),
        r"^sample_1\.yaml: C\.2\.waived: ",
    ),
    "a control without an id": (
        lambda content: content["controls"][1].pop("id"),
        r"^sample_1\.yaml: controls\.1\.id: ",
    ),
    "another id than the file's name": (
        lambda content: content.update(id="sample_2"),
        r"^sample_1\.yaml: its id is sample_2; a framework and its file share one name$",
    ),
}


@pytest.mark.parametrize("fault", FAULTS)
def test_a_framework_is_refused_with(fault: str, tmp_path: Path) -> None:
    spoil, message = FAULTS[fault]
    content = _content()
    spoil(content)
    with pytest.raises(FrameworkError, match=message) as refusal:
        _load(tmp_path, content)
    assert "\n" not in str(refusal.value)


def test_every_fault_has_a_line(tmp_path: Path) -> None:
    content = _content()
    _first(content)["title"] = ""
    content["controls"][2]["organizational"]["owner"] = ""
    with pytest.raises(FrameworkError) as refusal:
        _load(tmp_path, content)
    places = [line.split(": ")[1] for line in str(refusal.value).splitlines()]
    assert places == ["C.1.title", "C.3.organizational.owner"]


@pytest.mark.parametrize("text", ["", "- C.1", "controls: [", "id: sample_1\nid"])
def test_a_file_that_is_no_framework_is_refused_in_one_line_each(text: str, tmp_path: Path) -> None:
    (tmp_path / "sample_1.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(FrameworkError) as refusal:
        load(REGISTRY, tmp_path)
    assert all(line.startswith("sample_1.yaml: ") for line in str(refusal.value).splitlines())
