{{ config(enabled='operations' in var('sources', [])) }}

with customers as (
    select * from {{ ref('stg_operations__customers') }}
),

suppliers as (
    select * from {{ ref('stg_operations__suppliers') }}
),

accounts as (
    select * from {{ ref('stg_operations__accounts') }}
),

leads as (
    select * from {{ ref('stg_operations__leads') }}
),

-- The seat in force, or the last one known; the registered one before the one that is billed.
addresses as (
    select
        *,
        row_number() over (
            partition by customer_id, supplier_id
            order by
                valid_from_on <= {{ affluent.as_of() }} desc,
                case address_kind when 'registered' then 1 when 'bill_to' then 2 else 3 end,
                valid_from_on desc,
                address_id
        ) as seat_rank
    from {{ ref('stg_operations__addresses') }}
),

seats as (
    select * from addresses
    where seat_rank = 1
),

buyers as (
    select
        customers.customer_number as party_id,
        'organisation' as record_type,
        customers.customer_name as party_name,
        cast(null as {{ dbt.type_string() }}) as first_name,
        cast(null as {{ dbt.type_string() }}) as last_name,
        coalesce(customers.siret, customers.siren, customers.legal_id) as legal_id,
        customers.vat_number,
        seats.street,
        seats.postal_code,
        coalesce(seats.city, customers.city) as city,
        coalesce(seats.country_code, customers.country_code) as country_code,
        cast(null as {{ dbt.type_string() }}) as phone,
        cast(null as {{ dbt.type_string() }}) as email,
        cast(null as {{ dbt.type_string() }}) as website,
        cast(null as {{ dbt.type_string() }}) as linked_party_id,
        parents.customer_number as parent_party_id,
        customers.created_on,
        true as is_customer,
        false as is_supplier,
        false as is_prospect
    from customers
    left join seats
        on customers.customer_id = seats.customer_id
    left join customers as parents
        on customers.parent_customer_id = parents.customer_id
),

sellers as (
    select
        suppliers.supplier_number as party_id,
        'organisation' as record_type,
        suppliers.supplier_name as party_name,
        cast(null as {{ dbt.type_string() }}) as first_name,
        cast(null as {{ dbt.type_string() }}) as last_name,
        suppliers.legal_id,
        suppliers.vat_number,
        seats.street,
        seats.postal_code,
        coalesce(seats.city, suppliers.city) as city,
        coalesce(seats.country_code, suppliers.country_code) as country_code,
        cast(null as {{ dbt.type_string() }}) as phone,
        cast(null as {{ dbt.type_string() }}) as email,
        cast(null as {{ dbt.type_string() }}) as website,
        cast(null as {{ dbt.type_string() }}) as linked_party_id,
        cast(null as {{ dbt.type_string() }}) as parent_party_id,
        suppliers.created_on,
        false as is_customer,
        true as is_supplier,
        false as is_prospect
    from suppliers
    left join seats
        on suppliers.supplier_id = seats.supplier_id
),

-- A merged account is the one that it was merged into; an account that was synchronised with the
-- ERP is its customer.
accounts_linked as (
    select
        accounts.account_number as party_id,
        'organisation' as record_type,
        accounts.account_name as party_name,
        cast(null as {{ dbt.type_string() }}) as first_name,
        cast(null as {{ dbt.type_string() }}) as last_name,
        accounts.legal_id,
        cast(null as {{ dbt.type_string() }}) as vat_number,
        cast(null as {{ dbt.type_string() }}) as street,
        cast(null as {{ dbt.type_string() }}) as postal_code,
        accounts.city,
        accounts.country_code,
        accounts.phone,
        cast(null as {{ dbt.type_string() }}) as email,
        accounts.web_domain as website,
        coalesce(survivors.account_number, customers.customer_number) as linked_party_id,
        cast(null as {{ dbt.type_string() }}) as parent_party_id,
        cast(null as date) as created_on,
        false as is_customer,
        false as is_supplier,
        accounts.customer_id is null and accounts.merged_into_id is null as is_prospect
    from accounts
    left join accounts as survivors
        on accounts.merged_into_id = survivors.account_id
    left join customers
        on accounts.customer_id = customers.customer_id
),

leads_linked as (
    select
        leads.lead_number as party_id,
        case when leads.company_name is null then 'person' else 'organisation' end as record_type,
        coalesce(
            leads.company_name,
            {{ affluent.trimmed("coalesce(leads.first_name, '') || ' ' || coalesce(leads.last_name, '')") }}
        ) as party_name,
        leads.first_name,
        leads.last_name,
        cast(null as {{ dbt.type_string() }}) as legal_id,
        cast(null as {{ dbt.type_string() }}) as vat_number,
        cast(null as {{ dbt.type_string() }}) as street,
        cast(null as {{ dbt.type_string() }}) as postal_code,
        leads.city,
        leads.country_code,
        leads.phone,
        leads.email,
        cast(null as {{ dbt.type_string() }}) as website,
        coalesce(survivors.lead_number, accounts.account_number) as linked_party_id,
        cast(null as {{ dbt.type_string() }}) as parent_party_id,
        leads.created_on,
        false as is_customer,
        false as is_supplier,
        true as is_prospect
    from leads
    left join leads as survivors
        on leads.merged_into_id = survivors.lead_id
    left join accounts
        on leads.account_id = accounts.account_id
),

parties as (
    select * from buyers
    union all
    select * from sellers
    union all
    select * from accounts_linked
    union all
    select * from leads_linked
),

final as (
    select
        'operations' as source_name,
        party_id,
        record_type,
        party_name,
        cast(null as {{ dbt.type_string() }}) as trading_name,
        first_name,
        last_name,
        legal_id,
        vat_number,
        street,
        postal_code,
        city,
        country_code,
        phone,
        email,
        website,
        cast(null as date) as birth_on,
        cast(null as {{ dbt.type_string() }}) as party_number,
        linked_party_id,
        parent_party_id,
        cast(null as {{ dbt.type_string() }}) as employer_name,
        created_on,
        cast(null as timestamp) as updated_at,
        is_customer,
        is_supplier,
        is_prospect
    from parties
)

select * from final
