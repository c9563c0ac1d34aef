from tests.sandbox.providers.aws.bench import ACCOUNT, Bench

ENABLER = "aws:inspector2/enabler:Enabler"


def test_enabler_lives(bench: Bench) -> None:
    inputs = {"region": "eu-north-1", "accountIds": [ACCOUNT], "resourceTypes": ["ECR", "EC2"]}
    bench.lives(ENABLER, inputs, {"resourceTypes": ["EC2", "LAMBDA"]})


def test_only_the_types_that_are_left_are_scanned(bench: Bench) -> None:
    made = bench.deploy(ENABLER, region="eu-west-2", accountIds=[ACCOUNT], resourceTypes=["EC2", "ECR"])
    made.update(resourceTypes=["ECR"])
    client = bench.boto("inspector2", "eu-west-2")
    state = client.batch_get_account_status(accountIds=[ACCOUNT])["accounts"][0]["resourceState"]
    assert (state["ec2"]["status"], state["ecr"]["status"]) == ("DISABLED", "ENABLED")


def test_scanning_stopped_out_of_band_is_drift(bench: Bench) -> None:
    made = bench.deploy(ENABLER, region="eu-west-3", accountIds=[ACCOUNT], resourceTypes=["EC2", "LAMBDA_CODE"])
    bench.boto("inspector2", "eu-west-3").disable(accountIds=[ACCOUNT], resourceTypes=["LAMBDA_CODE"])
    assert made.drift() == ["resourceTypes"]
