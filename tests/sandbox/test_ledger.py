from sandbox import ledger
from sandbox.providers.aws.registry import rows


def test_every_type_stands_in_the_ledger_with_its_reasons() -> None:
    entries = ledger.entries()
    assert [entry.token for entry in entries] == sorted(rows())
    assert sum(ledger.counts().values()) == len(entries)
    for entry in entries:
        assert bool(entry.gaps) == (entry.fidelity != "real"), entry.token
        assert all(reason.strip() for reason in entry.gaps.values()), entry.token


def test_table_names_type_fidelity_and_reason() -> None:
    assert (
        "| `aws:kms/customKeyStore:CustomKeyStore` | recorded | the emulator has no custom key stores" in ledger.table()
    )
    assert "| `aws:kms/alias:Alias` | real |  |" in ledger.table()
