select erp.follow('erp.production_orders');
select erp.follow('erp.production_components');
select erp.follow('erp.production_operations');
select erp.follow('erp.production_issues');
select erp.follow('erp.production_outputs');
select erp.follow('erp.production_times');
select erp.follow('erp.work_in_progress');
select erp.follow('erp.reorder_rules');
select erp.follow('erp.requirement_runs');
select erp.follow('erp.requirement_proposals');

do $$
begin
    if exists (select from pg_roles where rolname = 'affluent_writer') then
        revoke update on erp.production_issues, erp.production_outputs, erp.production_times
            from affluent_writer;
    end if;
end
$$;

comment on table erp.production_orders is 'One row per order to make a product.';
comment on column erp.production_orders.location_id is 'Where its components are taken from and its output goes.';
comment on column erp.production_orders.quantity is 'Good pieces to be made.';
comment on column erp.production_orders.over_output_rate is 'How much more than ordered may be made.';
comment on column erp.production_orders.due_on is 'Day by which it should be made.';
comment on column erp.production_orders.expected_material_cost is 'What the components of a unit cost when it was released, in company currency; null when nobody knew.';
comment on column erp.production_orders.expected_work_cost is 'What the work on a unit should cost, setup spread over the order.';
comment on column erp.production_orders.material_amount is 'What its components have cost.';
comment on column erp.production_orders.work_amount is 'What the hours worked on it have cost; in the ledger they are wages, by nature.';
comment on column erp.production_orders.output_amount is 'Worth with which its output entered the stock.';
comment on column erp.production_orders.stock_amount is 'What its output on hand was made worth more when it was closed: at average cost.';
comment on column erp.production_orders.variance_amount is 'What it has cost more than its output is worth.';
comment on table erp.production_components is 'One row per component of a production order.';
comment on column erp.production_components.required_quantity is 'To be taken from stock for the whole order, with what is usually lost.';
comment on table erp.production_operations is 'One row per step of a production order.';
comment on column erp.production_operations.planned_hours is 'For the whole order, setup in it.';
comment on table erp.production_issues is 'One row per quantity of a component that went into a production order, or came back.';
comment on column erp.production_issues.cost_amount is 'Worth with which it left the stock, in company currency.';
comment on table erp.production_outputs is 'One row per report of what a production order made.';
comment on column erp.production_outputs.scrap_quantity is 'Made and thrown away; its cost is borne by what is good.';
comment on table erp.production_times is 'One row per time worked on a step of a production order.';
comment on column erp.production_times.hourly_cost is 'Of the work centre, when the order was planned.';
comment on table erp.work_in_progress is 'One row per day on which the work in progress was valued and posted.';
comment on table erp.reorder_rules is 'One row per product and place that is replenished by rule.';
comment on column erp.reorder_rules.maximum_quantity is 'Up to which it is replenished; null: as much as is needed.';
comment on column erp.reorder_rules.lead_time_days is 'Days from order to arrival; null: of the routing, or of the preferred supplier.';
comment on column erp.reorder_rules.source is 'make or buy; null: made when it has a bill of materials.';
comment on table erp.requirement_runs is 'One row per calculation of what is to be made and bought.';
comment on table erp.requirement_proposals is 'One row per quantity that a calculation proposes to make or buy.';
comment on column erp.requirement_proposals.bom_level is '0 for what nothing is made of, more for each step down the bills of materials.';
comment on column erp.requirement_proposals.order_on is 'Day on which to begin or to order.';
comment on column erp.requirement_proposals.needed_on is 'Day on which it must be there.';
comment on column erp.requirement_proposals.is_late is 'Ordered today it comes after needed_on.';
comment on column erp.requirement_proposals.demand_quantity is 'What is asked for up to needed_on, since the proposal before.';
comment on column erp.requirement_proposals.on_hand_quantity is 'What would be there then without it, before what is asked for and what comes.';
comment on column erp.requirement_proposals.on_order_quantity is 'What comes up to needed_on, since the proposal before.';
comment on column erp.requirement_proposals.status is 'open; accepted; dismissed; superseded by a later run.';
