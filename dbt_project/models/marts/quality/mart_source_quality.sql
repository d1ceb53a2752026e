with measured as (
    select * from {{ ref('int_source_quality__measured') }}
),

kept as (
    select * from {{ ref('int_source_quality__kept') }}
),

-- A day that is measured again is as the last measurement says.
days as (
    select
        source_name,
        entity,
        measure,
        measured_on,
        fault_count,
        record_count
    from measured
    union all
    select
        source_name,
        entity,
        measure,
        measured_on,
        fault_count,
        record_count
    from kept
    where measured_on <> {{ affluent.as_of() }}
),

final as (
    select
        {{ affluent.surrogate_key(['source_name', 'entity', 'measure', 'measured_on']) }}
            as source_quality_key,
        source_name,
        entity,
        measure,
        measured_on,
        fault_count,
        record_count,
        cast(
            cast(record_count - fault_count as decimal(18, 6)) / nullif(record_count, 0)
            as decimal(9, 6)
        ) as score
    from days
)

select * from final
