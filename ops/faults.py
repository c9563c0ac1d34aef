"""The faults a person can mend, which show as lines and never as a traceback."""

from ops.cost.prices import PriceError
from ops.evidence.manifest import BundleError
from ops.request import OperationError, UsageError
from policies.configuration import PolicyConfigError
from policies.frameworks.catalogue import FrameworkError
from policies.packs import PackError
from policies.registry import RegistryError
from policies.waivers import WaiverError
from sandbox.emulator import EmulatorError
from sandbox.project import ProjectError
from sandbox.providers.base import ProviderError
from sandbox.state.errors import StateError

FAULTS = (
    BundleError,
    EmulatorError,
    FrameworkError,
    OperationError,
    PackError,
    PolicyConfigError,
    PriceError,
    ProjectError,
    ProviderError,
    RegistryError,
    StateError,
    UsageError,
    WaiverError,
)
