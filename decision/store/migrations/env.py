"""Run by Alembic: the migrations go over the connection, and in the transaction, of `decision/store/migrate.py`."""

from alembic import context

context.configure(connection=context.config.attributes["connection"])
context.run_migrations()
