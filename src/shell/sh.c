/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * sh: a command of the system's shell, its output and errors apart. Both pipes
 * are read at once: a child that fills one while we wait on the other would
 * stand still for ever.
 */
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "base/i18n.h"
#include "model/call.h"
#include "model/layout.h"
#include "shell/shell.h"

enum {
	SH_OUTPUT_MAX = 16 << 20,
	SH_READ = 4096,
};

struct child {
	pid_t pid;
	int fds[2]; /* its standard output and error; -1: ended */
	struct strbuf text[2];
	int status;
	bool too_much;
};

/* What the child gets of ours: no descriptor but 0 to 2, no blocked signal. */
static int
child_spawn(struct child *c, char *command, const int *ends)
{
	char sh[] = "sh", option[] = "-c";
	char *argv[] = { sh, option, command, NULL };
	posix_spawn_file_actions_t actions;
	posix_spawnattr_t attr;
	sigset_t none, all;
	int rc;

	posix_spawn_file_actions_init(&actions);
	posix_spawn_file_actions_addopen(&actions, STDIN_FILENO, "/dev/null",
	    O_RDONLY, 0);
	posix_spawn_file_actions_adddup2(&actions, ends[0], STDOUT_FILENO);
	posix_spawn_file_actions_adddup2(&actions, ends[1], STDERR_FILENO);
	posix_spawn_file_actions_addclosefrom_np(&actions, 3);
	posix_spawnattr_init(&attr);
	sigemptyset(&none);
	sigfillset(&all);
	sigdelset(&all, SIGKILL);
	sigdelset(&all, SIGSTOP);
	posix_spawnattr_setsigmask(&attr, &none);
	posix_spawnattr_setsigdefault(&attr, &all);
	posix_spawnattr_setpgroup(&attr, 0);
	posix_spawnattr_setflags(&attr,
	    POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF |
		POSIX_SPAWN_SETPGROUP);
	rc = posix_spawn(&c->pid, "/bin/sh", &actions, &attr, argv, environ);
	posix_spawnattr_destroy(&attr);
	posix_spawn_file_actions_destroy(&actions);
	return rc;
}

/* Starts it; an errno, or 0. */
static int
child_start(struct child *c, char *command)
{
	int ends[2] = { -1, -1 }, rc = 0;

	for (int i = 0; i < 2 && rc == 0; i++) {
		int both[2];

		if (pipe2(both, O_CLOEXEC) != 0) {
			rc = errno;
			break;
		}
		c->fds[i] = session_own_fd(both[0]);
		ends[i] = session_own_fd(both[1]);
		if (c->fds[i] == -1 || ends[i] == -1)
			rc = EMFILE;
	}
	if (rc == 0)
		rc = child_spawn(c, command, ends);
	for (int i = 0; i < 2; i++) {
		if (ends[i] != -1)
			close(ends[i]);
		if (rc != 0 && c->fds[i] != -1) {
			close(c->fds[i]);
			c->fds[i] = -1;
		}
	}
	return rc;
}

static void
child_read(struct child *c, int i)
{
	ssize_t n = read(c->fds[i], sb_reserve(&c->text[i], SH_READ), SH_READ);

	if (n > 0) {
		c->text[i].len += (size_t)n;
		c->text[i].data[c->text[i].len] = '\0';
		c->too_much = c->text[i].len > SH_OUTPUT_MAX;
	} else if (n == 0 || errno != EINTR) {
		close(c->fds[i]);
		c->fds[i] = -1;
	}
}

/* Starts it, and waits until both pipes have ended and the child has. -1 with
 * errno; after EINTR it may be called again. */
static int
child_run(struct child *c, char *command)
{
	if (c->pid == 0 && (errno = child_start(c, command)) != 0)
		return -1;
	while ((c->fds[0] != -1 || c->fds[1] != -1) && !c->too_much) {
		struct pollfd p[2] = { { c->fds[0], POLLIN, 0 },
			{ c->fds[1], POLLIN, 0 } };

		if (poll(p, 2, -1) == -1)
			return -1;
		for (int i = 0; i < 2; i++) {
			if (p[i].revents != 0)
				child_read(c, i);
		}
	}
	if (c->too_much)
		kill(-c->pid, SIGKILL);
	if (waitpid(c->pid, &c->status, 0) == -1)
		return -1;
	c->pid = 0;
	return 0;
}

