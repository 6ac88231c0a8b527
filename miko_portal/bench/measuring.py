"""Servers to measure, and the clock."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from statistics import median

from django.conf import settings

WORKERS = 2
WARM_UP = 12


@contextmanager
def serving(application, *, workers=WORKERS, log=None, **environment):
    """A server with the settings of production; yields its port. `log`: where it writes to."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    production = {"SECRET_KEY": settings.SECRET_KEY, "ALLOWED_HOSTS": "localhost", "DEMO": "0"}
    command = [sys.executable, "-m", "gunicorn", application, "--no-control-socket"]
    command += [f"--bind=127.0.0.1:{port}", f"--workers={workers}", "--log-level=warning"]
    if workers > WORKERS:
        command.append("--preload")  # read once for all: many would take long to start
    server = subprocess.Popen(
        command,
        env={**os.environ, **production, "DEBUG": "0", **environment},
        cwd=settings.BASE_DIR,
        stdout=log,
        stderr=log,
    )
    try:
        wait_until_open(port, server)
        yield port
    finally:
        server.terminate()
        server.wait()


def wait_until_open(port, server):
    for _ in range(600):
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            return
        except OSError:
            if server.poll() is not None:
                break
            time.sleep(0.05)
    raise RuntimeError("The server to measure did not start.")


def seconds(port, path, cookie=""):
    """How long a page takes, from the first byte asked to the last one answered."""
    request = (
        f"GET {path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\n"
        f"Cookie: {cookie}\r\nAccept-Language: de\r\nConnection: close\r\n\r\n"
    ).encode()
    began = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request)
        answer = bytearray()
        while part := connection.recv(65536):
            answer += part
    took = time.perf_counter() - began
    if not answer.startswith(b"HTTP/1.1 200"):
        raise RuntimeError(f"{path} answered {bytes(answer[:60])!r}")
    return took


def share_of_speed(hello, page, paths, cookie=""):
    """How fast a page is by the bare view: 0.2 takes five times as long. Medians, in turns."""
    paths = list(paths)
    for path in paths[:WARM_UP]:
        seconds(page, path, cookie)
        seconds(hello, "/")
    rounds = [(seconds(hello, "/"), seconds(page, path, cookie)) for path in paths[WARM_UP:]]
    bare, ours = (median(column) for column in zip(*rounds, strict=True))
    return bare / ours
