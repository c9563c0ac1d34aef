"""What can go wrong with state that is no fault of the program; each message names the file and the mend."""


class StateError(Exception):
    """State cannot be read or written."""


class OtherStackError(StateError):
    """A file is whole and holds another stack than it is taken for."""


class EditedError(StateError):
    """A file isn't what was written: it was damaged, or edited by hand."""


class LockError(StateError):
    """Another run holds the stack."""


class SecretsError(StateError):
    """A secret cannot be opened, or the passphrase is wrong."""


class PassphraseError(SecretsError):
    """The passphrase isn't the one that a stack's secrets are sealed under."""
