"""Triggers that keep a proof as it was made. Ciphertext may change: keys are turned over."""

from typing import Final

from django.db.backends.base.base import BaseDatabaseWrapper

_TABLE: Final = "proofs_proof"
_FROZEN: Final = (
    "id, request_id, reference, check_index, document_file, document_sha256, seal_key_id, issued_at"
)


def put_up(connection: BaseDatabaseWrapper) -> None:
    """Forbid changing what was proven."""
    head = f"CREATE TRIGGER {_TABLE}_frozen BEFORE UPDATE OF {_FROZEN} ON {_TABLE}"
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "CREATE OR REPLACE FUNCTION proofs_are_frozen() RETURNS trigger LANGUAGE plpgsql AS "
                "$$ BEGIN RAISE EXCEPTION 'What was proven does not change.'; END $$"
            )
            cursor.execute(f"{head} FOR EACH ROW EXECUTE FUNCTION proofs_are_frozen()")
        else:
            cursor.execute(f"{head} BEGIN SELECT RAISE(ABORT, 'What was proven does not change.'); END")


def take_down(connection: BaseDatabaseWrapper) -> None:
    """Remove the guard: for undoing the migration."""
    with connection.cursor() as cursor:
        on = f" ON {_TABLE}" if connection.vendor == "postgresql" else ""
        cursor.execute(f"DROP TRIGGER IF EXISTS {_TABLE}_frozen{on}")
        if connection.vendor == "postgresql":
            cursor.execute("DROP FUNCTION IF EXISTS proofs_are_frozen()")
