with resolved as (
    select * from {{ ref('int_sellers__resolved') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by seller_key
            -- Whom the staff list knows comes before whom somebody wrote by name.
            order by
                source_priority,
                case when seller_id = seller_name then 2 else 1 end,
                hired_on desc nulls last,
                source_name,
                seller_id
        ) as trust_rank
    from resolved
    where not is_alias
),

merged as (
    select
        seller_key,
        coalesce(
            {{ affluent.first_known('seller_number', 'trust_rank') }},
            {{ affluent.first_known('seller_id', 'trust_rank') }}
        ) as seller_number,
        {%- for field in ['seller_name', 'email', 'job_title', 'team_name', 'hired_on'] %}
        {{ affluent.first_known(field, 'trust_rank') }} as {{ field }},
        {%- endfor %}
        max(case when trust_rank = 1 then left_on end) as left_on,
        count(distinct source_name) as source_count
    from ranked
    group by seller_key
),

final as (
    select
        seller_key,
        seller_number,
        coalesce(seller_name, seller_number) as seller_name,
        email,
        job_title,
        team_name,
        hired_on,
        left_on,
        cast(source_count as integer) as source_count
    from merged
    union all
    select
        {{ affluent.unknown_key() }} as seller_key,
        'n/a' as seller_number,
        'n/a' as seller_name,
        cast(null as {{ dbt.type_string() }}) as email,
        cast(null as {{ dbt.type_string() }}) as job_title,
        cast(null as {{ dbt.type_string() }}) as team_name,
        cast(null as date) as hired_on,
        cast(null as date) as left_on,
        cast(0 as integer) as source_count
)

select * from final
