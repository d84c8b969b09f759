"""The back and forward history: the addresses the reader visited, as a browser keeps them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

from viewer.archive.model.address import Address

_MAX_VISITS = 500


@dataclass(frozen=True, slots=True)
class Visit:
    """An address and how far the reader came there: ``offset`` in the article's plain text."""

    address: Address
    offset: int = 0


class History:
    """A list of visits with a current one; a new visit removes those ahead of it."""

    def __init__(self) -> None:
        self._visits: list[Visit] = []
        self._index = -1

    @property
    def current(self) -> Visit | None:
        """The visit the reader is at; None before the first one."""
        return self._visits[self._index] if self._index >= 0 else None

    @property
    def can_go_back(self) -> bool:
        """Whether there is a visit before the current one."""
        return self._index > 0

    @property
    def can_go_forward(self) -> bool:
        """Whether there is a visit ahead of the current one."""
        return self._index < len(self._visits) - 1

    @property
    def visits(self) -> tuple[tuple[Visit, ...], int]:
        """Every visit, oldest first, and the index of the current one (-1 for none)."""
        return tuple(self._visits), self._index

    def go_to_index(self, index: int) -> Visit | None:
        """Step to the visit at ``index`` and return it; None if there is none."""
        if not 0 <= index < len(self._visits):
            return None
        self._index = index
        return self.current

    def visit(self, address: Address) -> None:
        """Add a visit of ``address``, unless it is the current one."""
        if self.current is not None and self.current.address == address:
            return
        self._visits = [*self._visits[: self._index + 1], Visit(address)][-_MAX_VISITS:]
        self._index = len(self._visits) - 1

    def update_current(self, address: Address) -> None:
        """Move the current visit to ``address``, where the reader came by scrolling on."""
        if self._index >= 0:
            self._visits[self._index] = Visit(address)

    def move_addresses(self, new_address: Callable[[Address], Address]) -> None:
        """Give every visit the address that its article has now, after issues were changed."""
        self._visits = [replace(v, address=new_address(v.address)) for v in self._visits]

    def save_offset(self, offset: int) -> None:
        """Store ``offset`` in the current visit, which is about to be left."""
        if self._index >= 0:
            self._visits[self._index] = replace(self._visits[self._index], offset=offset)

    def go_back(self) -> Visit | None:
        """Step back and return the visit there; None if there is none before."""
        if not self.can_go_back:
            return None
        self._index -= 1
        return self.current

    def go_forward(self) -> Visit | None:
        """Step forward and return the visit there; None if there is none ahead."""
        if not self.can_go_forward:
            return None
        self._index += 1
        return self.current
