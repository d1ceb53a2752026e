"""From a request to buy to the payment of the supplier: orders, receipts, invoices, landed cost."""
