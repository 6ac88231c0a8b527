"""From a fresh clone to a running portal, with nothing but Python: what `make` calls."""

import contextlib
import fcntl
import os
import shutil
import signal
import subprocess
import sys
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import demo_server
from demo import seen_from
from stamps import DONE, files, is_fresh, say, step

ROOT = Path(__file__).resolve().parent.parent
VENV, VAR, BUILD = ROOT / ".venv", ROOT / "var", ROOT / "build"
PYTHON = VENV / "bin" / "python"
REQUIREMENTS = ROOT / "requirements"
DEMO_CLUSTER = VAR / "postgres-demo"
ACCOUNTS = DEMO_CLUSTER / "accounts.txt"
OLDEST_NODE = 18


def main():
    os.chdir(ROOT)
    if sys.version_info < (3, 11):  # noqa: UP036 (this is where it is found out)
        sys.exit(f"The portal needs Python 3.11 or later; this is {sys.version.split()[0]}.")
    name = sys.argv[1].replace("-", "_")
    for number in (signal.SIGTERM, signal.SIGHUP):
        if signal.getsignal(number) != signal.SIG_IGN:
            signal.signal(number, lambda number, _: sys.exit(128 + number))
    with contextlib.suppress(KeyboardInterrupt):
        sys.exit(COMMANDS[name]())
    sys.exit(130)


# ---- the commands


def demo(*, reset=False):
    with set_up():
        packages("portal")
        prepare_demo(reset=reset)
        process, port = demo_server.serve(run_environment(DEMO="1"), PYTHON, VAR, renewed=DONE)
    if process is None:
        demo_server.do_nightly_work(run_environment(DEMO="1"), PYTHON, port)
        tell_where(port)
        say("served by another make demo in this folder")
        return 0
    running = [process]
    try:
        demo_server.do_nightly_work(run_environment(DEMO="1"), PYTHON, port)
        tell_where(port)
        if not os.environ.get("EMAIL_URL"):
            say("mails are not sent, but written to var/mail")
        running.append(demo_server.deliver(run_environment(DEMO="1"), PYTHON, VAR, port))
        say("Ctrl-C ends it")
        process.wait()
        say("the server was ended by something else; make demo starts it again")
        return 1
    finally:
        for one in running:
            one.terminate()
        for one in running:
            one.wait()


def tell_where(port):
    print(ACCOUNTS.read_text(encoding="utf-8"))
    say(f"the portal is at http://localhost:{port}")


def demo_reset():
    told_day()
    users = DEMO_CLUSTER / "users.lock"
    deadline = time.monotonic() + 10  # one that was just ended may still be busy with that
    while users.exists() and not is_free(users):
        if time.monotonic() > deadline:
            sys.exit("The demo is running. Stop it first (Ctrl-C where it runs), then try again.")
        time.sleep(0.2)
    if not os.environ.get("DATABASE_URL"):
        shutil.rmtree(DEMO_CLUSTER, ignore_errors=True)
    return demo(reset=True)


def test(*options):
    with set_up():
        packages("dev")
    arguments = os.environ.get("ARGS", "")
    # In the order of the folders, so that what the browser tests share is made once.
    workers = "-n 2 --dist loadfile --no-loadscope-reorder"
    command = f'exec "$0" -m pytest {workers} "$@" {arguments}'
    return call("sh", "-c", command, PYTHON, *options)


def test_all():
    return test("-m", "")


def check():
    with set_up():
        packages("dev")
    manage = [PYTHON, "manage.py"]
    scripts = VENV / "bin"
    templates = list(files(ROOT / "templates", ".html"))
    checks = {
        "style": [scripts / "ruff", "check", "--quiet"],
        "format": [scripts / "ruff", "format", "--check", "--quiet"],
        "templates": [scripts / "djade", "--target-version", "5.2", "--check", *templates],
        "indentation of templates": [scripts / "djhtml", "--check", *templates],
        "layers": [scripts / "lint-imports", "--no-cache"],
        "Django": [*manage, "check"],
        "migrations": [*manage, "makemigrations", "--check", "--dry-run"],
        "translations": [*manage, "check_messages"],
        "pinned packages": [PYTHON, "-m", "pytest", "-q", "tests/test_requirements.py"],
    }
    wrong = []
    for what, command in checks.items():
        done = subprocess.run(
            list(map(str, command)), env=run_environment(DEBUG="1"), capture_output=True, text=True
        )
        say(f"{what}: {'in order' if done.returncode == 0 else 'WRONG'}")
        if done.returncode:
            wrong.append(what)
            lines = (done.stdout + done.stderr).strip().splitlines()
            print("\n".join(lines[:40]))
            if len(lines) > 40:
                print(f"… and {len(lines) - 40} lines more, by: {' '.join(map(str, command[:4]))}")
    if wrong:
        say(f"not in order: {', '.join(wrong)}")
    return len(wrong)


