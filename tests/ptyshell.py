# SPDX-License-Identifier: GPL-3.0-or-later
"""socksh at a terminal of its own (a pty), driven key by key.

What it prints is read as it comes; every wait is for a state of the screen's
text, with a deadline.
"""

import os
import pty
import re
import select
import signal
import struct
import fcntl
import tempfile
import termios
import time

PROMPT = "socksh> "


class Shell:
    def __init__(self, program=None, columns=100, rows=30, args=(), env=()):
        self.home = tempfile.mkdtemp(prefix="socksh-home-")
        self.program = program or os.environ["SOCKSH"]
        self.data = ""
        environ = dict(os.environ, HOME=self.home, TERM="xterm",
                       XDG_STATE_HOME=self.home, **dict(env))
        self.master, slave = pty.openpty()
        self.resize(columns, rows)
        self.tty_before = termios.tcgetattr(slave)
        self.pid = os.fork()
        if self.pid == 0:
            os.close(self.master)
            login(slave)
            os.execve(self.program, [self.program, *args], environ)
        self.slave = slave

    def resize(self, columns, rows):
        fcntl.ioctl(self.master, termios.TIOCSWINSZ,
                    struct.pack("HHHH", rows, columns, 0, 0))

    def send(self, text):
        os.write(self.master, text.encode())

    def read(self, timeout):
        """Takes what is there within timeout; False if nothing came."""
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
            left = end - time.monotonic()
            if left <= 0 or not self.read(left):
                if time.monotonic() >= end or self.ended():
                    raise AssertionError(
                        "%r did not come; got %r" % (text, self.data[start:]))

    def line(self, text, deadline=20):
        """Types a line; returns what came before the next prompt."""
        start = len(self.data)
        self.send(text + "\r")
        at = self.wait("\n", deadline, start)
        end = self.wait(PROMPT, deadline, at)
        return plain(self.data[at:end - len(PROMPT)])

    def ended(self):
        pid, self.status = os.waitpid(self.pid, os.WNOHANG)
        return pid != 0

    def finish(self, deadline=10):
        """Waits for the end of the process; its status as waitpid gives it."""
        end = time.monotonic() + deadline
        while time.monotonic() < end:
            self.read(0.01)
            if self.ended():
                return self.status
        os.kill(self.pid, signal.SIGKILL)
        os.waitpid(self.pid, 0)
        raise AssertionError("it did not end; got %r" % self.data[-400:])


def login(slave):
    os.setsid()
    fcntl.ioctl(slave, termios.TIOCSCTTY, 0)
    for fd in range(3):
        os.dup2(slave, fd)
    if slave > 2:
        os.close(slave)


def plain(text):
    """Without the escape sequences and carriage returns of a line editor."""
    text = re.sub(r"\x1b\[[0-9;?]*[A-Za-z]", "", text)
    return text.replace("\r", "")
