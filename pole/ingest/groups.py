"""Which ids belong together, as ties between two of them become known."""

from __future__ import annotations

from pole.model.facts import Id


class Groups:
    """Ids in groups, each called by one of its members. An id without a tie is a group of its own and takes no memory."""

    def __init__(self) -> None:
        self._towards: dict[Id, Id] = {}

    def tie(self, one: Id, other: Id) -> None:
        """These two, and so all of their groups, belong together."""
        first, second = self.of(one), self.of(other)
        if first != second:
            self._towards[second] = first

    def of(self, id_: Id) -> Id:
        """What the group of an id is called."""
        way: list[Id] = []
        while id_ in self._towards:
            way.append(id_)
            id_ = self._towards[id_]
        self._towards.update(dict.fromkeys(way, id_))
        return id_