def bench():
    with set_up():
        packages("portal")
        with static_files():
            if call(PYTHON, "manage.py", "compile_messages", DEMO="1"):
                sys.exit("The translations could not be compiled; see above.")
    own = {"DEMO": "1", "DATABASE_CLUSTER": "bench", "DATABASE_URL": ""}
    return call(PYTHON, "manage.py", "bench", **own)


def messages():
    with set_up():
        environment("portal")
    for command in ("make_messages", "compile_messages"):
        if code := call(PYTHON, "manage.py", command, DEBUG="1"):
            return code
    return 0


def assets():
    with set_up():
        environment("portal")
        (BUILD / "assets.stamp").unlink(missing_ok=True)
        assets_of("portal")
    return 0


def only_environment():
    with set_up():
        packages("dev")
    return 0


COMMANDS = {
    "demo": demo,
    "demo_reset": demo_reset,
    "test": lambda: test("-m", "not matrix"),
    "test_all": test_all,
    "check": check,
    "bench": bench,
    "messages": messages,
    "assets": assets,
    "environment": only_environment,
}


# ---- the steps


def packages(kind):
    """All that the portal needs, from both registries; `dev` adds what only tests need.

    Both at the same time, unless node has to come from Python's registry.
    """
    if not has_node():
        environment(kind)
    with ThreadPoolExecutor(max_workers=1) as beside:
        assets = beside.submit(assets_of, kind)
        environment(kind)
        assets.result()


def environment(kind):
    """The virtual environment with what is pinned in requirements/, installed by uv."""
    if VENV.is_symlink():
        return
    ours = [sys.version, ROOT, REQUIREMENTS / "uv.txt", REQUIREMENTS / "portal.txt"]
    with step(VENV / "portal.stamp", ours, "Python packages") as needed:
        if needed:
            make_venv()
            install("uv", by=[PYTHON, "-m", "pip", "install", "--quiet"])
            install("portal")
    if kind == "dev":
        with step(VENV / "dev.stamp", [REQUIREMENTS / "dev.txt"], "packages for tests") as needed:
            if needed:
                install("dev")


def make_venv():
    try:
        import ensurepip  # noqa: F401
        import venv
    except ImportError:
        version = f"{sys.version_info.major}.{sys.version_info.minor}"
        sys.exit(
            "Python's venv is missing. On Debian and Ubuntu: "
            f"apt-get install python3-venv (or python{version}-venv)."
        )
    venv.create(VENV, clear=True, with_pip=True, symlinks=True)


def install(name, by=None):
    by = by or [VENV / "bin" / "uv", "pip", "install", "--quiet", "--python", PYTHON]
    requirements = ["--require-hashes", "-r", REQUIREMENTS / f"{name}.txt"]
    if call(*by, *requirements) == 0:
        return
    if by[1] == "pip":  # pip may know a way to the registry that uv doesn't
        say("uv did not succeed; trying pip")
        if call(PYTHON, "-m", "pip", "install", "--quiet", *requirements) == 0:
            return
    sys.exit(f"The packages of requirements/{name}.txt could not be installed; see above.")


