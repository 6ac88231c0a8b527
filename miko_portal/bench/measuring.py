"""Servers to measure, and the clock."""

import os
import socket
import subprocess
import sys
import time
from contextlib import contextmanager
from statistics import median
from urllib.parse import urlencode

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


def seconds(port, path, cookie="", form=None, address="192.0.2.1"):
    """How long a page takes, from the first byte asked to the last one answered.

    Or how long it takes to send a form from a network; that is answered by leading elsewhere.
    """
    body = "" if form is None else urlencode(form)
    method, status = ("GET", 200) if form is None else ("POST", 302)
    request = (
        f"{method} {path} HTTP/1.1\r\nHost: localhost\r\nX-Forwarded-Proto: https\r\n"
        f"X-Forwarded-For: {address}\r\nOrigin: https://localhost\r\nCookie: {cookie}\r\n"
        "Accept-Language: de\r\n"
        f"Content-Type: application/x-www-form-urlencoded\r\nContent-Length: {len(body)}\r\n"
        f"Connection: close\r\n\r\n{body}"
    ).encode()
    began = time.perf_counter()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(request)
        answer = bytearray()
        while part := connection.recv(65536):
            answer += part
    took = time.perf_counter() - began
    if not answer.startswith(f"HTTP/1.1 {status}".encode()):
        raise RuntimeError(f"{path} answered {bytes(answer[:60])!r}")
    return took


def share_of_speed(hello, page, paths, cookie=""):
    """How fast a page is by the bare view: 0.2 takes five times as long. Medians, in turns."""
    paths = list(paths)
    for path in paths[:WARM_UP]:
        seconds(page, path, cookie)
        seconds(hello, "/")
    return _share((seconds(hello, "/"), seconds(page, path, cookie)) for path in paths[WARM_UP:])


def share_of_registering(bare, portal, cookie, forms):
    """How fast a form is stored by one that only locks a row and stores another."""
    rounds = [
        (
            seconds(bare, "/", form=form),
            seconds(portal, path, cookie, form, f"10.0.{n // 250}.{n % 250}"),
        )
        for n, (path, form) in enumerate(forms)
    ]
    return _share(rounds[WARM_UP:])


def _share(rounds):
    bare, ours = (median(column) for column in zip(*rounds, strict=True))
    return bare / ours
