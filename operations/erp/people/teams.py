"""Teams and their managers."""

from __future__ import annotations

import datetime as dt

from operations.database.connection import Connection, insert
from operations.erp.party.model import require_name
from operations.erp.people.employees import employee
from operations.erp.people.errors import CodeTaken
from operations.versions import require_version


def open_team(
    connection: Connection, *, team_code: str, name: str, manager_id: int | None = None
) -> int:
    """Enter a team; return its key. Raises CodeTaken, InvalidValue, NotFound."""
    require_name(team_code, of="team's code")
    require_name(name, of="team")
    taken = "select from erp.teams where team_code = %s"
    if connection.execute(taken, [team_code]).fetchone() is not None:
        raise CodeTaken("team", team_code)
    if manager_id is not None:
        employee(connection, manager_id)
    return insert(
        connection,
        "insert into erp.teams (team_code, name, manager_id) values (%s, %s, %s) returning team_id",
        [team_code, name.strip(), manager_id],
    )


def change_team(
    connection: Connection,
    *,
    team_id: int,
    manager_id: int | None,
    on: dt.date,
    expected_version: int | None = None,
) -> None:
    """Give a team another manager, or none. Raises LostUpdate, NotEmployed, NotFound."""
    require_version(connection, table="erp.teams", key=team_id, expected=expected_version)
    if manager_id is not None:
        employee(connection, manager_id).require_employed(on)
    connection.execute(
        "update erp.teams set manager_id = %s where team_id = %s", [manager_id, team_id]
    )
