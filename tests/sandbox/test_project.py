import json
import stat
from pathlib import Path

import pytest

from sandbox.engine.wire import UNKNOWN_VALUE
from sandbox.project import ProjectError, find_passphrase, find_root, load_project
from tests.sandbox.state import PASSPHRASE, RECORDINGS, SALT

PROJECT = """
name: sample
runtime: python
config:
  size: {type: integer, default: 2}
  colour: {type: string}
  tags: {type: object, default: {}}
  zones: {type: array, items: {type: string}, default: []}
  grid: {type: array, items: {type: array, items: {type: integer}}, default: [[1]]}
  loud: {type: boolean, default: false}
  aws:region: eu-west-1
"""
SECURE = "{secure: v1:uIOKawSrYcB58nNl:mKEOdqeKtl6IlcNPyBu8C5I24J4Mzg==}"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    (tmp_path / "Pulumi.yaml").write_text(PROJECT)
    return tmp_path


def write(root: Path, text: str, stack: str = "dev") -> None:
    (root / f"Pulumi.{stack}.yaml").write_text(text)


def load(root: Path, stack: str = "dev") -> dict[str, str]:
    return dict(load_project(root, stack, lambda _: PASSPHRASE).config)


def refusal(root: Path, text: str) -> str:
    write(root, text)
    with pytest.raises(ProjectError) as error:
        load(root)
    return str(error.value)


def test_the_recorded_stack_gives_what_the_stock_command_gave_its_program() -> None:
    project = load_project(RECORDINGS, "demo", lambda _: PASSPHRASE)
    assert project.config == {"sample:size": "2", "sample:token": "s3cr3t"}
    assert project.secret_keys == {"sample:token"}
    assert (project.name, project.stack, project.encryption_salt) == ("sample", "demo", SALT)


def test_values_reach_the_program_as_text_and_structures_as_json(root: Path) -> None:
    write(
        root,
        "config:\n  sample:colour: 1.10\n  sample:size: 3\n  sample:loud: true\n"
        "  sample:tags: {b: [1, 2.5, 3.0, true, null, no, 1:30, 2026-11-23, '7'], a: é}\n",
    )
    config = load(root)
    assert config["sample:colour"] == "1.10"
    assert config["sample:size"] == "3"
    assert config["sample:loud"] == "true"
    assert config["sample:tags"] == '{"a":"é","b":[1,2.5,3,true,null,"no","1:30","2026-11-23","7"]}'


def test_declared_defaults_fill_what_the_stack_leaves_out(root: Path) -> None:
    write(root, "config: {sample:colour: red}\n")
    assert load(root) == {
        "sample:colour": "red",
        "sample:size": "2",
        "sample:tags": "{}",
        "sample:zones": "[]",
        "sample:grid": "[[1]]",
        "sample:loud": "false",
        "aws:region": "eu-west-1",
    }


def test_keys_without_namespace_are_the_projects_and_others_are_kept(root: Path) -> None:
    write(root, "config: {colour: red, aws:region: us-east-1, sample:config:size: 4}\n")
    config = load(root)
    assert (config["sample:colour"], config["aws:region"], config["sample:size"]) == ("red", "us-east-1", "4")


def test_secrets_are_opened_wherever_they_stand(root: Path) -> None:
    write(root, f"encryptionsalt: {SALT}\nconfig:\n  colour: {SECURE}\n  tags: {{a: [{SECURE}], b: c}}\n")
    project = load_project(root, "dev", lambda _: PASSPHRASE)
    assert project.config["sample:colour"] == "s3cr3t"
    assert json.loads(project.config["sample:tags"]) == {"a": ["s3cr3t"], "b": "c"}
    assert project.secret_keys == {"sample:colour", "sample:tags"}


KMS = "secretsprovider: awskms://alias/x?region=us-east-1\nencryptedkey: AQICAHh\n"
SEALED_BY_KMS = "sealed by awskms://alias/x?region=us-east-1, which the sandbox doesn't reach"
SEALED_BY_ANOTHER = "incorrect passphrase for this stack; set PULUMI_CONFIG_PASSPHRASE or PULUMI_CONFIG_PASSPHRASE_FILE"
elsewhere = pytest.mark.parametrize(
    ("head", "passphrase", "reason"),
    [(KMS, PASSPHRASE, SEALED_BY_KMS), (f"encryptionsalt: {SALT}\n", "wrong", SEALED_BY_ANOTHER)],
    ids=["kms", "passphrase"],
)


