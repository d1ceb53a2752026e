"""What the database refuses of payments to suppliers, whoever writes them."""

from __future__ import annotations

from decimal import Decimal

import psycopg
import pytest
from buying import Buying

from operations.erp.purchasing.model import ExpenseLine

RENT = ExpenseLine("613", Decimal(1000), "Loyer")


def test_over_payment_past_the_command_is_refused(buying: Buying) -> None:
    buying.pay({buying.invoice(RENT): "1200"})
    with pytest.raises(psycopg.errors.CheckViolation, match=r"beyond what is open: -0\.01"):
        buying.connection.execute("update erp.supplier_payment_allocations set amount = 1200.01")


def test_a_payment_of_what_another_supplier_is_owed_is_refused_past_the_command(
    buying: Buying,
) -> None:
    invoice_id = buying.invoice(RENT)
    other = buying.invoice(RENT, supplier_id=buying.register("Autre"), reference="F-2")
    buying.pay({invoice_id: "1200"})
    with pytest.raises(psycopg.errors.CheckViolation, match="not of one supplier, company and"):
        buying.connection.execute(
            "update erp.supplier_payment_allocations set supplier_invoice_id = %s", [other]
        )


@pytest.mark.parametrize("column", ["amount", "amount_base"])
def test_a_payment_is_what_its_allocations_are_past_the_command_too(
    buying: Buying, column: str
) -> None:
    buying.pay({buying.invoice(RENT): "1000"})
    buying.connection.execute(f"update erp.supplier_payments set {column} = 1000.01".encode())
    with pytest.raises(psycopg.errors.CheckViolation, match=r"its allocations of 1000\.00"):
        buying.connection.execute("set constraints all immediate")
