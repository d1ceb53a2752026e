{{ config(enabled=var('odoo_sources', []) | length > 0) }}

with units_of_measure as (
    {{ affluent.landed(var('odoo_sources', []), 'units_of_measure', [
        'id', 'relative_factor', 'factor'
    ]) }}
),

final as (
    select
        source_name,
        cast(id as bigint) as unit_id,
        case
            when relative_factor is null
                then {{ affluent.div_money('1', 'factor', scale=8) }}
            else cast(factor as decimal(18, 8))
        end as reference_units
    from units_of_measure
)

select * from final
