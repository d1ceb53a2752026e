"""What is refused about merges."""

from __future__ import annotations

import datetime as dt

from operations.errors import CommandRefused


class MergesWithItself(CommandRefused):
    """A record cannot become what it is."""

    def __init__(self, record: str) -> None:
        super().__init__(
            f"The {record} would be merged into itself.", remedy="Name two different records."
        )


class CustomersDiffer(CommandRefused):
    """Two accounts that are two customers of the books: their invoices would lose their buyer."""

    def __init__(self, kept: str, merged: str, *, customers: tuple[str, str]) -> None:
        super().__init__(
            f"{kept} is customer {customers[0]}, {merged} is customer {customers[1]}.",
            remedy="Decide first which customer buys, and keep these accounts apart until then.",
        )


class AccountsDiffer(CommandRefused):
    """Two contacts of two firms: one of them would answer for the other firm."""

    def __init__(self, kept: str, merged: str) -> None:
        super().__init__(
            f"{kept} and {merged} belong to two accounts.",
            remedy="Merge the accounts first when they are one firm.",
        )


class ConversionsDiffer(CommandRefused):
    """A lead that became a deal of its own stays its own."""

    def __init__(self, merged: str) -> None:
        super().__init__(
            f"{merged} was converted: it became an account and an opportunity.",
            remedy="Keep that lead, and merge the other one into it.",
        )


class MergeUndone(CommandRefused):
    """What was undone is not undone again."""

    def __init__(self, merge_id: int, on: dt.date) -> None:
        super().__init__(
            f"Merge {merge_id} was undone on {on}.", remedy="Merge the records again if needed."
        )


class MergedFurther(CommandRefused):
    """The record that was kept was merged itself since: what came from whom lies under that."""

    def __init__(self, merge_id: int, *, later_id: int) -> None:
        super().__init__(
            f"Merge {merge_id} lies under merge {later_id}, which was made after it.",
            remedy=f"Undo merge {later_id} first.",
        )
