"""The sales chain: quote, order, delivery, invoice, credit note, payment."""
