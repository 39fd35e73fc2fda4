# SPDX-License-Identifier: GPL-3.0-or-later
"""socksh at a terminal of its own (a pty), driven key by key.

What it prints is read as it comes; every wait is for a state (of what was
printed, of the process, of the terminal), with a deadline.
"""

import atexit
import fcntl
import os
import pty
import re
import select
import shutil
import signal
import struct
import sys
import tempfile
import termios
import time
import traceback

PROMPT = "socksh> "
MORE = "...> "
CTRL_C, CTRL_D, CTRL_Z = "\x03", "\x04", "\x1a"


class Skipped(Exception):
    """What a test needs is not there."""


class Shell:
    """A program in a session of its own, whose terminal we are.

    as_user runs it as somebody who may not open that terminal again. Where the
    terminal is not controlling, its end is no signal.
    """

    def __init__(self, program=None, columns=500, rows=30, args=(), env=(),
                 as_user=None, controlling=True):
        self.home = tempfile.mkdtemp(prefix="socksh-home-")
        atexit.register(shutil.rmtree, self.home, ignore_errors=True)
        self.program = program or os.environ["SOCKSH"]
        self.data = ""
        self.status = None
        self.used = None  # seconds of processor time, once it has ended
        environ = {**os.environ, "HOME": self.home, "TERM": "xterm",
                   "XDG_STATE_HOME": self.home, **dict(env)}
        self.master, self.slave = pty.openpty()
        self.resize(columns, rows)
        self.tty_before = self.tty()
        self.pid = os.fork()
        if self.pid == 0:
            try:
                os.close(self.master)
                login(self.slave, controlling)
                if as_user:
                    os.setresuid(as_user, as_user, as_user)
                os.execve(self.program, [self.program, *args], environ)
            finally:
                os._exit(127)

    def tty(self):
        """The terminal's settings."""
        return termios.tcgetattr(self.slave)

    def resize(self, columns, rows):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ,
                    struct.pack("HHHH", rows, columns, 0, 0))

    def send(self, text):
        data = text.encode()
        while data:
            data = data[os.write(self.master, data):]

    def read(self, timeout):
        """Takes what is there within timeout; False if nothing came."""
        if self.master is None:
            time.sleep(min(timeout, 0.01))
            return False
        ready, _, _ = select.select([self.master], [], [], timeout)
        if not ready:
            return False
        try:
            got = os.read(self.master, 65536)
        except OSError:
            return False
        self.data += got.decode("utf-8", "replace")
        return bool(got)

    def wait(self, text, deadline=20, start=0):
        """Until text has been printed behind start; returns where it ends."""
        end = time.monotonic() + deadline
        while True:
            at = self.data.find(text, start)
            if at >= 0:
                return at + len(text)
            if not self.read(0.2) and self.ended() or time.monotonic() >= end:
                raise AssertionError(
                    "%r did not come%s; got %r"
                    % (text, ", it ended" if self.ended() else "",
                       self.data[start:]))

    def line(self, text, deadline=20):
        """Types a line; returns what came before the next prompt.

        Whatever is printed above it meanwhile, in the end it stands there.
        """
        start = len(self.data)
        self.send(text + "\r")
        at = self.wait(text + "\r\n", deadline, start)
        end = self.wait(PROMPT, deadline, at)
        return plain(self.data[at:end - len(PROMPT)])

    def until(self, state, what, deadline=20):
        """Until state() holds; what comes meanwhile is read."""
        end = time.monotonic() + deadline
        while not state():
            if time.monotonic() >= end:
                raise AssertionError("%s: it never was so; got %r"
                                     % (what, self.data[-400:]))
            self.read(0.005)

    def taken(self, deadline=20):
        """Until all keys sent have been read."""
        self.until(lambda: not queued(self.slave), "keys read", deadline)

    def kill(self, sig):
        os.kill(self.pid, sig)

    def ended(self):
        if self.status is None:
            pid, status, usage = os.wait4(self.pid, os.WNOHANG)
            if pid != 0:
                self.status = status
                self.used = usage.ru_utime + usage.ru_stime
        return self.status is not None

    def finish(self, deadline=20):
        """Waits for the end of the process; its status as waitpid gives it."""
        end = time.monotonic() + deadline
        while time.monotonic() < end:
            if not self.read(0.01) and self.ended():
                return self.status
        self.kill(signal.SIGKILL)
        os.waitpid(self.pid, 0)
        raise AssertionError("it did not end; got %r" % self.data[-400:])

    def hang_up(self):
        """The terminal goes away."""
        os.close(self.slave)
        os.close(self.master)
        self.master = None

    def quit(self):
        self.send("quit\r")
        status = self.finish()
        if status != 0:
            raise AssertionError("quit ended with %d: %r"
                                 % (status, self.data[-400:]))


def login(slave, controlling):
    """A session of its own, with this terminal."""
    os.setsid()
    if controlling:
        fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for fd in range(3):
        os.dup2(slave, fd)
    if slave > 2:
        os.close(slave)


def queued(tty):
    """Bytes that wait in a terminal for somebody to read them."""
    room = fcntl.ioctl(tty, termios.FIONREAD, struct.pack("i", 0))
    return struct.unpack("i", room)[0]


def plain(text):
    """Without the escape sequences and carriage returns of a line editor."""
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
    return text.replace("\r", "")


def process_state(pid):
    """R, S, T (stopped), Z, …; None if there is no such process."""
    try:
        with open("/proc/%d/stat" % pid) as file:
            return file.read().rsplit(")", 1)[1].split()[0]
    except OSError:
        return None


def processor_time(pid):
    """Seconds that it has computed so far."""
    with open("/proc/%d/stat" % pid) as file:
        fields = file.read().rsplit(")", 1)[1].split()
    return sum(map(int, fields[11:13])) / os.sysconf("SC_CLK_TCK")


def child_of(pid):
    """The process that pid has started last, or None."""
    children = []
    for task in os.listdir("/proc/%d/task" % pid):
        with open("/proc/%d/task/%s/children" % (pid, task)) as file:
            children += map(int, file.read().split())
    return max(children) if children else None


def equal(got, wanted, what):
    if got != wanted:
        raise AssertionError("%s: %r, not %r" % (what, got, wanted))


def main(cases):
    """Runs the cases; the status for the end of the test."""
    failed = skipped = 0
    only = sys.argv[1:]
    for case in cases:
        name = case.__name__
        if only and name not in only:
            continue
        try:
            case()
            print("ok   %s" % name)
        except Skipped as why:
            print("skip %s: %s" % (name, why))
            skipped += 1
        except Exception:
            traceback.print_exc(file=sys.stdout)
            print("FAIL %s" % name)
            failed += 1
        sys.stdout.flush()
    return 1 if failed else 77 if skipped == len(cases) else 0
