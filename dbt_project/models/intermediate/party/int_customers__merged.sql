with resolved as (
    select * from {{ ref('int_customers__resolved') }}
),

-- One order per customer: the source's rank first, then its own identifier, so that the same
-- rows always give the same survivor.
ranked as (
    select
        customer_key,
        source_name,
        customer_id,
        customer_number,
        legal_id,
        customer_name,
        country_code,
        city,
        segment,
        gender,
        birth_on,
        created_on,
        row_number() over (
            partition by customer_key
            order by source_priority, source_name, role_rank nulls last, customer_id
        ) as trust_rank,
        row_number() over (
            partition by customer_key, source_name
            order by role_rank nulls last, customer_id
        ) as rank_in_source
    from resolved
),

final as (
    select
        customer_key,
        coalesce(
            {{ affluent.first_known('customer_number', 'trust_rank') }},
            {{ affluent.first_known('customer_id', 'trust_rank') }}
        ) as customer_number,
        {%- for field in [
            'legal_id', 'customer_name', 'country_code', 'city', 'segment', 'gender',
            'birth_on', 'created_on'
        ] %}
        {{ affluent.first_known(field, 'trust_rank') }} as {{ field }},
        {%- endfor %}
        {{ dbt.listagg(
            'case when rank_in_source = 1 then source_name end', "', '", 'order by trust_rank'
        ) }} as source_names,
        count(distinct source_name) as source_count
    from ranked
    group by customer_key
)

select * from final