@elsewhere
def test_what_cannot_be_opened_is_an_unknown_secret_and_a_line_says_why(
    root: Path, head: str, passphrase: str, reason: str
) -> None:
    write(root, f"{head}config:\n  colour: {SECURE}\n  tags: {{a: [{SECURE}], b: c}}\n  size: 3\n")
    project = load_project(root, "dev", lambda _: passphrase)
    assert project.config["sample:colour"] == UNKNOWN_VALUE
    assert json.loads(project.config["sample:tags"]) == {"a": [UNKNOWN_VALUE], "b": "c"}
    assert project.secret_keys == {"sample:colour", "sample:tags"}
    assert project.closed == [
        f"Pulumi.dev.yaml: sample:{key}: {reason}; its value is unknown here" for key in ("colour", "tags")
    ]


@elsewhere
def test_a_deployment_is_given_a_stand_in_that_is_the_same_as_long_as_what_is_sealed_is(
    root: Path, head: str, passphrase: str, reason: str
) -> None:
    def deployed(sealed: str) -> str:
        write(root, f"{head}config: {{colour: {sealed}}}\n")
        project = load_project(root, "dev", lambda _: passphrase, deploys=True)
        assert project.closed == [f"Pulumi.dev.yaml: sample:colour: {reason}; deployed is a stand-in"]
        return project.config["sample:colour"]

    assert deployed(SECURE).startswith("stand-in-")
    assert 7 <= len(deployed(SECURE)) <= 32, "AWS KMS, CreateCustomKeyStore: KeyStorePassword"
    assert deployed(SECURE) == deployed(SECURE) != deployed("{secure: v1:a:b}")


@elsewhere
def test_only_text_can_be_unknown(root: Path, head: str, passphrase: str, reason: str) -> None:
    write(root, f"{head}config: {{colour: red, size: {SECURE}}}\n")
    with pytest.raises(ProjectError) as refused:
        load_project(root, "dev", lambda _: passphrase)
    mend = "only text can be unknown; give the sandbox its own stack"
    assert str(refused.value) == f"Pulumi.dev.yaml: sample:size: {reason}; {mend}"


def test_a_key_without_secrets_keeps_nothing_closed(root: Path) -> None:
    write(root, f"{KMS}config: {{colour: red}}\n")
    assert load_project(root, "dev", lambda _: PASSPHRASE).closed == []


@pytest.mark.parametrize("sealed", ["v2:a:b", "v1:uIOKawSrYcB58nNl:mKEOdqeKtl6IlcNPyBu8C5I24J4Mzw=="])
def test_a_damaged_secret_is_refused(root: Path, sealed: str) -> None:
    assert "secret" in refusal(root, f"encryptionsalt: {SALT}\nconfig: {{colour: {{secure: {sealed}}}}}\n")


def test_the_passphrase_is_not_asked_for_without_secrets(root: Path) -> None:
    def refuse(_: Path) -> str:
        raise AssertionError("asked for the passphrase")

    write(root, f"encryptionsalt: {SALT}\nconfig: {{colour: red}}\n")
    load_project(root, "dev", refuse)


def test_an_unknown_stack_lists_those_there_are(root: Path) -> None:
    write(root, "config: {colour: red}\n", "prod")
    write(root, "config: {colour: red}\n", "staging")
    with pytest.raises(ProjectError, match=r"no stack 'dev': there are prod, staging"):
        load(root)


def test_a_stack_that_cannot_be_called_so_is_told_what_can(root: Path) -> None:
    (root / "Pulumi.zürich.yaml").write_text("config: {}\n")
    with pytest.raises(ProjectError, match=r"^Pulumi\.zürich\.yaml: a stack is called by .*; rename the file$"):
        load(root, "zürich")


@pytest.mark.parametrize("stack", ["../dev", "a b", ""])
def test_a_stack_name_is_no_path(root: Path, stack: str) -> None:
    with pytest.raises(ProjectError, match="no stack"):
        load(root, stack)


