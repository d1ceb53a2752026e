"""What changed from one publication to another: KPI by KPI, and customer by customer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

from affluent.errors import ConfigError
from serving.catalogue import Kpi
from serving.metrics import Metrics
from serving.publication import CURRENT
from serving.warehouse import Warehouse, published_path

Value = Decimal | float | int | None


@dataclass(frozen=True)
class Difference:
    """One figure in two publications; ``customer`` is number and name, None for the total."""

    kpi: Kpi
    before: Value
    after: Value
    customer: tuple[str, str] | None = None

    @property
    def change(self) -> Decimal:
        """After less before, an absent figure taken as zero."""
        return _exact(self.after) - _exact(self.before)


def kept(publications_dir: Path) -> list[Path]:
    """The publications that are kept, the oldest first."""
    if not publications_dir.is_dir():
        return []
    folders = (path for path in publications_dir.iterdir() if path.name.isdigit())
    return sorted(path for path in folders if not path.is_symlink())


def chosen(publications_dir: Path, old: int | None, new: int | None) -> tuple[Path, Path]:
    """The two to compare: those numbered so, or what stands and the one before it.

    Raises ConfigError when there is no such publication, or only one.
    """
    folders = {int(path.name): path for path in kept(publications_dir)}
    numbers = ", ".join(str(number) for number in folders) or "none"
    later = int(published_path(publications_dir).name) if new is None else new
    earlier = max((number for number in folders if number < later), default=0)
    wanted = earlier if old is None else old
    for number in (wanted, later):
        if number not in folders:
            raise ConfigError(
                f"Publication {number} is not kept in {publications_dir / CURRENT}."
                if number
                else "There is one publication only: nothing to compare it with.",
                remedy=f"Kept are: {numbers}.",
            )
    return folders[wanted], folders[later]


def differences(old: Path, new: Path, kpis: Sequence[str] | None = None) -> list[Difference]:
    """Every KPI, or each of ``kpis``, whose figure of all time or balance is not the same."""
    found = []
    for kpi, before, after in _both(old, new, by=(), only=kpis):
        was, stands = before.get((), None), after.get((), None)
        if was != stands:
            found.append(Difference(kpi, was, stands))
    return found


def by_customer(old: Path, new: Path, kpis: Sequence[str], *, limit: int) -> list[Difference]:
    """Of each of ``kpis`` that customers have, the customers that changed most."""
    found: list[Difference] = []
    for kpi, before, after in _both(old, new, by=("customer",), only=kpis):
        changed = [
            Difference(kpi, before.get(who), after.get(who), (who[0], who[1]))
            for who in dict.fromkeys([*before, *after])
            if before.get(who) != after.get(who)
        ]
        changed.sort(key=lambda one: (-abs(one.change), one.customer or ("", "")))
        found += changed[:limit]
    return found


def _both(
    old: Path, new: Path, *, by: Sequence[str], only: Sequence[str] | None = None
) -> list[tuple[Kpi, dict[tuple[str, ...], Value], dict[tuple[str, ...], Value]]]:
    """Each KPI that both know and can be cut so, with its figures by group in each."""
    earlier, later = Warehouse(old), Warehouse(new)
    try:
        before, after = Metrics(earlier), Metrics(later)
        names = [
            name
            for name in sorted(after.catalogue.kpis)
            if name in before.catalogue.kpis and (only is None or name in only)
            if before.is_available(name) or after.is_available(name)
        ]
        answers = []
        for name in names:
            figures = [_figures(metrics, name, by) for metrics in (before, after)]
            if figures[0] is not None and figures[1] is not None:
                answers.append((after.catalogue.kpi(name), figures[0], figures[1]))
        return answers
    finally:
        earlier.close()
        later.close()


def _figures(metrics: Metrics, name: str, by: Sequence[str]) -> dict[tuple[str, ...], Value] | None:
    """Group → figure; None for a KPI that cannot be cut so."""
    try:
        frame = metrics.query([name], by=by)
    except ConfigError:
        return None
    return {tuple(str(part) for part in row[:-1]): row[-1] for row in frame.iter_rows()}


def _exact(value: Value) -> Decimal:
    return Decimal(0) if value is None else Decimal(str(value))
