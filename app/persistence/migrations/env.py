"""What Alembic runs for each command: our metadata over the connection that ``app.persistence.schema`` hands in.

There is no alembic.ini and no offline mode: the service migrates its own database when it opens it, whatever the
folder it was started from and whether or not it is frozen.
"""

from alembic import context

from app.persistence.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    render_as_batch=True,
)
with context.begin_transaction():
    context.run_migrations()