def assets_of(kind):
    """Style sheets and fonts from npm packages; `dev` adds what only tests need."""
    lock = [ROOT / "package.json", ROOT / "package-lock.json", ROOT / ".npmrc"]
    modules = ROOT / "node_modules"
    stamps = [modules / "dev.stamp", modules / "portal.stamp"]
    whole = stamps[:1] if kind == "dev" else stamps
    if not modules.is_symlink() and not any(is_fresh(stamp, lock) for stamp in whole):
        with step(modules / f"{kind}.stamp", lock, "packages for style sheets and fonts"):
            omit = [] if kind == "dev" else ["--omit=dev"]
            if call(*node("npm"), "ci", "--ignore-scripts", *omit, stdout=subprocess.DEVNULL):
                sys.exit("The npm packages could not be installed; see above.")
    sources = [*lock, *files(ROOT / "static")]
    if BUILD.joinpath("static").is_symlink():
        return
    with step(BUILD / "assets.stamp", sources, "style sheets and fonts") as needed:
        if needed and call(*node("node"), "static/build.mjs", stdout=subprocess.DEVNULL):
            sys.exit("The style sheets could not be built; see above.")


def has_node():
    """Whether this machine has node and npm, and none too old."""
    if not shutil.which("node") or not shutil.which("npm"):
        return False
    version = subprocess.run(["node", "--version"], capture_output=True, text=True).stdout
    return int(version.strip().lstrip("v").split(".")[0] or 0) >= OLDEST_NODE


def node(name):
    """node or npm of the machine, or of a wheel where it has none or an old one."""
    if has_node():
        return [name]
    with step(VENV / "node.stamp", [REQUIREMENTS / "node.txt"], "node from a wheel") as needed:
        if needed:
            install("node")
    os.environ["PATH"] = f"{VENV / 'bin'}{os.pathsep}{os.environ['PATH']}"
    return [str(VENV / "bin" / name)]


@contextlib.contextmanager
def static_files():
    """Static files collected and compressed, by the end of the block."""
    sources = [BUILD / "assets.stamp", VENV / "portal.stamp"]
    with step(BUILD / "collected.stamp", sources, "static files") as needed:
        command = [str(PYTHON), "manage.py", "prepare", "--only-static"]
        process = needed and subprocess.Popen(command, env=run_environment(DEMO="1"))
        try:
            yield
        finally:
            failed = process and process.wait()
        if failed:
            sys.exit("The static files could not be prepared; see above.")


def prepare_demo(*, reset):
    """Static files beside all else: translations, tables, roles, and demo data.

    Data that is there is kept unless it is to be made anew.
    """
    today = told_day()
    ours = [path for path in files(ROOT, ".py", ".yaml", ".po") if path.parts[0] != "tests"]
    sources, stamp = [*ours, VENV / "portal.stamp"], DEMO_CLUSTER / "demo.stamp"
    if reset or os.environ.get("DATABASE_URL"):
        stamp.unlink(missing_ok=True)  # what that holds isn't known here
    what = "translations, tables, roles and demo data"
    with static_files(), step(stamp, sources, what) as needed:
        if not needed:
            return
        if call(PYTHON, "manage.py", "prepare", "--without-static", DEMO="1"):
            sys.exit("Translations, tables or roles could not be made; see above.")
        more = [*(["--today", today] if today else []), *(["--reset"] if reset else [])]
        command = [str(PYTHON), "manage.py", "demo", *more]
        made = subprocess.run(
            command, env=run_environment(DEMO="1"), stdout=subprocess.PIPE, text=True
        )
        if made.returncode:
            sys.exit("The demo data could not be made; see above.")
        ACCOUNTS.parent.mkdir(parents=True, exist_ok=True)
        ACCOUNTS.write_text(made.stdout.partition("\n\n")[2], encoding="utf-8")


def told_day():
    """`TODAY=`, looked at before anything is thrown away for it."""
    today = os.environ.get("TODAY", "")
    try:
        return today and seen_from.day_of(today).isoformat()
    except ValueError as error:
        sys.exit(f"TODAY: {error}")


# ---- the tools


@contextlib.contextmanager
def set_up():
    """One at a time: whoever comes second waits, and finds everything done."""
    VAR.mkdir(exist_ok=True)
    with (VAR / "setup.lock").open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            say("waiting for another make in this folder")
            fcntl.flock(lock, fcntl.LOCK_EX)
        yield


def is_free(path):
    with path.open("a") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
    return True


def run_environment(**more):
    """What our processes are told; what one of them has compiled, the next one need not."""
    return {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONDONTWRITEBYTECODE": "", **more}


def call(*command, stdout=None, **more):
    """Runs a command in the project's folder; its code."""
    return subprocess.run(
        list(map(str, command)), env=run_environment(**more), stdout=stdout
    ).returncode


if __name__ == "__main__":
    main()
