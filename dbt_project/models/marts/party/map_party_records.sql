with parties as (
    select * from {{ ref('int_parties__unioned') }}
),

keys as (
    select * from {{ ref('int_parties__resolved') }}
),

amounts as (
    select * from {{ ref('int_party_amounts__summed') }}
),

final as (
    select
        parties.record_id,
        parties.source_name,
        parties.party_id,
        keys.party_key,
        parties.record_type,
        parties.party_name,
        parties.legal_id,
        parties.vat_number,
        parties.street,
        parties.postal_code,
        parties.city,
        parties.country_code,
        parties.phone,
        parties.email,
        parties.website,
        parties.is_customer,
        parties.is_supplier,
        parties.is_prospect,
        keys.joined_by,
        keys.joined_with,
        coalesce(keys.is_certain, false) as is_certain,
        coalesce(amounts.revenue_amount_base, 0) as revenue_amount_base,
        coalesce(amounts.open_pipeline_amount_base, 0) as open_pipeline_amount_base
    from parties
    inner join keys
        on parties.record_id = keys.record_id
    left join amounts
        on parties.record_id = amounts.record_id
)

select * from final
