"""IAM Access Analyzer."""

from sandbox.providers.aws.spec import Recorded

ANALYZER = Recorded(
    "aws:accessanalyzer/analyzer:Analyzer",
    reason="the emulator has no access-analyzer API",
    id="{analyzerName}",
    outputs={"arn": "arn:{partition}:access-analyzer:{region}:{account}:analyzer/{analyzerName}"},
    replaces={"analyzerName", "type"},
)

TYPES = (ANALYZER,)
