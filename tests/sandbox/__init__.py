"""Tests of the sandbox. `recordings/` holds what the stock engine wrote (stack `demo`, passphrase `sample`)."""
