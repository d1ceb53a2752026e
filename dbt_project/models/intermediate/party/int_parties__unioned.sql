{{ config(materialized='table') }}

{%- set columns = {
    'source_name': dbt.type_string(),
    'party_id': dbt.type_string(),
    'record_type': dbt.type_string(),
    'party_name': dbt.type_string(),
    'trading_name': dbt.type_string(),
    'first_name': dbt.type_string(),
    'last_name': dbt.type_string(),
    'legal_id': dbt.type_string(),
    'vat_number': dbt.type_string(),
    'street': dbt.type_string(),
    'postal_code': dbt.type_string(),
    'city': dbt.type_string(),
    'country_code': dbt.type_string(),
    'phone': dbt.type_string(),
    'email': dbt.type_string(),
    'website': dbt.type_string(),
    'birth_on': 'date',
    'party_number': dbt.type_string(),
    'linked_party_id': dbt.type_string(),
    'parent_party_id': dbt.type_string(),
    'employer_name': dbt.type_string(),
    'created_on': 'date',
    'updated_at': 'timestamp',
    'is_customer': 'boolean',
    'is_supplier': 'boolean',
    'is_prospect': 'boolean'
} %}

with mapped as (
    {{ affluent.conformed('parties', columns) }}
),

customers as (
    select * from {{ ref('int_customers__unioned') }}
),

suppliers as (
    select * from {{ ref('int_suppliers__unioned') }}
),

-- Whom a source maps as customer or supplier alone is a party too: none is lost.
roles as (
    select
        source_name,
        customer_id as party_id,
        customer_name as party_name,
        'customer ' || customer_number as party_number,
        legal_id,
        country_code,
        city,
        gender,
        birth_on,
        created_on,
        true as is_customer,
        false as is_supplier
    from customers
    union all
    select
        source_name,
        supplier_id as party_id,
        supplier_name as party_name,
        'supplier ' || supplier_number as party_number,
        legal_id,
        country_code,
        city,
        cast(null as {{ dbt.type_string() }}) as gender,
        cast(null as date) as birth_on,
        created_on,
        false as is_customer,
        true as is_supplier
    from suppliers
),

named_by_role as (
    select
        roles.source_name,
        roles.party_id,
        case
            when max(coalesce(roles.gender, cast(roles.birth_on as {{ dbt.type_string() }})))
                is not null then 'person'
            else 'organisation'
        end as record_type,
        max(roles.party_name) as party_name,
        max(roles.legal_id) as legal_id,
        max(roles.city) as city,
        max(roles.country_code) as country_code,
        max(roles.birth_on) as birth_on,
        max(roles.party_number) as party_number,
        min(roles.created_on) as created_on,
        bool_or(roles.is_customer) as is_customer,
        bool_or(roles.is_supplier) as is_supplier
    from roles
    left join mapped
        on roles.source_name = mapped.source_name
        and roles.party_id = mapped.party_id
    where mapped.party_id is null
    group by roles.source_name, roles.party_id
),

parties as (
    select
        {%- for name in columns %}
        {{ name }}{{ "," if not loop.last }}
        {%- endfor %}
    from mapped
    union all
    select
        {%- for name, type in columns.items() %}
        {%- if name in [
            'source_name', 'party_id', 'record_type', 'party_name', 'legal_id', 'city',
            'country_code', 'birth_on', 'party_number', 'created_on', 'is_customer', 'is_supplier'
        ] %}
        {{ name }}{{ "," if not loop.last }}
        {%- elif name == 'is_prospect' %}
        false as is_prospect{{ "," if not loop.last }}
        {%- else %}
        cast(null as {{ type }}) as {{ name }}{{ "," if not loop.last }}
        {%- endif %}
        {%- endfor %}
    from named_by_role
),

final as (
    select
        source_name || ':' || party_id as record_id,
        {%- for name in columns if not name in ['linked_party_id', 'parent_party_id'] %}
        {{ name }},
        {%- endfor %}
        source_name || ':' || linked_party_id as linked_to,
        source_name || ':' || parent_party_id as parent_record_id,
        {{ affluent.source_priority('source_name') }} as source_priority
    from parties
)

select * from final
