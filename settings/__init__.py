"""The platform's settings: the only reader of Pulumi configuration.

`load()` turns the `groot:` keys of a stack (declared in `Pulumi.yaml`, given in `Pulumi.<stack>.yaml`) into one frozen
`Settings`. Everything else takes these values as arguments. Unknown keys, wrong types and combinations that cannot
work are refused here, before any resource is declared, with a message that names the key and the command that mends it.
"""

from settings.api import Api
from settings.chaos import Fault, PodFault, ServiceFault
from settings.cluster import Cluster
from settings.data_classes import CONTINUOUS_BACKUP_MINUTES, RECOVERY_DAYS, ClassPolicy, DataClass
from settings.database import Database
from settings.elevation import AccessTier, BreakGlass, Elevation
from settings.gitops import Gitops
from settings.load_test import LoadTest
from settings.loading import PLAIN_KEYS, SECRET_KEYS, SettingsError, hsm_key_store_password, load, parse
from settings.objectives import Objectives
from settings.platform import Framework, Settings
from settings.regions import AWS_REGIONS, CONTROL_REGION, Region
from settings.search import Search
from settings.traffic import Tier, Traffic
from settings.warehouses import BigQuery, Snowflake, Warehouse

__all__ = [
    "AWS_REGIONS",
    "CONTINUOUS_BACKUP_MINUTES",
    "CONTROL_REGION",
    "PLAIN_KEYS",
    "RECOVERY_DAYS",
    "SECRET_KEYS",
    "AccessTier",
    "Api",
    "BigQuery",
    "BreakGlass",
    "ClassPolicy",
    "Cluster",
    "DataClass",
    "Database",
    "Elevation",
    "Fault",
    "Framework",
    "Gitops",
    "LoadTest",
    "Objectives",
    "PodFault",
    "Region",
    "Search",
    "ServiceFault",
    "Settings",
    "SettingsError",
    "Snowflake",
    "Tier",
    "Traffic",
    "Warehouse",
    "hsm_key_store_password",
    "load",
    "parse",
]
