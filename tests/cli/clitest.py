"""Runs the built costlab-cli in a home of its own."""

import contextlib
import json
import os
import pathlib
import resource
import signal
import subprocess
import sys
import tempfile
import time

sys.dont_write_bytecode = True
ROOT = pathlib.Path(__file__).resolve().parents[2]
DATA = ROOT / "tests/data"
sys.path.insert(0, str(ROOT / "tests/support"))

import taptest  # noqa: E402

PROGRAM = os.path.abspath(sys.argv[1])


class Result:
    """What one command printed and how it ended."""

    def __init__(self, status, out, err):
        self.status = status
        self.out = out
        self.err = err

    def ok(self):
        assert self.status == 0, f"status {self.status}\n{self.out}\n{self.err}"
        return self

    def json(self):
        """The one document on stdout."""
        self.ok()
        return strict(self.out)

    def fails(self, status, code=None):
        """The error in the documented form, from a command given --json."""
        assert self.status == status, f"status {self.status}, not {status}\n{self.out}\n{self.err}"
        assert self.out == "", f"a failure printed on stdout: {self.out}"
        document = strict(self.err)
        assert list(document) == ["success", "error"], document
        assert document["success"] is False
        error = document["error"]
        assert list(error) == ["code", "message", "details", "recoverable", "suggestedAction"]
        assert isinstance(error["recoverable"], bool)
        assert error["message"].strip(), error
        if code is not None:
            assert error["code"] == code, error
        return error


def strict(text):
    """JSON without duplicate keys, NaN or infinities."""

    def pairs(items):
        keys = [key for key, _ in items]
        assert len(keys) == len(set(keys)), f"a key twice: {keys}"
        return dict(items)

    def constant(name):
        raise AssertionError(f"{name} in JSON")

    try:
        return json.loads(text, object_pairs_hook=pairs, parse_constant=constant)
    except ValueError as error:
        raise AssertionError(f"{error}: {text[:2000]!r}") from error


class Home:
    """An empty home with a data folder."""

    def __init__(self, path):
        self.path = pathlib.Path(path)
        self.data = self.path / "data"
        self.environment = dict(
            os.environ,
            HOME=str(self.path),
            XDG_DATA_HOME=str(self.path / "share"),
            XDG_CONFIG_HOME=str(self.path / "config"),
            XDG_CACHE_HOME=str(self.path / "cache"),
            XDG_STATE_HOME=str(self.path / "state"),
            XDG_RUNTIME_DIR=str(self.path / "runtime"),
            TMPDIR=str(self.path / "tmp"),
            LC_ALL="C.UTF-8",
            LANGUAGE="",
            TZ="UTC",
        )
        (self.path / "runtime").mkdir(mode=0o700)
        (self.path / "tmp").mkdir()

    def file(self, name, content):
        path = self.path / name
        if isinstance(content, str):
            content = content.encode()
        path.write_bytes(content)
        return str(path)

    def command(self, *arguments, data=True):
        where = ["--data-dir", str(self.data)] if data else []
        return [PROGRAM, *where, *(a if isinstance(a, bytes) else str(a) for a in arguments)]

    def run(self, *arguments, stdin=b"", env=None, data=True, memory=None, timeout=120):
        """@memory: bytes of address space it may have."""

        def limit():
            if memory is not None:
                resource.setrlimit(resource.RLIMIT_DATA, (memory, memory))

        if isinstance(stdin, str):
            stdin = stdin.encode()
        done = subprocess.run(
            self.command(*arguments, data=data), input=stdin, capture_output=True,
            env=dict(self.environment, **(env or {})), timeout=timeout, check=False,
            preexec_fn=limit)
        return Result(done.returncode, done.stdout.decode(), done.stderr.decode())

    def json(self, *arguments, **options):
        return self.run("--json", *arguments, **options).json()

    def start(self, *arguments, env=None):
        """One that runs on; the caller waits for it."""
        return subprocess.Popen(
            self.command(*arguments), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, env=dict(self.environment, **(env or {})))


@contextlib.contextmanager
def home():
    with tempfile.TemporaryDirectory(prefix="costlab-test-") as path:
        yield Home(path)


def until(condition, what, limit=60):
    """Asks again until it holds; the limit is for a broken program."""
    end = time.monotonic() + limit
    while not condition():
        assert time.monotonic() < end, f"waited in vain for {what}"
        time.sleep(0.02)


def finish(process, timeout=120):
    out, err = process.communicate(timeout=timeout)
    return Result(process.returncode, out.decode(), err.decode())


def sanitized():
    """Whether the program carries a sanitizer, whose own memory is large."""
    return b"__asan_init" in pathlib.Path(PROGRAM).read_bytes()


def in_home(function):
    """A case that is handed a home."""

    def case():
        with home() as place:
            function(place)

    case.__doc__ = function.__doc__
    return case


def main(prefix, functions):
    """Cases are functions of a home, named by what they show."""
    cases = [(f"/cli/{prefix}/{function.__name__.replace('_', '-')}", in_home(function))
             for function in functions]
    taptest.run(cases)


def kill(process):
    process.send_signal(signal.SIGKILL)
    return finish(process)
