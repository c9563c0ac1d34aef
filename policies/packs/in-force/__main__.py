"""The policy pack of this folder, as the stock engine starts it."""

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[3]))

from policies.pulumi_pack import serve

serve(Path(__file__).resolve().parent.name)
