"""What the catalogue of personal data says, for people, auditors and machines."""
