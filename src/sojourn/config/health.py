"""Is the process alive, and can it serve? For load balancers and people on call; says nothing about anybody.

`/healthz` answers as long as the process does. `/readyz` also asks what a request needs: the database with all
migrations, the law, the key ring. It names the part that is missing, never why: that stands in the log.
"""

from collections.abc import Callable
from typing import Final

import structlog
from django.db import connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from sojourn.engine import load_law
from sojourn.vault import custody

_log = structlog.stdlib.get_logger("sojourn.health")


def _database() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    executor = MigrationExecutor(connection)
    return not executor.migration_plan(executor.loader.graph.leaf_nodes())


def _law() -> bool:
    return bool(load_law().version)


def _keys() -> bool:
    return custody.ring() is not None


PARTS: Final[dict[str, Callable[[], bool]]] = {"database": _database, "law": _law, "keys": _keys}


def _works(name: str, check: Callable[[], bool]) -> bool:
    try:
        return check()
    except Exception:  # noqa: BLE001  whatever it is, this part is not ready; the log has the reason
        _log.exception("not_ready", part=name)
        return False


@never_cache
@require_safe
def healthz(request: HttpRequest) -> HttpResponse:
    """The process answers."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8")


@never_cache
@require_safe
def readyz(request: HttpRequest) -> JsonResponse:
    """200 when every part works, else 503; which parts do and which do not."""
    parts = {name: _works(name, check) for name, check in PARTS.items()}
    ready = all(parts.values())
    return JsonResponse({"ready": ready, "parts": parts}, status=200 if ready else 503)
