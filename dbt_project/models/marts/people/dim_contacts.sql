with resolved as (
    select * from {{ ref('int_contacts__resolved') }}
),

ranked as (
    select
        *,
        case when is_email_alive then email end as live_email,
        row_number() over (
            partition by contact_key
            order by
                case when is_merged then 2 else 1 end,
                source_priority,
                created_on desc nulls last,
                source_name,
                contact_id
        ) as trust_rank
    from resolved
),

merged as (
    select
        contact_key,
        {%- for field in ['first_name', 'last_name', 'phone', 'job_title', 'customer_key'] %}
        {{ affluent.first_known(field, 'trust_rank') }} as {{ field }},
        {%- endfor %}
        coalesce(
            {{ affluent.first_known('live_email', 'trust_rank') }},
            {{ affluent.first_known('email', 'trust_rank') }}
        ) as email,
        bool_or(is_email_alive) as is_email_alive,
        min(created_on) as created_on,
        count(distinct source_name) as source_count,
        count(*) as record_count
    from ranked
    group by contact_key
),

final as (
    select
        contact_key,
        first_name,
        coalesce(last_name, 'n/a') as last_name,
        email,
        is_email_alive,
        phone,
        job_title,
        coalesce(customer_key, {{ affluent.unknown_key() }}) as customer_key,
        created_on,
        cast(source_count as integer) as source_count,
        cast(record_count as integer) as record_count
    from merged
    union all
    select
        {{ affluent.unknown_key() }} as contact_key,
        cast(null as {{ dbt.type_string() }}) as first_name,
        'n/a' as last_name,
        cast(null as {{ dbt.type_string() }}) as email,
        false as is_email_alive,
        cast(null as {{ dbt.type_string() }}) as phone,
        cast(null as {{ dbt.type_string() }}) as job_title,
        {{ affluent.unknown_key() }} as customer_key,
        cast(null as date) as created_on,
        cast(0 as integer) as source_count,
        cast(0 as integer) as record_count
)

select * from final
