import json
import re

from components.resilience.restore_testing import RestoreTesting, RestoreTestingArgs
from tests.components.data.declare import Declared, declare, sites


def declared(prefix: str = "groot-test") -> list[Declared]:
    def program() -> None:
        (site,) = sites(1, prefix).values()
        RestoreTesting(
            "restores",
            RestoreTestingArgs(
                site=site,
                vault_arns=["arn:aws:backup:us-east-1:1:backup-vault:v"],
                database_subnet_group_name="isolated",
                database_security_group_id="sg-1",
            ),
        )

    return declare(program)


def test_restored_databases_stand_where_databases_stand() -> None:
    selections = {one.inputs["protectedResourceType"]: one.inputs for one in declared() if "Selection:" in one.type}
    assert set(selections) == {"Aurora", "DynamoDB"}
    overrides = selections["Aurora"]["restoreMetadataOverrides"]
    assert overrides["dbSubnetGroupName"] == "isolated"
    assert json.loads(overrides["vpcSecurityGroupIds"]) == ["sg-1"]


def test_names_have_only_what_restore_testing_takes() -> None:
    prefix = "groot-Some.Feature_Branch-that-goes-on-for-ever"
    names = [one.inputs["name"] for one in declared(prefix) if one.type.startswith("aws:backup/restoreTesting")]
    assert len(set(names)) == 3
    assert all(re.fullmatch(r"[A-Za-z0-9_]{1,50}", name) for name in names)


def test_each_kind_of_store_has_an_alarm_on_failed_restores() -> None:
    alarms = [one.inputs for one in declared() if one.type == "aws:cloudwatch/metricAlarm:MetricAlarm"]
    assert {alarm["dimensions"]["ResourceType"] for alarm in alarms} == {"Aurora", "DynamoDB"}
