{#- An e-mail address as it is compared: in small letters without blanks around it. Null of what is
    not written as one (RFC 5321 says more; this is what systems check). -#}
{% macro email_key(expression) -%}
    case
        when lower(trim({{ expression }})) like '%_@_%.__%'
            and position(' ' in trim({{ expression }})) = 0
            then lower(trim({{ expression }}))
    end
{%- endmacro %}
