{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with partners as (
    {{ affluent.landed(var('odoo_sources', []), 'partners', [
        'id', 'commercial_partner_id', 'name', 'ref', 'company_registry', 'siret', 'vat', 'city',
        'country_id', 'industry_id', 'customer_rank', 'supplier_rank', 'create_date', 'active',
        'is_company', 'type', 'parent_id', 'street', 'zip', 'email', 'phone', 'mobile', 'website',
        'write_date'
    ]) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as partner_id,
        cast(coalesce(commercial_partner_id, id) as bigint) as commercial_partner_id,
        {{ affluent.trimmed('name') }} as partner_name,
        {{ affluent.trimmed('ref') }} as reference,
        {{ affluent.trimmed('company_registry') }} as company_registry,
        {{ affluent.trimmed('siret') }} as siret,
        {{ affluent.trimmed('vat') }} as vat_number,
        {{ affluent.trimmed('city') }} as city,
        cast(country_id as bigint) as country_id,
        cast(industry_id as bigint) as industry_id,
        cast(coalesce(customer_rank, 0) as integer) as customer_rank,
        cast(coalesce(supplier_rank, 0) as integer) as supplier_rank,
        {{ affluent.local_date('create_date') }} as created_on,
        coalesce(cast(active as boolean), true) as is_active,
        coalesce(cast(is_company as boolean), false) as is_company,
        {{ affluent.trimmed('type') }} as partner_type,
        cast(parent_id as bigint) as parent_id,
        {{ affluent.trimmed('street') }} as street,
        {{ affluent.trimmed('zip') }} as postal_code,
        {{ affluent.trimmed('email') }} as email,
        coalesce({{ affluent.trimmed('phone') }}, {{ affluent.trimmed('mobile') }}) as phone,
        {{ affluent.trimmed('website') }} as website,
        cast(write_date as timestamp) as updated_at
    from partners
)

select * from final
