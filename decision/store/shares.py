"""Links that let everybody read one saved assessment, until they are withdrawn.

A link is a secret: it is handed out once and kept nowhere. What is kept is its SHA-256, which opens nothing.
"""

from __future__ import annotations

import datetime
import hashlib
import secrets

from sqlalchemy import insert, select, update

from decision.store.database import Database
from decision.store.faults import ConflictError
from decision.store.saved import Person, Saved, Share
from decision.store.store import get_saved
from decision.store.tables import ASSESSMENTS, SHARES

SECRET_BYTES = 32


class Shares:
    """The links to saved assessments. Every method raises `StoreError` where the database cannot be reached."""

    def __init__(self, database: Database) -> None:
        self.database = database

    def make(self, by: Person, name: str, at: datetime.datetime) -> str:
        """Make a link to a saved assessment. Returns its secret, which cannot be had a second time.

        Raises `BarredError` for who may not, and `ConflictError` where the assessment was deleted.
        """
        secret = secrets.token_urlsafe(SECRET_BYTES)
        row = {"digest": _digest(secret), "assessment": name, "made_by": by.name, "created": at}
        with self.database.changing(by) as connection:
            there = select(ASSESSMENTS.c.id).where(ASSESSMENTS.c.id == name).with_for_update(read=True)
            if connection.execute(there).first() is None:
                raise ConflictError(None)
            connection.execute(insert(SHARES).values(row))
        return secret

    def of(self, name: str) -> tuple[Share, ...]:
        """The links to a saved assessment, the latest first, withdrawn ones too."""
        asked = select(SHARES).where(SHARES.c.assessment == name).order_by(SHARES.c.created.desc(), SHARES.c.digest)
        with self.database.reading() as connection:
            rows = connection.execute(asked).all()
        return tuple(Share(row.digest, row.made_by, row.created, row.withdrawn) for row in rows)

    def withdraw(self, by: Person, digest: str, at: datetime.datetime) -> None:
        """Let a link open nothing from now on. Raises `BarredError` for who may not."""
        live = update(SHARES).where(SHARES.c.digest == digest, SHARES.c.withdrawn.is_(None))
        with self.database.changing(by) as connection:
            connection.execute(live.values(withdrawn=at))

    def open(self, secret: str) -> Saved | None:
        """The saved assessment that a link leads to, as it is now; None for every link that leads nowhere.

        Whatever is wrong with a link, the work is the same: one digest, and one question to the database.
        """
        live = select(SHARES.c.assessment).where(SHARES.c.digest == _digest(secret), SHARES.c.withdrawn.is_(None))
        with self.database.reading() as connection:
            return get_saved(connection, ASSESSMENTS.c.id.in_(live))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()
