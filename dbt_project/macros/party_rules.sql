{#- How each field of the golden record is chosen among the records of a party: the product's
    defaults, and over them what the workspace declares under [identity.fields].

    source_priority  the workspace's order of sources decides
    most_recent      the record that was changed last, or made last
    most_complete    the record that has the most fields filled

    A steward's word on a field stands above all of them. -#}
{% macro party_rules() -%}
    {%- set rules = {
        'party_name': 'source_priority',
        'trading_name': 'source_priority',
        'legal_id': 'source_priority',
        'vat_number': 'source_priority',
        'street': 'most_complete',
        'postal_code': 'most_complete',
        'city': 'source_priority',
        'country_code': 'source_priority',
        'phone': 'most_recent',
        'email': 'most_recent',
        'website': 'most_recent',
        'birth_on': 'source_priority',
        'created_on': 'source_priority'
    } -%}
    {%- do rules.update(var('party_rules', {})) -%}
    {{ return(rules) }}
{%- endmacro %}
