"""Programs that use what the sandbox has nothing of: types, packages and data sources that nobody wrote for it."""

import json
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from ops import stacks
from ops.stack_option import default_stack
from sandbox.engine.deployment import Deployment
from sandbox.engine.events import Result
from sandbox.project import ProjectError, load_project
from sandbox.providers.base import Fidelity
from tests.conftest import own_emulator

UNKNOWN = "[unknown]"


@pytest.fixture(scope="module")
def endpoint(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    with own_emulator(tmp_path_factory.mktemp("foreign")) as endpoint:
        yield endpoint


class Folder:
    """Somebody's project."""

    def __init__(self, root: Path, endpoint: str) -> None:
        self.root, self.endpoint = root, endpoint
        (root / "Pulumi.yaml").write_text("name: theirs\nruntime: python\n")
        self.stack("dev")

    def stack(self, name: str) -> None:
        (self.root / f"Pulumi.{name}.yaml").write_text("config:\n  aws:region: eu-west-1\n")

    def deployment(self, program: str, stack: str = "dev") -> Deployment:
        (self.root / "__main__.py").write_text(f"import json\nimport pulumi\nimport pulumi_aws as aws\n{program}\n")
        return stacks.open_deployment(self.root, load_project(self.root, stack), self.endpoint)

    def preview(self, program: str) -> Result:
        return whole(self.deployment(program).preview())

    def up(self, program: str, stack: str = "dev") -> Result:
        return whole(self.deployment(program, stack).up())


@pytest.fixture
def folder(tmp_path: Path, endpoint: str) -> Folder:
    return Folder(tmp_path, endpoint)


def whole(result: Result) -> Result:
    assert not result.failed, [*result.failures, *result.diagnostics]
    return result


def warnings(result: Result) -> list[str]:
    return [each.message for each in result.diagnostics if each.severity == "warning"]


CACHE = """
cache = aws.elasticache.Cluster("cache", engine="redis", node_type="cache.t4g.small", tags={"a": "b"})
pulumi.export("arn", cache.arn)
pulumi.export("address", cache.cache_nodes[0]["address"])
pulumi.export("type", cache.node_type)
"""


def test_a_type_without_a_row_is_recorded_and_counted_so(folder: Folder) -> None:
    previewed = folder.preview(CACHE)
    assert previewed.fidelity() == {"real": 0, "partial": 0, "recorded": 1}
    assert previewed.outputs == {"arn": UNKNOWN, "address": UNKNOWN, "type": "cache.t4g.small"}
    deployed = folder.up(CACHE)
    assert str(deployed.outputs["arn"]).startswith("arn:aws:elasticache:eu-west-1:123456789012:cache-")
    assert deployed.outputs["address"] == "cache-cacheNodes"
    again = folder.up(CACHE.replace("small", "large"))
    assert (again.changes()["update"], again.outputs["type"]) == (1, "cache.t4g.large")
    assert whole(folder.deployment(CACHE).destroy()).changes()["delete"] == 3


IMAGE = """
image = aws.ec2.get_ami(owners=["amazon"], most_recent=True)
zones = aws.ec2.get_subnets().ids
parameter = aws.ssm.Parameter("p", type="String", value="x", description=f"{image.id} in {zones[1]}")
pulumi.export("value", parameter.description)
"""
ANSWERS = """
dataSources:
  - token: aws:ec2/getAmi:getAmi
    args: {owners: [self]}
    answer: {id: ami-theirs}
  - token: aws:ec2/getAmi:getAmi
    args: {owners: [amazon]}
    answer: {id: ami-1}
  - token: aws:ec2/getSubnets:getSubnets
    answer: {ids: [subnet-1, subnet-2]}
"""


def test_an_unknown_data_source_is_unknown_in_a_preview_and_what_is_made_of_it_too(folder: Folder) -> None:
    result = folder.preview(IMAGE)
    assert result.outputs == {"value": UNKNOWN}
    assert [line.split(":get")[0] for line in warnings(result)] == ["aws:ec2/getAmi", "aws:ec2/getSubnets"]
    assert "under dataSources in sandbox.yaml" in warnings(result)[0]


def test_nothing_is_deployed_by_an_answer_that_nobody_gave(folder: Folder) -> None:
    result = folder.deployment(IMAGE).up()
    assert result.failed
    assert "aws:ec2/getAmi:getAmi: the sandbox doesn't know this data source; give its answer" in str(
        result.diagnostics
    )
    assert not result.changes()["create"] or all(step.type != "aws:ssm/parameter:Parameter" for step in result.steps)


def test_the_projects_own_answers_are_for_the_arguments_that_they_name(folder: Folder) -> None:
    (folder.root / "sandbox.yaml").write_text(ANSWERS)
    assert folder.up(IMAGE).outputs == {"value": "ami-1 in subnet-2"}


@pytest.mark.parametrize("text", ["[]", "dataSource: []", "dataSources: [{token: 1}]", "stackReferences: {a: 1}", "{"])
def test_answers_of_another_form_are_refused_in_a_line(folder: Folder, text: str) -> None:
    (folder.root / "sandbox.yaml").write_text(text)
    with pytest.raises(ProjectError, match=r"^sandbox\.yaml: [^\n]+$"):
        folder.deployment("")


def test_stacks_refer_to_each_other(folder: Folder) -> None:
    refer = 'pulumi.export("id", pulumi.StackReference("us/theirs/network").get_output("id"))'
    assert folder.preview(refer).outputs == {"id": UNKNOWN}
    refused = folder.deployment(refer).up()
    assert "under stackReferences in sandbox.yaml" in str(refused.failures)
    folder.stack("network")
    folder.up('pulumi.export("id", "vpc-1")', "network")
    assert folder.up(refer).outputs == {"id": "vpc-1"}
    (folder.root / "sandbox.yaml").write_text("stackReferences: {us/theirs/network: {id: vpc-2}}")
    assert folder.up(refer).outputs == {"id": "vpc-2"}


DYNAMIC = """
from pulumi.dynamic import CreateResult, DiffResult, Resource, ResourceProvider, UpdateResult

class Counter(ResourceProvider):
    def create(self, props):
        return CreateResult("made", {"total": len(props["word"])})
    def diff(self, _id, olds, news):
        return DiffResult(changes=True)
    def update(self, _id, olds, news):
        return UpdateResult({"total": 100})
    def delete(self, _id, props):
        raise ValueError("stays")

class Count(Resource):
    total: pulumi.Output[int]
    def __init__(self, name, word):
        super().__init__(Counter(), name, {"word": word, "total": None})

pulumi.export("total", Count("count", "four").total)
"""


def test_a_dynamic_provider_runs_as_the_programs_own(folder: Folder) -> None:
    assert folder.preview(DYNAMIC).outputs == {"total": UNKNOWN}
    assert folder.up(DYNAMIC).outputs == {"total": 4}
    assert folder.up(DYNAMIC).outputs == {"total": 100}
    destroyed = folder.deployment(DYNAMIC).destroy()
    assert [failure.message for failure in destroyed.failures] == ["its dynamic provider raised ValueError: stays"]


POLICY = """
one = aws.iam.get_policy_document(statements=[{
    "actions": ["sts:AssumeRole"],
    "principals": [{"type": "Service", "identifiers": ["ec2.amazonaws.com"]}],
    "conditions": [{"test": "StringEquals", "variable": "aws:SourceAccount", "values": ["1", "2"]}],
}])
pulumi.export("policy", one.json)
"""


def test_a_policy_document_is_put_together_as_the_provider_does(folder: Folder) -> None:
    assert json.loads(str(folder.preview(POLICY).outputs["policy"])) == {
        "Version": "2012-10-17",
        "Statement": [
            {
                "Effect": "Allow",
                "Action": "sts:AssumeRole",
                "Principal": {"Service": "ec2.amazonaws.com"},
                "Condition": {"StringEquals": {"aws:SourceAccount": ["1", "2"]}},
            }
        ],
    }


REMOTE = """
class Cluster(pulumi.ComponentResource):
    def __init__(self):
        self.vpc_id = None
        super().__init__("theirs:index:Cluster", "cluster", {"size": 1, "vpc_id": None}, remote=True)
aws.sqs.Queue("queue")
Cluster()
"""


def test_a_component_of_a_plugin_is_passed_over_in_a_preview_and_never_deployed(folder: Folder) -> None:
    assert "none of that is judged here" in warnings(folder.preview(REMOTE))[0]
    assert "deploy it with --engine pulumi" in str(folder.deployment(REMOTE).up().diagnostics)


INLINE = """
queue = aws.sqs.Queue("queue")
function = aws.lambda_.Permission("p", action="lambda:InvokeFunction", principal="sqs.amazonaws.com", function=queue)
pulumi.export("named", function.function)
aws.ec2.RouteTable("t", vpc_id="vpc-1", routes=[{"cidr_block": "0.0.0.0/0", "gateway_id": "igw-1"}])
"""


def test_a_property_that_nothing_emulates_is_said_and_counted(folder: Folder) -> None:
    result = folder.preview(INLINE)
    assert warnings(result) == ["aws:ec2/routeTable:RouteTable t: routes stands in the state only; nothing emulates it"]
    assert {step.fidelity for step in result.steps if step.name == "t"} == {Fidelity.PARTIAL}
    assert result.outputs == {"named": UNKNOWN}, "a resource given where its id is wanted is its id"


def test_the_program_is_where_the_project_says_and_has_its_own_environments_libraries(folder: Folder) -> None:
    (folder.root / "Pulumi.yaml").write_text(
        "name: theirs\nruntime: {name: python, options: {virtualenv: venv}}\nmain: infra/\n"
    )
    library = (
        folder.root / "venv" / "lib" / f"python{sys.version_info.major}.{sys.version_info.minor}" / "site-packages"
    )
    library.mkdir(parents=True)
    (library / "theirs_alone.py").write_text("NAME = 'a'\n")
    (folder.root / "infra").mkdir()
    (folder.root / "infra" / "beside.py").write_text("VALUE = open('text').read()\n")
    (folder.root / "infra" / "text").write_text("b")
    (folder.root / "infra" / "__main__.py").write_text(
        "import beside, theirs_alone, pulumi\npulumi.export(theirs_alone.NAME, beside.VALUE)\n"
    )
    deployment = stacks.open_deployment(folder.root, load_project(folder.root, "dev"), folder.endpoint)
    assert whole(deployment.preview()).outputs == {"a": "b"}
    assert str(library) not in sys.path


@pytest.mark.parametrize(
    ("project", "fault"),
    [
        ("runtime: nodejs\n", "Pulumi.yaml: runtime nodejs: the sandbox runs Python programs"),
        ("runtime: python\nmain: elsewhere\n", "elsewhere/__main__.py: there is no such program"),
    ],
)
def test_a_program_that_cannot_be_run_is_one_line_with_a_mend(folder: Folder, project: str, fault: str) -> None:
    (folder.root / "Pulumi.yaml").write_text(f"name: theirs\n{project}")
    deployment = stacks.open_deployment(folder.root, load_project(folder.root, "dev"), folder.endpoint)
    (said,) = [each.message for each in deployment.preview().diagnostics]
    assert fault in said
    assert "\n" not in said


def test_the_only_stack_is_meant_where_none_is_named(folder: Folder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder.root)
    assert default_stack() == "dev"
    folder.stack("test")
    assert default_stack() == "staging", "of several, none is meant: the run says which there are"
    (folder.root / "Pulumi.dev.yaml").unlink()
    (folder.root / "Pulumi.test.yaml").unlink()
    assert default_stack() == "dev"
    assert load_project(folder.root, "dev").config == {}


WHOLE = """
role = aws.iam.Role("r", assume_role_policy="{}")
aws.lambda_.Function(
    "f", role=role.arn, handler="a.b", runtime="python3.13", code=pulumi.AssetArchive({".": pulumi.FileArchive(".")}),
    environment={"variables": {"GIVEN": "1", "ABSENT": None}},
)
aws.ec2.SecurityGroup("g", description="of the default network")
"""


def test_a_function_of_the_projects_whole_folder_holds_no_state_and_stays_the_same(folder: Folder) -> None:
    """Nothing given for a variable is no variable, and no network the default one, as in the stock engine."""
    folder.up(WHOLE)
    assert not folder.up(WHOLE).changes().get("update")
    assert whole(folder.deployment(WHOLE).destroy()).changes()["delete"]


def test_a_program_has_modules_of_names_that_this_one_has_too(folder: Folder) -> None:
    ours = sys.modules["policies"]
    (folder.root / "policies.py").write_text("WHO = 'theirs'\n")
    (folder.root / "functions").mkdir()
    (folder.root / "functions" / "parts.py").write_text("WHAT = 'part'\n")
    program = "import policies\nfrom functions import parts\npulumi.export('a', policies.WHO + parts.WHAT)"
    assert folder.preview(program).outputs == {"a": "theirspart"}
    assert sys.modules["policies"] is ours
