"""Working days of each country in which a company is: the days of its week that are no holiday.

Feasts that move with the moon are computed by the library `holidays`, kept up for every country.
"""

import datetime as dt

import holidays
import pyarrow as pa


def model(dbt, session):  # noqa: ARG001 dbt gives both
    """One row per country and day of the calendar."""
    dbt.config(materialized="table")
    first, last = dbt.ref("int_days__listed").aggregate("min(date_day), max(date_day)").fetchone()
    known = dbt.ref("dim_companies").aggregate("country_code", "country_code").fetchall()
    countries = {code for (code,) in known if code} | {dbt.config.get("country")}
    years = range(first.year, last.year + 1)
    days = [first + dt.timedelta(days=i) for i in range((last - first).days + 1)]
    columns = {"country_code": [], "date_day": [], "is_working_day": [], "holiday_name": []}
    for country in sorted(countries):
        feasts = _feasts(country, years, dbt.config.get("language"))
        weekend = feasts.weekend if feasts is not None else {5, 6}
        names = dict(feasts) if feasts is not None else {}
        columns["country_code"] += [country] * len(days)
        columns["date_day"] += days
        columns["is_working_day"] += [
            day.weekday() not in weekend and day not in names for day in days
        ]
        columns["holiday_name"] += [names.get(day) for day in days]
    types = [pa.string(), pa.date32(), pa.bool_(), pa.string()]
    return pa.table(
        {
            name: pa.array(values, type_)
            for (name, values), type_ in zip(columns.items(), types, strict=True)
        }
    )


def _feasts(country, years, language):
    """The holidays of a country, named in ``language`` or its own; None for one not known."""
    try:
        spoken = holidays.country_holidays(country)
    except NotImplementedError:
        return None
    tongues = [t for t in spoken.supported_languages if t.startswith(language)]
    return holidays.country_holidays(
        country, years=years, language=tongues[0] if tongues else spoken.default_language
    )
