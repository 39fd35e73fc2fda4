# SPDX-License-Identifier: GPL-3.0-or-later
"""A command in a window of tmux, and what a person sees of it."""
import os
import shutil
import subprocess

import harness


class Screen:
    """A shell in a window; all that it has shown stays to be seen."""

    def __init__(self, folder, env, columns=80):
        if shutil.which("tmux") is None:
            harness.skip("tmux is not installed")
        self.socket = os.path.join(folder, "tmux")
        self.size = ("-x", str(columns), "-y", "1000")
        self.env = dict(env)
        self.env.pop("TMUX", None)

    def tmux(self, *args):
        return subprocess.run(
            ["tmux", "-u", "-f", "/dev/null", "-S", self.socket, *args],
            env=self.env, check=True, timeout=60, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE).stdout.decode()

    def __enter__(self):
        self.tmux("new-session", "-d", *self.size, "PS1='$ ' sh")
        self.tmux("set-option", "-g", "status", "off")
        self.tmux("resize-window", *self.size)
        harness.wait_until("a prompt", lambda: self.lines()[-1:] == ["$"])
        return self

    def __exit__(self, *_):
        subprocess.run(["tmux", "-S", self.socket, "kill-server"],
                       check=False, env=self.env, stderr=subprocess.DEVNULL)

    def lines(self):
        """The screen; a line that the terminal has broken is whole again."""
        text = self.tmux("capture-pane", "-p", "-J").rstrip("\n").split("\n")
        return [line.rstrip() for line in text]

    def line(self, text, prompt):
        """Types a line; waits until the prompt stands below all it prints."""
        before = len(self.lines())
        self.tmux("send-keys", "-l", text)
        self.tmux("send-keys", "Enter")
        try:
            harness.wait_until("%s after %s" % (prompt, text), lambda: (
                lambda now: len(now) > before and now[-1] == prompt)(
                    self.lines()))
        except AssertionError as error:
            raise AssertionError("%s; the screen is\n%s" % (
                error, "\n".join(self.lines()))) from None
