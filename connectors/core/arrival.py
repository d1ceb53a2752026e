"""Did the source send what its manifest promises? Great Expectations, on the batch that waits.

Nothing is repaired and nothing is written. Great Expectations takes six seconds to import, so it
is imported inside the check, which runs only on a batch that changes something.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from connectors.core.file_names import FILE
from connectors.core.landing import Landing
from connectors.core.ledger import Incoming
from connectors.core.manifest import ColumnSpec, Stream
from connectors.core.verdict import Verdict

SHOWN = 5
# Digits are [0-9]: \d takes those of every script, and casts do not.
INTEGER = r"^\s*[+-]?[0-9]+\s*$"
DECIMAL = r"^\s*[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)\s*$"
BOOLEAN = r"^\s*(?i:true|false|t|f|yes|no|y|n|1|0)\s*$"
TIMESTAMP = (
    r"^\s*[0-9]{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12][0-9]|3[01])"
    r"(?:[ T](?:[01][0-9]|2[0-3]):[0-5][0-9](?::[0-5][0-9](?:\.[0-9]{1,9})?)?"
    r"(?:Z|[+-][0-9]{2}(?::?[0-9]{2})?)?)?\s*$"
)
REGEX = {"integer": INTEGER, "decimal": DECIMAL, "boolean": BOOLEAN}
DATE_FORMAT = "%Y-%m-%d"
DIRECTIVES = {"%Y": "[0-9]{4}", **dict.fromkeys(("%m", "%d", "%H", "%M", "%S"), "[0-9]{2}")}
ARTICLE = {"integer": "an integer"}
ALSO_FITS = {("decimal", "integer"), ("timestamp", "date")}


def check(landing: Landing, incoming: Incoming, stream: Stream) -> Verdict:
    """Judge the batch that waits: columns, required values, key, rows, types.

    An empty field of a file is null. The reasons name the column, the first offending values and
    the lines of the file, or the keys where rows have no lines.
    """
    place = f"{incoming.source}.{incoming.stream}"
    if incoming.has_keys and not stream.allow_empty and not landing.keys_waiting(incoming):
        return Verdict((f"{place}: the source has no row any more.",))
    if not incoming.has_rows_table:
        return Verdict()
    types = landing.waiting_types(incoming)
    declared = {name: spec for name, spec in stream.columns.items() if name in types}
    wrong = list(_wrong_types(place, types, declared))
    judged = {name: spec for name, spec in declared.items() if types[name] == "varchar"}
    names = list(dict.fromkeys([*declared, *(n for n in stream.key if n in types)]))
    where = ["_line", "_key", *([FILE] if FILE in names else [])]
    if not wrong and _has_nothing_to_judge(incoming, stream):
        return Verdict()
    suite = list(_expectations(incoming, stream, names, judged))
    results = _evaluate(landing.waiting(incoming, names).to_pandas(), suite, where)
    reasons = [_words(place, incoming, stream, result) for result in results if not result.success]
    return Verdict((*wrong, *dict.fromkeys(reasons)), expectations=len(results))


def _has_nothing_to_judge(incoming: Incoming, stream: Stream) -> bool:
    """No row, all columns, and it may be so: no expectation could fail.

    A new company has a hundred empty tables; to judge one takes 40 ms.
    """
    may_be_empty = stream.allow_empty or not incoming.is_whole
    return not incoming.rows_read and may_be_empty and set(_promised(stream)) <= {*incoming.columns}


def _promised(stream: Stream) -> list[str]:
    """The columns that a batch must have."""
    return [*stream.columns, *(name for name in stream.key if name not in stream.columns)]


def _evaluate(frame: Any, suite: list[Any], where: list[str]) -> list[Any]:
    """Run the expectations without network, usage statistics or progress bars.

    ``where``: the columns that say which row an offender is.
    """
    import great_expectations as gx
    from great_expectations.data_context.types.base import ProgressBarsConfig

    context = gx.get_context(mode="ephemeral")
    context.enable_analytics(False)
    context.variables.progress_bars = ProgressBarsConfig(globally=False, metric_calculations=False)
    asset = context.data_sources.add_pandas("incoming").add_dataframe_asset("batch")
    batch = asset.add_batch_definition_whole_dataframe("whole").get_batch({"dataframe": frame})
    outcome = batch.validate(
        gx.ExpectationSuite(name="arrival", expectations=suite),
        result_format={
            "result_format": "SUMMARY",
            "partial_unexpected_count": SHOWN,
            "unexpected_index_column_names": where,
        },
    )
    return list(outcome.results)


def _expectations(
    incoming: Incoming, stream: Stream, present: list[str], judged: Mapping[str, ColumnSpec]
) -> Iterator[Any]:
    from great_expectations import expectations as gxe

    yield gxe.ExpectTableColumnsToMatchSet(column_set=_promised(stream), exact_match=False)
    if not stream.allow_empty and incoming.is_whole:
        yield gxe.ExpectTableRowCountToBeBetween(min_value=1)
    required = [name for name, spec in stream.columns.items() if spec.required]
    for name in dict.fromkeys([*stream.key, *required]):
        if name in present:
            yield gxe.ExpectColumnValuesToNotBeNull(column=name)
    if stream.key and set(stream.key) <= set(present):
        yield gxe.ExpectColumnValuesToBeUnique(column="_key")
    for name, spec in judged.items():
        for pattern in _patterns(spec):
            yield gxe.ExpectColumnValuesToMatchRegex(column=name, regex=pattern)
        form = spec.format or (DATE_FORMAT if spec.type == "date" else None)
        if form is not None:
            yield gxe.ExpectColumnValuesToMatchStrftimeFormat(column=name, strftime_format=form)


def _patterns(spec: ColumnSpec) -> Iterator[str]:
    if spec.type in REGEX:
        yield REGEX[spec.type]
    elif spec.type == "timestamp" and spec.format is None:
        yield TIMESTAMP
    elif spec.format and re.search(r"%[a-zA-Z]%", spec.format):
        # strptime reads '2010129' by %Y%m%d as 9 December: fields that touch need all digits.
        parts = re.split(r"(%[a-zA-Z])", spec.format)
        if all(part in DIRECTIVES for part in parts[1::2]):
            yield "^" + "".join(DIRECTIVES.get(part, re.escape(part)) for part in parts) + "$"


def _wrong_types(
    place: str, types: Mapping[str, str], declared: Mapping[str, ColumnSpec]
) -> Iterator[str]:
    """Columns that a database types otherwise than declared; text is judged value by value."""
    for name, spec in declared.items():
        family = _family(types[name])
        fits = family == spec.type or (spec.type, family) in ALSO_FITS
        if not fits and family != "text" and spec.type != "text":
            yield f"{place}: column '{name}' is declared {spec.type} and is {types[name]}."


def _family(landed: str) -> str:
    if landed.startswith(("decimal", "timestamp")):
        return re.split(r"[( ]", landed, maxsplit=1)[0]
    return {"bigint": "integer", "varchar": "text"}.get(landed, landed)


def _words(place: str, incoming: Incoming, stream: Stream, result: Any) -> str:
    """Why an expectation was not met, for the person who can correct it."""
    config = result.expectation_config
    kind, column = config.type, config.kwargs.get("column")
    found = result.result
    if result.exception_info.get("raised_exception"):
        return f"{place}: {kind} could not be evaluated: {result.exception_info}"
    if kind == "expect_table_columns_to_match_set":
        missing = [n for n in config.kwargs["column_set"] if n not in incoming.columns]
        have = ", ".join([*incoming.columns, *incoming.extras])
        return f"{place}: missing: {', '.join(missing)}. It has: {have}."
    if kind == "expect_table_row_count_to_be_between":
        return f"{place}: there is not one row."
    count = found["unexpected_count"]
    if kind == "expect_column_values_to_not_be_null":
        return f"{place}: column '{column}' is required, and empty in {_times(count, 'row')}: " + (
            _shown(incoming, found, column, with_value=False)
        )
    if kind == "expect_column_values_to_be_unique":
        named = " + ".join(stream.key)
        return f"{place}: the key {named} stands more than once in {_times(count, 'row')}: " + (
            _shown(incoming, found, "_key", with_value=True)
        )
    spec = stream.columns[column]
    form = f" like {spec.format}" if spec.format else ""
    what = ARTICLE.get(spec.type, f"a {spec.type}")
    return f"{place}: column '{column}': {_times(count, 'value')} not {what}{form}: " + (
        _shown(incoming, found, column, with_value=True)
    )


def _times(count: int, thing: str) -> str:
    return f"{count} {thing}" if count == 1 else f"{count} {thing}s"


def _shown(incoming: Incoming, found: Mapping[str, Any], column: str, *, with_value: bool) -> str:
    """The first offenders: '1,5' (line 7), …"""
    parts = []
    for row in found.get("partial_unexpected_index_list") or []:
        where = f"row {row['_line']}" if row["_key"] is None else f"key {row['_key']}"
        if incoming.has_lines:
            where = f"line {row['_line']}"
        if row.get(FILE):
            where = f"{row[FILE]}, {where}"
        parts.append(f"'{row[column]}' ({where})" if with_value else where)
    more = ", …" if found["unexpected_count"] > len(parts) else ""
    return ", ".join(parts) + more + "."
