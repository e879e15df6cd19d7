"""Versions of trees, drafts of them, and links to saved assessments."""

import sqlalchemy as sa
from alembic import op

revision = "2"
down_revision = "1"


def upgrade() -> None:
    op.create_table(
        "versions",
        sa.Column("tree", sa.String(64), primary_key=True),
        sa.Column("number", sa.Integer, primary_key=True, autoincrement=False),
        sa.Column("digest", sa.String(64), sa.ForeignKey("trees.digest")),
        sa.Column("title", sa.String(200), nullable=False),
        sa.Column("author", sa.String(200), nullable=False),
        sa.Column("note", sa.Text, nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
    )
    op.create_table(
        "drafts",
        sa.Column("tree", sa.String(64), primary_key=True),
        sa.Column("person", sa.String(200), primary_key=True),
        sa.Column("base", sa.Integer, nullable=False),
        sa.Column("revision", sa.Integer, nullable=False),
        sa.Column("changed", sa.DateTime, nullable=False),
        sa.Column("text", sa.LargeBinary, nullable=False),
    )
    op.create_table(
        "shares",
        sa.Column("digest", sa.String(64), primary_key=True),
        sa.Column("assessment", sa.String(32), sa.ForeignKey("assessments.id", ondelete="CASCADE"), nullable=False),
        sa.Column("made_by", sa.String(200), nullable=False),
        sa.Column("created", sa.DateTime, nullable=False),
        sa.Column("withdrawn", sa.DateTime),
    )
    op.create_index("shares_by_assessment", "shares", ["assessment"])
