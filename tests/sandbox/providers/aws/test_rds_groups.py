"""Groups of subnets and of parameters."""

from sandbox.providers.aws.rds_groups import PARAMETERS_PER_CALL
from tests.sandbox.providers.aws.aurora import PARAMETERS, SUBNETS, TAGS
from tests.sandbox.providers.aws.bench import Bench
from tests.sandbox.providers.aws.conftest import Deploy


def test_subnet_group_lives(bench: Bench, subnet_ids: list[str]) -> None:
    inputs = {"name": "lives", "description": "d", "subnetIds": subnet_ids[:2], "tags": TAGS}
    changes = {"description": None, "subnetIds": subnet_ids, "tags": {"stack": "other"}}
    bench.lives(SUBNETS, inputs, changes)


def test_parameter_group_is_made_as_declared(bench: Bench, deploy: Deploy) -> None:
    parameters = [{"name": f"parameter_{index:02d}", "value": str(index)} for index in range(PARAMETERS_PER_CALL + 5)]
    group = deploy(PARAMETERS, name="many", family="aurora-postgresql16", parameters=parameters, tags=TAGS)
    found = bench.boto("rds").describe_db_cluster_parameters(DBClusterParameterGroupName="many")["Parameters"]
    assert {one["ParameterName"]: one["ParameterValue"] for one in found} == {
        one["name"]: one["value"] for one in parameters
    }
    group.update(parameters=[{"name": "parameter_00", "value": "7", "applyMethod": "pending-reboot"}, *parameters[1:]])
    assert group.drift() == []


def test_tls_switched_off_out_of_band_is_drift(bench: Bench, deploy: Deploy) -> None:
    forced = [{"name": "rds.force_ssl", "value": "1"}]
    group = deploy(PARAMETERS, name="forced", family="aurora-postgresql16", parameters=forced)
    bench.boto("rds").modify_db_cluster_parameter_group(
        DBClusterParameterGroupName="forced",
        Parameters=[{"ParameterName": "rds.force_ssl", "ParameterValue": "0", "ApplyMethod": "immediate"}],
    )
    assert group.drift() == ["parameters"]
