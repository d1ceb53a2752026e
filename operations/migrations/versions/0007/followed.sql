select erp.follow(format('erp.%I', place)::regclass)
from unnest(array[
    'sales_order_promises', 'sales_order_cancellations', 'sales_order_holds',
    'down_payment_deductions', 'refunds', 'write_offs', 'disputes', 'dunning_levels',
    'reminders', 'reminder_lines', 'rebates', 'rebate_allocations'
]) as place;
