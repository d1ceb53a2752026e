with resolved as (
    select * from {{ ref('int_suppliers__resolved') }}
),

countries as (
    select * from {{ ref('countries') }}
),

ranked as (
    select
        *,
        row_number() over (
            partition by supplier_key order by source_priority, source_name, supplier_id
        ) as trust_rank
    from resolved
),

merged as (
    select
        supplier_key,
        {%- for field in [
            'supplier_number', 'supplier_id', 'supplier_name', 'legal_id', 'country_code', 'city',
            'created_on'
        ] %}
        {{ affluent.first_known(field, 'trust_rank') }} as {{ field }}{{ "," if not loop.last }}
        {%- endfor %}
    from ranked
    group by supplier_key
),

final as (
    select
        merged.supplier_key,
        coalesce(merged.supplier_number, merged.supplier_id) as supplier_number,
        coalesce(merged.supplier_name, merged.supplier_number, merged.supplier_id)
            as supplier_name,
        merged.legal_id,
        merged.country_code,
        coalesce(countries.country_name, 'n/a') as country_name,
        merged.city,
        merged.created_on
    from merged
    left join countries
        on merged.country_code = countries.country_code
    union all
    select
        {{ affluent.unknown_key() }} as supplier_key,
        'n/a' as supplier_number,
        'n/a' as supplier_name,
        cast(null as {{ dbt.type_string() }}) as legal_id,
        cast(null as {{ dbt.type_string() }}) as country_code,
        'n/a' as country_name,
        cast(null as {{ dbt.type_string() }}) as city,
        cast(null as date) as created_on
)

select * from final
