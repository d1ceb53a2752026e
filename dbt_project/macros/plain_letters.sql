{#- Text in small letters, those of Western Europe without their accents. -#}
{% macro plain_letters(expression) -%}
    translate(
        lower({{ expression }}),
        'àáâãäåçèéêëìíîïñòóôõöøùúûüýÿšžœæß',
        'aaaaaaceeeeiiiinoooooouuuuyyszoas'
    )
{%- endmacro %}