/* Interrupted: the child and all that it started end. */
static void
child_end(struct child *c)
{
	if (c->pid != 0) {
		kill(-c->pid, SIGKILL);
		while (waitpid(c->pid, &c->status, 0) == -1 && errno == EINTR)
			;
	}
	for (int i = 0; i < 2; i++) {
		if (c->fds[i] != -1)
			close(c->fds[i]);
		sb_free(&c->text[i]);
	}
}

/* As shells count it: 128 and the signal's number. */
static int64_t
child_status(const struct child *c)
{
	return WIFEXITED(c->status) ? WEXITSTATUS(c->status) :
				      128 + WTERMSIG(c->status);
}

static void
give_outcome(struct call *call, const struct child *c)
{
	struct value items[3] = {
		value_bytes(sb_text(&c->text[0]), c->text[0].len),
		value_bytes(sb_text(&c->text[1]), c->text[1].len),
		VALUE_INT(child_status(c)),
	};
	struct value v;

	if (value_tuple(&v, items, 3, &call->cause))
		call_give(call, v);
}

static void
sh_call(struct call *call)
{
	struct child c = { .fds = { -1, -1 } };

	CALL(call, child_run(&c, call->args[0].v.bytes->data));
	if (c.too_much)
		call_mistake(call, 0, _("its output is more than 16 MiB"));
	else if (call->status == CALL_OK)
		give_outcome(call, &c);
	child_end(&c);
}

/* res.stdout.read(): the parser takes what read() would give for it. */
static const struct layout_field popen_fields[] = {
	{ .name = "stdout", .kind = LAYOUT_ANY },
	{ .name = "stderr", .kind = LAYOUT_ANY },
	{ .name = "returncode", .kind = LAYOUT_ANY },
};

static const struct layout popen_layout = { .name = "Popen",
	.n = 3,
	.fields = popen_fields };

/* As Python's with shell=True; when it gives its value, the command has ended. */
static void
popen_call(struct call *call)
{
	struct value items[3], v;
	char *cause = NULL;

	sh_call(call);
	if (call->status != CALL_OK || call->ret.type != VAL_TUPLE)
		return;
	for (size_t i = 0; i < 3; i++)
		items[i] = value_copy(&call->ret.tuple->items[i]);
	if (layout_record(&popen_layout, items, 3, &v, &cause))
		call_give(call, v);
	free(cause);
}

/* os.popen(command).read() */
static void
popen_text_call(struct call *call)
{
	struct value v;

	sh_call(call);
	if (call->status != CALL_OK || call->ret.type != VAL_TUPLE)
		return;
	v = value_copy(&call->ret.tuple->items[0]);
	call_give(call, v);
}

#define PIPE_PARAM(name)             \
	{                            \
		name, PARAM_VALUE, 0 \
	}

const struct prim sh_prims[] = {
	{
	    .name = "Popen",
	    .params = { { "command", PARAM_TEXT, 0 },
		{ "shell", PARAM_ONOFF, 1 }, PIPE_PARAM("stdin"),
		PIPE_PARAM("stdout"), PIPE_PARAM("stderr") },
	    .forms = { "command [shell] [stdin] [stdout] [stderr]" },
	    .call = popen_call,
	    .flags = PRIM_PURE | PRIM_BLOCKS | PRIM_HOST,
	    .man = "sh(1)",
	    .help = N_("run a shell command, as Python does; gives its stdout "
		       "and stderr"),
	    .topic = TOPIC_SHELL,
	    .example = "p = Popen(\"echo hello\", shell=True, stdout=PIPE)\n"
		       "print p.stdout.read().strip()\n"
		       "> hello",
	},
	{
	    .name = "popen",
	    .params = { { "command", PARAM_TEXT, 0 } },
	    .forms = { "command" },
	    .call = popen_text_call,
	    .flags = PRIM_PURE | PRIM_BLOCKS | PRIM_HOST,
	    .man = "popen(3)",
	    .help = N_("run a shell command; gives its output"),
	    .topic = TOPIC_SHELL,
	    .example = "print popen(\"echo hello\").read().strip()\n"
		       "> hello",
	},
	{
	    .name = "sh",
	    .params = { { "command", PARAM_TEXT, 0 } },
	    .forms = { "command" },
	    .call = sh_call,
	    .flags = PRIM_PURE | PRIM_BLOCKS | PRIM_HOST,
	    .man = "sh(1)",
	    .help =
		N_("run a shell command; gives its output, errors and status"),
	    .topic = TOPIC_SHELL,
	    .example = "out, err, status = sh \"echo hello\"\n"
		       "print out.strip() status\n"
		       "> hello 0",
	},
	{ .name = NULL },
};
