# SPDX-License-Identifier: GPL-3.0-or-later
"""What several of the tests in python3 share: a private network, a terminal."""
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import subprocess
import sys
import termios
import time

SOCKSH = os.path.abspath(os.environ.get("SOCKSH", "./socksh"))
HELPERS = os.path.abspath(os.environ.get("HELPERS", "tests/helpers"))
SRCDIR = os.path.abspath(os.environ.get("srcdir", "."))
# Seconds, for what hangs; nothing is measured.
DEADLINE = int(os.environ.get("DEADLINE", "60"))

NAMESPACE = ["unshare", "-rn", "sh", "-c",
             'ip link set lo up || exit 125; exec "$@"', "sh"]


def skip(why):
    """Ends the test as one that could not be run."""
    print(why)
    sys.exit(77)


def can_have_namespace():
    return (shutil.which("unshare") is not None and
            subprocess.run(NAMESPACE + ["true"], check=False,
                           stdout=subprocess.DEVNULL,
                           stderr=subprocess.DEVNULL).returncode == 0)


def without_leak_check():
    """The environment for a run in which LeakSanitizer cannot do its work."""
    env = dict(os.environ)
    if "address" in env.get("SANITIZERS", ""):
        env["ASAN_OPTIONS"] = env.get("ASAN_OPTIONS", "") + ":detect_leaks=0"
    return env


def enter_namespace():
    """Goes on in a network of its own; False where that is not allowed."""
    if os.environ.get("SOCKSH_TEST_NETWORK") == "private":
        return True
    if not can_have_namespace():
        return False
    os.environ["SOCKSH_TEST_NETWORK"] = "private"
    os.execvp(NAMESPACE[0], NAMESPACE + [sys.executable] + sys.argv)
    return False


def without_reasons(out):
    """Output (bytes) without what is said below a failure: that is for
    why.test."""
    return re.sub(rb"(?m)^  (?:why|try): .*\n(?:       .*\n)*", b"", out)


def tshark(folder, *options):
    """What tshark prints; it keeps its settings in this folder, as those it finds
    elsewhere (XDG_CONFIG_HOME is /dev/null here) may even crash it."""
    done = subprocess.run(["tshark", "-n", *options], check=False,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE,
                          env=dict(os.environ, HOME=folder,
                                   XDG_CONFIG_HOME=folder))
    if done.returncode != 0:
        raise AssertionError("tshark: status %d: %s" % (
            done.returncode, done.stderr.decode("utf-8", "replace")))
    return done.stdout.decode()


def wait_until(what, condition, deadline=DEADLINE):
    """Waits for a state; whoever waits in vain says for what."""
    end = time.monotonic() + deadline
    while not condition():
        if time.monotonic() > end:
            raise AssertionError("waited in vain for " + what)
        time.sleep(0.005)


class Terminal:
    """A program on a terminal that we type at."""

    def __init__(self, argv, env=None, columns=4000, cwd=None, enter=None):
        self.seen = b""  # all that came
        self.at = 0      # what of it has been read
        self.status = None
        self.pid, self.fd = pty.fork()
        if self.pid == 0:
            try:
                size = struct.pack("HHHH", 50, columns, 0, 0)
                fcntl.ioctl(0, termios.TIOCSWINSZ, size)
                signal.signal(signal.SIGINT, signal.SIG_DFL)
                if cwd is not None:
                    os.chdir(cwd)
                if enter is not None:
                    enter()
                os.execvpe(argv[0], argv, dict(os.environ, **(env or {})))
            finally:
                os._exit(127)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        if self.status is None:
            os.kill(self.pid, signal.SIGKILL)
            os.waitpid(self.pid, 0)
        os.close(self.fd)

    def type(self, text):
        data = text if isinstance(text, bytes) else text.encode()
        while data:
            data = data[os.write(self.fd, data):]

    def fill(self, end):
        """Reads what there is; False at the end."""
        left = end - time.monotonic()
        if left <= 0 or not select.select([self.fd], [], [], left)[0]:
            raise AssertionError("nothing more came after %r" %
                                 self.seen[-300:])
        try:
            data = os.read(self.fd, 65536)
        except OSError:  # EIO: nobody holds the other side any more
            data = b""
        self.seen += data
        return data != b""

    def until(self, what, deadline=DEADLINE):
        """What comes up to this text or pattern, and passes over both."""
        if isinstance(what, str):
            what = re.escape(what.encode())
        end = time.monotonic() + deadline
        while True:
            match = re.compile(what, re.S).search(self.seen, self.at)
            if match:
                text = self.seen[self.at:match.start()]
                self.at = match.end()
                return text.decode("utf-8", "replace")
            if not self.fill(end):
                raise AssertionError("it ended before %r: %r" %
                                     (what, self.seen[-300:]))

    def end(self, deadline=DEADLINE):
        """The exit status, -N for a signal, when the program has ended."""
        end = time.monotonic() + deadline
        while self.fill(end):
            pass
        _, status = os.waitpid(self.pid, 0)
        self.status = os.waitstatus_to_exitcode(status)
        return self.status


class Cases:
    """Cases that report themselves as they are run, and go on after one that
    fails."""

    def __init__(self):
        self.count = 0
        self.failed = 0
        self.skipped = 0

    def run(self, function, *args, name=None):
        name = name or function.__name__.replace("_", " ")
        self.count += 1
        try:
            why = function(*args)
        except Exception as error:  # pylint: disable=broad-except
            self.failed += 1
            print("FAILED: %s: %s: %s" % (name, type(error).__name__, error))
            return
        if why is not None:
            self.skipped += 1
            print("skipped: %s: %s" % (name, why))

    def finish(self):
        """Ends the test, with the sum."""
        print("%d cases, %d failed, %d skipped" %
              (self.count, self.failed, self.skipped))
        if self.failed:
            sys.exit(1)
        sys.exit(77 if self.skipped == self.count else 0)
