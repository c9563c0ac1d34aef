"""Ends a rebalancer before and after everything that it says to a database or to the table."""

from collections.abc import Callable
from typing import Any

from pg8000.native import Connection


class Ended(BaseException):
    """As if the process had ended: nothing catches it."""


class Sabotage:
    """Ends whoever does something for the first time before, and at the second time after it is done."""

    def __init__(self) -> None:
        self.seen: dict[tuple[str, ...], int] = {}

    def around(self, what: tuple[str, ...], act: Callable[[], Any]) -> Any:
        times = self.seen[what] = self.seen.get(what, 0) + 1
        if times == 1:
            raise Ended(what)
        done = act()
        if times == 2:
            raise Ended(what)
        return done


class SabotagedConnection:
    def __init__(self, connection: Connection, sabotage: Sabotage) -> None:
        self._connection, self._sabotage = connection, sabotage
        self._before = ""

    def run(self, statement: str, **parameters: Any) -> Any:
        what, self._before = (self._before, statement), statement
        if statement == "ROLLBACK":  # what a process that ended leaves to the server
            return self._connection.run(statement)
        return self._sabotage.around(what, lambda: self._connection.run(statement, **parameters))

    def close(self) -> None:
        self._connection.close()


class SabotagedClient:
    def __init__(self, client: Any, sabotage: Sabotage) -> None:
        self._client, self._sabotage = client, sabotage

    def get_item(self, **request: Any) -> Any:
        return self._client.get_item(**request)

    def put_item(self, **request: Any) -> Any:
        item = request["Item"]
        what = (item["shard"]["S"], item.get("step", {}).get("S", ""), item.get("version", {}).get("N", ""))
        return self._sabotage.around(what, lambda: self._client.put_item(**request))
