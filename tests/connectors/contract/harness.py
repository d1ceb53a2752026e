"""What a connector gives to the contract suite: its source, and how things happen there.

Not a test: ``test_*_contract.py`` and ``table.py`` drive it.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable
from typing import Any

from connectors.core.contract import Connector
from connectors.core.landing import Landing
from connectors.core.manifest import Stream

Rows = dict[int, tuple[Any, ...]]
PAGE_ROWS = 2


class Killed(BaseException):
    """The process ends here: nothing of ours may catch it."""


class Harness(ABC):
    """A source of five rows in pages of two, over a wire on which things go wrong.

    Rows have a key, a text, an amount that is a control total, and a flag ``active``.
    """

    name: str
    source: str
    stream: Stream

    @abstractmethod
    def connector(self) -> Connector:
        """A connector of a new process."""

    @abstractmethod
    def put(self, key: int, text: str, amount: str) -> None:
        """Write a row, new or not."""

    @abstractmethod
    def put_late(self, key: int, text: str, amount: str, *, minutes: int) -> None:
        """Write a row in a transaction that began so many minutes ago."""

    @abstractmethod
    def archive(self, key: int) -> None:
        """Put a row away, as users do."""

    @abstractmethod
    def delete(self, key: int) -> None:
        """Delete a row without a trace."""

    @abstractmethod
    def truth(self) -> Rows:
        """Key → (text, amount, active) as the source has them."""

    @abstractmethod
    def live(self, landing: Landing) -> Rows:
        """The same, as landed."""

    @abstractmethod
    def pass_time(self, minutes: float) -> None:
        """Let time go by, there and here."""

    @abstractmethod
    def on_page(self, number: int, then: Callable[[], Any]) -> None:
        """When the page of that number is asked for, from 1, ``then`` happens before it is
        answered; what it returns, if anything, is sent in its place."""

    @abstractmethod
    def on_every_page(self, then: Callable[[], Any]) -> None:
        """The same for every page from now on; ``calm`` ends it."""

    @abstractmethod
    def cut_pages(self, times: int) -> None:
        """The next pages are cut in the middle of their body, so many times."""

    @abstractmethod
    def calm(self) -> None:
        """Nothing goes wrong any more."""

    @abstractmethod
    def respond(self, status: int, headers: dict[str, str], body: bytes) -> Any:
        """An answer to send in the place of a page."""

    @abstractmethod
    def pages_asked(self) -> int:
        """How many pages were asked for, ever."""

    @abstractmethod
    def revoke(self) -> None:
        """The key is not good any more; ``grant`` makes it good again."""

    @abstractmethod
    def grant(self) -> None:
        """The key is good."""

    @abstractmethod
    def forbid(self) -> None:
        """The key's user may not read this stream; ``grant`` allows it."""

    @abstractmethod
    def understate(self) -> None:
        """The source counts one row more than it sends; ``calm`` ends it."""

    @abstractmethod
    def reshape(self, change: str) -> None:
        """Change the columns: ``add``, ``drop``, ``rename`` or ``retype`` one."""

    @abstractmethod
    def skew(self, minutes: int) -> None:
        """The source's clock is ahead by so many minutes."""

    @abstractmethod
    def error_in_a_good_answer(self) -> Any:
        """Status 200 with an error inside, as this system says it."""
