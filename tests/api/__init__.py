"""The contract, tried through the gateway of the deployed staging stack."""
