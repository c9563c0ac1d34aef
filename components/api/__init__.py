"""What the contract's operations run in every region: who may call, and the functions that answer.

The gateways in front of them are `edge`'s, the tables and shards behind them `data`'s.
"""
