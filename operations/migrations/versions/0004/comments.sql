comment on table erp.payment_terms is 'One row per agreement on when an invoice is due.';
comment on column erp.payment_terms.net_days is 'Days from the invoice; then is_end_of_month, then day_of_month apply.';
comment on column erp.payment_terms.day_of_month is 'The first such day on or after the date reached; the last day of a shorter month.';
comment on column erp.payment_terms.discount_rate is 'Taken off by who pays within discount_days, 0.02 is 2 %.';
comment on column erp.customers.siren is 'French firm, nine digits with a check digit; null when not known.';
comment on column erp.customers.siret is 'French site: the SIREN and five digits.';
comment on column erp.customers.vat_number is 'With the prefix of its country, without spaces.';
comment on column erp.customers.payment_terms_days is 'Days from the invoice; equal to net_days of payment_terms_id where that is given.';
comment on column erp.customers.currency_code is 'In which documents are made when nothing else is said.';
comment on column erp.customers.credit_limit is 'Most that may be owed, in credit_currency_code; null: no limit was set.';
comment on column erp.customers.blocked_on is 'No new order from this day on; null: not blocked.';
comment on column erp.customers.parent_customer_id is 'The firm of a site, the group of a firm.';
comment on column erp.customers.seller_id is 'Who sells to it when nobody else is named.';
comment on column erp.customers.price_list_id is 'Its own prices, before the general lists.';
comment on column erp.suppliers.payment_terms_days is 'Days from the invoice; equal to net_days of payment_terms_id where that is given.';
comment on column erp.suppliers.currency_code is 'In which it invoices when nothing else is said.';
comment on table erp.addresses is 'One row per address of a customer or supplier, its use and the days on which it holds.';
comment on column erp.addresses.valid_to is 'Last day; null while it holds.';
comment on table erp.item_families is 'One row per family of products, in a tree.';
comment on table erp.units is 'One row per unit of measure.';
comment on table erp.unit_conversions is 'One row per pair of units; of one product, or of all when product_id is null.';
comment on column erp.unit_conversions.numerator is 'One from_unit is numerator / denominator of to_unit.';
comment on table erp.price_lists is 'One row per price list.';
comment on column erp.price_lists.is_general is 'Holds for every customer; others hold for customers that have them.';
comment on column erp.price_lists.is_net is 'Discounts are not taken off its prices.';
comment on table erp.price_list_lines is 'One row per product, quantity from which and days on which a price of a list holds.';
comment on column erp.price_list_lines.unit_price is 'For one unit of the product, ex VAT, in the currency of the list.';
comment on table erp.discounts is 'One row per discount of a customer, or all, on a family, or all, and the days on which it holds.';
comment on table erp.supplier_products is 'One row per supplier, product, quantity from which and days on which a purchase price holds.';
comment on column erp.supplier_products.supplier_code is 'What the supplier calls the product.';
comment on column erp.supplier_products.unit_price is 'For one unit_code, ex VAT, in currency_code.';
comment on column erp.supplier_products.minimum_quantity is 'In unit_code.';
comment on column erp.supplier_products.lead_time_days is 'From order to receipt.';
comment on table erp.bills_of_materials is 'One row per product and days on which it is made so.';
comment on column erp.bills_of_materials.output_quantity is 'What the quantities of its lines make.';
comment on table erp.bom_lines is 'One row per component of a bill of materials.';
comment on column erp.bom_lines.quantity is 'Of good components in output_quantity, in the component''s own unit.';
comment on column erp.bom_lines.scrap_rate is 'Share of what is taken that is lost: quantity / (1 - scrap_rate) is taken.';
comment on table erp.work_centres is 'One row per place where work is done.';
comment on column erp.work_centres.hourly_cost is 'In company currency.';
comment on column erp.work_centres.hours_per_day is 'What it can work on a working day.';
comment on table erp.routings is 'One row per product and days on which its steps are these.';
comment on column erp.routings.lot_quantity is 'Over how many the setup of an operation is spread in the standard cost.';
comment on table erp.routing_operations is 'One row per step of a routing.';
comment on column erp.routing_operations.setup_hours is 'Once for a lot.';
comment on column erp.routing_operations.run_hours is 'For one unit of the product.';

select erp.follow(place::regclass) from unnest(array[
    'erp.payment_terms', 'erp.addresses', 'erp.item_families', 'erp.units',
    'erp.unit_conversions', 'erp.price_lists', 'erp.price_list_lines', 'erp.discounts',
    'erp.supplier_products', 'erp.bills_of_materials', 'erp.bom_lines', 'erp.work_centres',
    'erp.routings', 'erp.routing_operations'
]) as place;
