-- What the stock itself does with goods: the moves bear the lines.
create table erp.stock_documents (
    stock_document_id bigint generated always as identity primary key,
    stock_document_number text not null unique,
    company_id bigint not null default 1 references erp.companies,
    kind text not null check (kind in ('transfer', 'write_off', 'revaluation')),
    dated_on date not null,
    from_location_id bigint references erp.locations,
    to_location_id bigint references erp.locations,
    arrived_on date check (arrived_on >= dated_on),
    reason text check (reason <> ''),
    constraint places_of_a_transfer check (
        (kind = 'transfer') = (from_location_id is not null and to_location_id is not null)
    ),
    constraint only_transfers_arrive check (arrived_on is null or kind = 'transfer'),
    constraint written_off_for_a_reason check (kind <> 'write_off' or reason is not null)
);

select erp.follow('erp.stock_documents');

comment on table erp.stock_documents is 'One row per transfer, write-off or revaluation of the stock.';
comment on column erp.stock_documents.dated_on is 'Day on which goods left, or their worth changed.';
comment on column erp.stock_documents.arrived_on is 'Day on which a transfer arrived; null: on its way.';
