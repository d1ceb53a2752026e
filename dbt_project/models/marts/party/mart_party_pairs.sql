with pairs as (
    select * from {{ ref('int_party_pairs__found') }}
),

records as (
    select * from {{ ref('map_party_records') }}
),

-- What stands behind a party, all its records together: a wrong word would move all of it.
parties as (
    select
        party_key,
        cast(sum(revenue_amount_base) as decimal(18, 2)) as revenue_amount_base,
        cast(sum(open_pipeline_amount_base) as decimal(18, 2)) as open_pipeline_amount_base
    from records
    group by party_key
),

final as (
    select
        pairs.left_id as left_record_id,
        pairs.right_id as right_record_id,
        left_records.party_name as left_name,
        right_records.party_name as right_name,
        left_records.party_key as left_party_key,
        right_records.party_key as right_party_key,
        pairs.verdict,
        pairs.is_certain,
        cast(pairs.probability as decimal(9, 6)) as probability,
        cast(pairs.weight as decimal(9, 2)) as weight_bits,
        pairs.evidence,
        cast(
            left_parties.revenue_amount_base
            + case
                when left_records.party_key = right_records.party_key then 0
                else right_parties.revenue_amount_base
            end as decimal(18, 2)
        ) as revenue_amount_base,
        cast(
            left_parties.open_pipeline_amount_base
            + case
                when left_records.party_key = right_records.party_key then 0
                else right_parties.open_pipeline_amount_base
            end as decimal(18, 2)
        ) as open_pipeline_amount_base
    from pairs
    inner join records as left_records
        on pairs.left_id = left_records.record_id
    inner join records as right_records
        on pairs.right_id = right_records.record_id
    inner join parties as left_parties
        on left_records.party_key = left_parties.party_key
    inner join parties as right_parties
        on right_records.party_key = right_parties.party_key
)

select * from final
