"""Serves the demo on this computer, or finds the server of another `make demo` in this folder."""

import fcntl
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request

FIRST_PORT = 8000
PATIENCE = 60  # seconds until the first answer
LOCKS = "server.lock", "watch.lock"  # held by the server, and by the `make demo` that started it
DELIVERY = "delivery.lock"  # held by the process that sends


def serve(environment, python, var, *, renewed):
    """The process that serves, or None where one of this folder does so already; and its port.

    One that does so already begins anew where the portal was `renewed` under it.
    The server holds the lock, so it is free as soon as the last of its processes is gone. It is
    in a process group of its own: Ctrl-C is meant for `make`, which ends the server with one
    signal; two at a time can leave a worker waiting for itself.
    """
    asked = asked_port()
    lock, watch = (os.open(var / name, os.O_RDWR | os.O_CREAT, 0o600) for name in LOCKS)
    note = var / "server.json"
    if not take(lock, watch, note):
        served = json.loads(note.read_text())
        if renewed:
            os.kill(served["pid"], signal.SIGHUP)
            renew_delivery(var)
        if asked in (None, served["port"]):
            return None, served["port"]
    port = choose_port(asked)
    binds = [f"--bind=127.0.0.1:{port}"] + [f"--bind=[::1]:{port}"] * can_bind("::1", port)
    process = subprocess.Popen(
        [
            *(str(python), "-m", "gunicorn", "miko_portal.wsgi", "--no-control-socket"),
            *("--workers", "2", "--threads", "4", "--graceful-timeout", "3"),
            *("--log-level", "warning", *binds),
        ],
        env={**surroundings(port), **environment},
        pass_fds=[lock],
        process_group=0,
    )
    os.close(lock)
    try:
        wait_for_answer(process, port)
    except BaseException:
        process.terminate()
        raise
    if asked is None or not is_running(note):
        note.write_text(json.dumps({"port": port, "pid": process.pid}))
    return process, port


def deliver(environment, python, var, port):
    """The process that sends what lies in the outbox; it ends with this one.

    It holds a lock in which its number stands.
    """
    lock = os.open(var / DELIVERY, os.O_RDWR | os.O_CREAT, 0o600)
    hold(lock)
    every = ["--every", "5", "--starter", str(os.getpid())]
    command = [str(python), "manage.py", "send_messages", *every]
    environment = {**surroundings(port), **environment}
    process = subprocess.Popen(command, env=environment, pass_fds=[lock])
    os.truncate(lock, 0)
    os.write(lock, str(process.pid).encode())
    os.close(lock)
    return process


def renew_delivery(var):
    """Has the process that sends begin anew, where there is one."""
    lock = os.open(var / DELIVERY, os.O_RDWR | os.O_CREAT, 0o600)
    number = os.read(lock, 20)
    if not hold(lock) and number:
        os.kill(int(number), signal.SIGHUP)
    os.close(lock)


def do_nightly_work(environment, python, port):
    """What happens at night elsewhere, once at the start, so that reminders are there."""
    command = [str(python), "manage.py", "nightly"]
    subprocess.run(
        command,
        env={**surroundings(port), **environment},
        stdout=subprocess.DEVNULL,
        process_group=0,
        check=False,
    )


def surroundings(port):
    """Where the demo is reached, and that mails are files in this folder."""
    return {"PORTAL_URL": f"http://localhost:{port}", "EMAIL_URL": "file:///var/mail"}


def asked_port():
    asked = os.environ.get("PORT", "")
    if not asked:
        return None
    if not asked.isdigit() or not 0 < int(asked) < 65536:
        sys.exit(f"PORT={asked} is not a port; take a number such as 8001.")
    return int(asked)


def take(lock, watch, note):
    """Whether nobody serves; waits for a server that was killed to be gone for good.

    One whose `make demo` was killed is ended: nobody delivers its mails, and no Ctrl-C reaches it.
    """
    deadline = time.monotonic() + PATIENCE
    while time.monotonic() < deadline:
        if hold(lock):
            hold(watch)
            return True
        if is_running(note):
            if not hold(watch):
                return False
            os.kill(json.loads(note.read_text())["pid"], signal.SIGTERM)
        time.sleep(0.1)
    sys.exit("A server of this folder neither answers nor ends. Please end it, then try again.")


def hold(lock):
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


def is_running(note):
    try:
        served = json.loads(note.read_text())
        os.kill(served["pid"], 0)
    except (OSError, ValueError):
        return False
    return answers(served["port"])


def answers(port):
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/__lbheartbeat__", timeout=5) as page:
            return page.status == 200
    except OSError:
        return False


def choose_port(asked):
    if asked is not None:
        if not can_bind("127.0.0.1", asked):
            sys.exit(f"Port {asked} is taken by another program; choose another: make demo PORT=…")
        return asked
    for port in range(FIRST_PORT, FIRST_PORT + 100):
        if can_bind("127.0.0.1", port):
            if port != FIRST_PORT:
                print(f"· port {FIRST_PORT} is taken by another program, so this is {port}")
            return port
    sys.exit(f"No port from {FIRST_PORT} on is free; choose another: make demo PORT=…")


def can_bind(address, port):
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    try:
        with socket.socket(family) as attempt:
            attempt.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            attempt.bind((address, port))
    except OSError:
        return False
    return True


def wait_for_answer(process, port):
    deadline = time.monotonic() + PATIENCE
    while not answers(port):
        if process.poll() is not None or time.monotonic() > deadline:
            sys.exit("The server did not start; see above.")
        time.sleep(0.1)
