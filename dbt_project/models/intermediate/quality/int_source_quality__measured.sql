{#- Entity → its model, and measure → what a record of it lacks. -#}
{% set measures = {
    'customer': ('int_customers__resolved', {
        'no_legal_id': "legal_id is null",
        'no_country': "country_code is null",
        'no_city': "city is null",
        'no_name': "customer_name is null"
    }),
    'contact': ('int_contacts__resolved', {
        'no_email': "email is null",
        'dead_email': "email is not null and not is_email_alive",
        'no_phone': "phone is null",
        'no_firm': "customer_key is null"
    }),
    'product': ('int_products__resolved', {
        'no_number': "product_number is null",
        'no_category': "category is null",
        'no_name': "product_name is null"
    }),
    'opportunity': ('int_opportunities__unioned', {
        'no_owner': "owner_name is null",
        'no_customer': "customer_id is null",
        'no_amount': "amount is null",
        'no_expected_close': "status = 'open' and expected_close_on is null"
    })
} %}

with duplicates as (
    select * from {{ ref('mart_source_duplicates') }}
),

{% for entity, (model, _) in measures.items() -%}
{{ entity }}s as (
    select * from {{ ref(model) }}
),

{% endfor -%}
measured as (
    {%- for entity, (_, faults) in measures.items() %}
    {%- for measure, fault in faults.items() %}
    select
        source_name,
        '{{ entity }}' as entity,
        '{{ measure }}' as measure,
        count(*) filter (where {{ fault }}) as fault_count,
        count(*) as record_count
    from {{ entity }}s
    group by source_name
    union all
    {%- endfor %}
    {%- endfor %}
    {%- for entity in ['customer', 'contact', 'product'] %}
    select
        {{ entity }}s.source_name,
        '{{ entity }}' as entity,
        'duplicate' as measure,
        count(duplicates.duplicate_key) as fault_count,
        count(*) as record_count
    from {{ entity }}s
    left join duplicates
        on {{ entity }}s.source_name = duplicates.source_name
        and {{ entity }}s.{{ entity }}_id = duplicates.record_id
        and duplicates.entity = '{{ entity }}'
    group by {{ entity }}s.source_name
    {%- if not loop.last %}
    union all
    {%- endif %}
    {%- endfor %}
),

final as (
    select
        source_name,
        entity,
        measure,
        {{ affluent.as_of() }} as measured_on,
        cast(fault_count as integer) as fault_count,
        cast(record_count as integer) as record_count
    from measured
)

select * from final
