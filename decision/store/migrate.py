"""Make the tables, or bring those of an earlier version up to this one: once, however many programs start at a time."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, inspect, text

from decision.store.database import Database
from decision.store.faults import StoreError

HEAD = "2"
"""The last migration in `migrations/versions/`."""

_SCRIPTS = Path(__file__).parent / "migrations"
_LOCK = 5_401_772_911  # any number that no other program takes in the same PostgreSQL database


def migrate(database: Database) -> None:
    """Bring the database up to this version. Raises `StoreError` for one that a newer version made."""
    with database.reading() as connection:
        if revision(connection) == HEAD:
            return
    with database.writing() as connection:
        if database.engine.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        if revision(connection) != HEAD:  # another program may have been faster
            _upgrade(connection, database.place)


def revision(connection: Connection) -> str | None:
    """The last migration that a database went through, None for one that is not ours, or not yet."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    found = connection.execute(text("select version_num from alembic_version")).scalar()
    return None if found is None else str(found)


def _upgrade(connection: Connection, place: str) -> None:
    from alembic import command  # slow to load, and seldom needed
    from alembic.config import Config
    from alembic.script import ScriptDirectory

    config = Config(attributes={"connection": connection})
    config.set_main_option("script_location", str(_SCRIPTS).replace("%", "%%"))
    now = revision(connection)
    if now is not None and now not in {one.revision for one in ScriptDirectory.from_config(config).walk_revisions()}:
        message = (
            f"A newer version of this program made this database (its format is {now}, this version knows {HEAD} at most). "
            "Use that version, or name another data folder."
        )
        raise StoreError(place, "newer-database", message)
    command.upgrade(config, "head")