@pytest.mark.parametrize(
    ("text", "message"),
    [
        ("config:\n  colour: [a\n", "Pulumi.dev.yaml:3:1: expected ',' or ']'"),
        ("config: {colour: red}\nconfig: {}\n", "Pulumi.dev.yaml:2:1: config stands twice"),
        ("config:\n  colour: red\n  colour: blue\n", "Pulumi.dev.yaml:3:3: colour stands twice"),
        ("- a\n", "Pulumi.dev.yaml:1:1: expected `key: value` lines"),
        ("config: red\n", "Pulumi.dev.yaml:1:9: expected `key: value` lines"),
        ("config: {colour: red, ? [a, b] : c}\n", "a key is text; put it in quotes"),
        ("config: &all {colour: red, tags: *all}\n", "Pulumi.dev.yaml: nested too deeply"),
        (f"config: {{tags: {'[' * 5000}}}\n", "Pulumi.dev.yaml: nested too deeply"),
        (f"config: {{tags: {{a: {'9' * 5000}}}}}\n", "9' cannot be read; put it in quotes"),
        ("config: {tags: {a: 0b}}\nconfi: {}\n", "Pulumi.dev.yaml: confi: unknown key"),
        ("config: {colour: red, a:b:c: d}\n", "a:b:c: not a configuration key"),
        ("environment: [prod]\n", "environment: Pulumi ESC"),
        (f"config: {{colour: {SECURE}}}\n", "no `encryptionsalt`"),
    ],
)
def test_a_stack_file_that_cannot_be_used_is_refused_in_one_line(root: Path, text: str, message: str) -> None:
    refused = refusal(root, text)
    assert message in refused
    assert "\n" not in refused


def test_every_missing_and_mistyped_value_is_named_with_its_mend(root: Path) -> None:
    refused = refusal(root, "config: {size: two, tags: [], zones: [[1]], grid: [[a]], loud: 'yes'}\n").splitlines()
    assert [line.split("; set it with")[0] for line in refused] == [
        "Pulumi.dev.yaml: sample:size: 'two' is not of type integer",
        "Pulumi.dev.yaml: sample:colour: missing",
        "Pulumi.dev.yaml: sample:tags: [] is not of type object",
        "Pulumi.dev.yaml: sample:zones: [[1]] is not of type array<string>",
        "Pulumi.dev.yaml: sample:grid: [['a']] is not of type array<array<integer>>",
        "Pulumi.dev.yaml: sample:loud: 'yes' is not of type boolean",
    ]
    assert all("`pulumi config set --path 'sample:" in line for line in refused)


def test_a_secret_of_the_wrong_type_is_not_shown(root: Path) -> None:
    refused = refusal(root, f"encryptionsalt: {SALT}\nconfig: {{colour: red, size: {SECURE}}}\n")
    assert "sample:size: [secret] is not of type integer" in refused


def test_a_declared_secret_in_clear_is_refused(root: Path) -> None:
    (root / "Pulumi.yaml").write_text("name: sample\nruntime: python\nconfig: {token: {type: string, secret: true}}\n")
    refused = refusal(root, "config: {token: plain}\n")
    assert "sample:token: must be encrypted; set it with `pulumi config set --secret sample:token`" in refused
    assert "plain" not in refused


@pytest.mark.parametrize("text", ["runtime: python\n", "name: a/b\n", "name: [a]\n"])
def test_a_project_without_a_usable_name_is_refused(root: Path, text: str) -> None:
    (root / "Pulumi.yaml").write_text(text)
    assert "Pulumi.yaml: `name` is" in refusal(root, "config: {}\n")


def test_a_folder_without_a_project_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ProjectError, match=r"no Pulumi\.yaml in"):
        load(tmp_path)
    with pytest.raises(ProjectError, match=r"no Pulumi\.yaml in .* or above it"):
        find_root(tmp_path)


def test_the_project_is_found_from_a_folder_within(root: Path) -> None:
    inner = root / "a" / "b"
    inner.mkdir(parents=True)
    assert find_root(inner) == root


def test_the_environments_passphrase_comes_first_then_its_file(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (root / "words").write_text("from file\n")
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE_FILE", str(root / "words"))
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE", raising=False)
    assert find_passphrase(root) == "from file"
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE", "")
    assert find_passphrase(root) == ""


def test_the_sandboxs_own_passphrase_is_made_once_for_its_owner_alone(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE", raising=False)
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE_FILE", raising=False)
    first = find_passphrase(root)
    assert len(first) >= 32
    assert find_passphrase(root) == first
    assert stat.S_IMODE((root / ".sandbox" / "passphrase").stat().st_mode) == 0o600


def test_an_unreadable_passphrase_file_is_named(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("PULUMI_CONFIG_PASSPHRASE", raising=False)
    monkeypatch.setenv("PULUMI_CONFIG_PASSPHRASE_FILE", str(root / "nowhere"))
    with pytest.raises(ProjectError, match=r"PULUMI_CONFIG_PASSPHRASE_FILE: cannot read .*nowhere"):
        find_passphrase(root)
