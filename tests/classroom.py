# SPDX-License-Identifier: GPL-3.0-or-later
"""socksh learn in a window of tmux of some size and in some language: a student
who types lines, and what is on the screen when a prompt stands again."""
import gettext
import os
import re
import shutil
import subprocess
import tempfile
import unicodedata

import harness

LOCALE = os.path.join(os.path.dirname(harness.SOCKSH), "locale")


def width(text):
    return sum(2 if unicodedata.east_asian_width(c) in "WF" else
               0 if unicodedata.combining(c) else 1 for c in text)


def last_row(text, columns):
    """What of a line stands in its last row."""
    row, used = "", 0
    for c in text:
        if used + width(c) > columns:
            row, used = "", 0
        row += c
        used += width(c)
    return row.rstrip()


def has_language(language):
    return language == "en" or gettext.find("socksh", LOCALE,
                                            [language]) is not None


class Screen:
    """A shell in a window, and all that it has shown."""

    def __init__(self, columns, rows, language="en"):
        if shutil.which("tmux") is None:
            harness.skip("tmux is not installed")
        self.columns, self.rows = columns, rows
        self.folder = tempfile.TemporaryDirectory(
            prefix="socksh-class-", ignore_cleanup_errors=True)
        self.words = gettext.translation(
            "socksh", LOCALE, [language], fallback=language == "en").gettext
        self.env = dict(harness.without_leak_check(),
                        HOME=self.folder.name, LC_ALL="C.UTF-8",
                        XDG_STATE_HOME=self.folder.name,
                        LANGUAGE=language, SOCKSH=harness.SOCKSH)
        for name in ("TMUX", "SOCKSH_LESSONS"):
            self.env.pop(name, None)

    def tmux(self, *args):
        return subprocess.run(
            ["tmux", "-u", "-f", self.folder.name + "/conf", "-S",
             self.folder.name + "/tmux", *args], env=self.env, check=True,
            timeout=60, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE).stdout.decode()

    def __enter__(self):
        with open(self.folder.name + "/conf", "w", encoding="ascii") as conf:
            conf.write("set -g history-limit 20000\nset -g status off\n")
        size = "-x", str(self.columns), "-y", str(self.rows)
        self.tmux("new-session", "-d", *size, "PS1='$ ' sh")
        self.tmux("resize-window", *size)
        self.wait("$", -1)
        return self

    def __exit__(self, *_):
        subprocess.run(["tmux", "-S", self.folder.name + "/tmux",
                        "kill-server"], check=False, env=self.env,
                       stderr=subprocess.DEVNULL)
        self.folder.cleanup()

    def at(self):
        """How many lines are above the cursor's, and what stands in that."""
        scrolled, y = map(int, self.tmux(
            "display", "-p", "#{history_size} #{cursor_y}").split())
        lines = self.tmux("capture-pane", "-p").split("\n")
        return scrolled + y, lines[y].rstrip() if y < len(lines) else ""

    def text(self):
        """All that was shown; what the terminal has wrapped is one line."""
        lines = self.tmux("capture-pane", "-p", "-J", "-S", "-").rstrip()
        return "".join(line.rstrip() + "\n" for line in lines.split("\n"))

    def wait(self, prompt, before):
        """Until the prompt stands below line before, or what is longer than the
        screen waits for Enter; which of them it is."""
        wanted = [last_row(prompt, self.columns),
                  self.words("Enter goes on> ").rstrip()]
        found = []

        def stands():
            line, text = self.at()
            if line > before and text in wanted:
                found[:] = [text]
            return found
        try:
            harness.wait_until(prompt, stands)
        except AssertionError as error:
            raise AssertionError("%s; the screen is\n%s" % (
                error, self.tmux("capture-pane", "-p"))) from None
        return found[0] == wanted[0]

    def line(self, text, prompt):
        """Types a line, and reads all that it brings."""
        before = self.at()[0]
        if text:
            self.tmux("send-keys", "-l", text)
        self.tmux("send-keys", "Enter")
        while not self.wait(prompt, before):
            before = self.at()[0]
            self.tmux("send-keys", "Enter")

    def key(self, name, prompt):
        """A key that ends what runs: C-c, C-z."""
        before = self.at()[0]
        self.tmux("send-keys", name)
        self.wait(prompt, before)

    def menu(self, lesson):
        return self.words(
            "Which lesson? (a number; Enter: %s; q: the end) ") % lesson


def settled(text):
    """Without what is another in each run: how soon a notice comes, or what a job
    says, how long a call takes, which ports and processes the kernel chose; and without the menu,
    which grows with the course."""
    text = re.sub(r"   \[blocked [^]]*\]", "", text)
    # The libc's own words, if it has them in this language.
    text = re.sub(r"( = -1 E[A-Z]+) \([^()]*\)", r"\1", text)
    text = re.sub(r"(?m)^(?:\* \d+: |\[\d+\] ).*\n", "", text)
    text = re.sub(r"\b(3[2-9]|[45]\d|6[0-5])\d{3}\b", "PPPPP", text)
    text = re.sub(r"(?m)\d\d( \d\d)+$", "NN", text)
    return re.sub(r"(?m)^\d\d  [a-z].*\n(?: {4,}.*\n)*", "", text)


def compare(text, path):
    """Holds a screen against what is kept; GOLDEN=write keeps it."""
    if os.environ.get("GOLDEN") == "write":
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    with open(path, encoding="utf-8") as file:
        golden = file.read()
    if text == golden:
        return
    for number, (now, was) in enumerate(zip(text.split("\n"),
                                            golden.split("\n"))):
        if now != was:
            raise AssertionError("%s:%d: %r, not %r" % (
                os.path.basename(path), number + 1, now, was))
    raise AssertionError("%s: %d lines, not %d" % (
        os.path.basename(path), text.count("\n"), golden.count("\n")))
