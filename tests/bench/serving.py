"""The site on two processes, as `make run` starts it, on a port of its own and with this test's database."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from urllib.parse import urlsplit

from django.conf import settings
from django.db import connection

WORKERS = 2
GRANIAN = [
    *(sys.executable, "-m", "granian", "--interface", "wsgi", "--workers", str(WORKERS), "--blocking-threads", "4"),
    *("--host", "127.0.0.1", "--log-level", "error", "--workers-kill-timeout", "1", "peoplehub.wsgi:application"),
]


@contextmanager
def served():
    """The port of a server, for as long as the context lasts."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {
        "DATABASE_URL": _database_url(),
        "DJANGO_SETTINGS_MODULE": "tests.bench.settings",
        "STATIC_ROOT": str(settings.STATIC_ROOT),
    }
    server = subprocess.Popen([*GRANIAN, "--port", str(port)], env=os.environ | environment, cwd=settings.BASE_DIR)
    try:
        _wait_for(server, port)
        yield port
    finally:
        server.terminate()
        server.wait(10)


def _database_url():
    """Where this test's database is, for another process."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()


def _wait_for(server, port):
    for _ in range(100):
        assert server.poll() is None, "the server has stopped"
        try:
            socket.create_connection(("127.0.0.1", port)).close()
        except ConnectionRefusedError:
            time.sleep(0.1)
        else:
            return
    raise TimeoutError("the server did not start")
