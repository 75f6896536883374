"""The firmware a closed case counts with, in its row; the index of the outcomes has it too."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"

STAMP = """
UPDATE cases SET firmware = (
    SELECT box_firmware.firmware FROM box_firmware
    WHERE box_firmware.imei = cases.imei
    AND box_firmware.noted_at <= CASE WHEN cases.event_at < cases.received_at THEN cases.event_at
        ELSE cases.received_at END
    ORDER BY box_firmware.noted_at DESC LIMIT 1
) WHERE outcome IS NOT NULL
"""


def upgrade() -> None:
    op.add_column("cases", sa.Column("firmware", sa.String(length=64), nullable=True))
    op.execute(STAMP)
    op.drop_index("ix_cases_outcome_imei", "cases")
    op.create_index("ix_cases_outcome_imei_firmware", "cases", ["outcome", "imei", "firmware"])


def downgrade() -> None:
    op.drop_index("ix_cases_outcome_imei_firmware", "cases")
    op.create_index("ix_cases_outcome_imei", "cases", ["outcome", "imei"])
    op.drop_column("cases", "firmware")
