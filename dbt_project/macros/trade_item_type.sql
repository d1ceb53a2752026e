{#- 'receivable' or 'payable' for an account of documents that a party owes or is owed; null for any
    other. Neither what is not invoiced yet (408, 418), nor advances (409, 419), nor what the
    operational store's revaluation puts beside (4018, 4118) is a document. -#}
{% macro trade_item_type(account_code) -%}
    case
        when {{ account_code }} in ('4018', '4118')
            or substr({{ account_code }}, 1, 3) in ('408', '409', '418', '419') then null
        when {{ account_code }} like '41%' then 'receivable'
        when {{ account_code }} like '40%' then 'payable'
    end
{%- endmacro %}
