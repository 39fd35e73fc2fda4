/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Runs the examples of help, each in a child with a network and a host name of
 * its own, in an empty folder, and holds what it prints against what the example
 * says. What only a prompt can show is left out, and listed by --prompt.
 *
 * --plain: run as for those who hear them; then nothing that only the eye finds
 * may be in what is shown.
 *
 * run-examples [--plain] [NAME]: status 0 if all are true, 77 if no network of one's own is
 * to be had. A command without an example is an error.
 */
#include <errno.h>
#include <ftw.h>
#include <locale.h>
#include <poll.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include "lang/parse.h"
#include "lesson/isolate.h"
#include "lesson/myth.h"
#include "model/term.h"
#include "shell/shell.h"
#include "sock/lookup.h"

enum { DEADLINE_S = 60, OUTPUT_MAX = 65536, TREE_DEPTH = 8, SKIPPED = 77 };

/* Commands that mean something at a prompt alone. */
static const char *const at_prompt[] = { "fg", "history", "private" };

static bool
is_at_prompt(const char *name)
{
	for (size_t i = 0; i < sizeof(at_prompt) / sizeof(at_prompt[0]); i++) {
		if (strcmp(at_prompt[i], name) == 0)
			return true;
	}
	return false;
}

static const char *
next_line(const char *line)
{
	line += strcspn(line, "\n");
	return line + (*line == '\n');
}

/* The example as a program: what it says of results is expected. */
static void
make_script(struct strbuf *script, const char *example)
{
	for (; *example != '\0'; example = next_line(example)) {
		size_t len = strcspn(example, "\n");

		if (strncmp(example, "> ", 2) == 0)
			continue;
		if (strncmp(example, "= ", 2) == 0)
			sb_printf(script, "expect %.*s\n", (int)len - 2,
			    example + 2);
		else
			sb_printf(script, "%.*s\n", (int)len, example);
	}
}

static bool
same_line(const char *want, const char *got)
{
	size_t len = strcspn(want, "\n");

	return len == strcspn(got, "\n") && memcmp(want, got, len) == 0;
}

/* The next line that the example says is printed, from line on. */
static const char *
printed_line(const char *line)
{
	while (*line != '\0' && strncmp(line, "> ", 2) != 0)
		line = next_line(line);
	return line;
}

static bool
prints(const char *example, const char *out)
{
	bool any = false;

	for (example = printed_line(example); *example != '\0';
	     example = printed_line(next_line(example))) {
		if (same_line("...", example + 2)) {
			if (*out == '\0')
				return false;
			out = next_line(out);
			any = true;
			continue;
		}
		while (any && *out != '\0' && !same_line(example + 2, out))
			out = next_line(out);
		if (*out == '\0' || !same_line(example + 2, out))
			return false;
		out = next_line(out);
		any = false;
	}
	return any || *out == '\0';
}

/* Lines, boxes, arrows, blocks: U+2190 to U+25FF. */
static bool
is_drawn(const char *s)
{
	const unsigned char *b = (const unsigned char *)s;

	return b[0] == 0xe2 && b[1] >= 0x86 && b[1] <= 0x97;
}

/* What in a line only the eye finds; NULL if nothing. What stands in quotes is
 * data; lines of programs have four blanks before them. */
static const char *
for_the_eye(const char *line)
{
	const char *s = line + strspn(line, " ");
	bool quoted = false, program = s - line == 4;

	for (; *s != '\0' && *s != '\n'; s++) {
		if (*s == '\033' || *s == '\r')
			return "a control character";
		if (*s == '\\' && quoted && s[1] != '\0')
			s++;
		else if (*s == '"')
			quoted = !quoted;
		if (quoted)
			continue;
		if (is_drawn(s))
			return "a drawing";
		if (s[0] == '^' && s[1] == '~')
			return "a mark below";
		if (!program && s[0] == ' ' && s[1] == ' ')
			return "blanks that align";
		if (!program && strncmp(s, "---", 3) == 0)
			return "a line";
	}
	return NULL;
}

/* In the child: never returns. */
static void
run_child(const char *script, const char *folder, int out, bool plain)
{
	struct shell_options options = { .quiet = !plain, .plain = plain };
	static const char typed[] = "Ada\n";
	struct shell sh;
	int in[2], status;

	if (pipe(in) != 0 ||
	    write(in[1], typed, strlen(typed)) != (ssize_t)strlen(typed) ||
	    dup2(in[0], 0) != 0 || dup2(out, 1) != 1 || dup2(out, 2) != 2)
		_exit(100);
	closefrom(3);
	/* sethostname is an example, too. */
	if (network_enter() != 0 || unshare(CLONE_NEWUTS) != 0 ||
	    chdir(folder) != 0)
		_exit(101);
	shell_init(&sh, &options);
	status = run_string(&sh, script);
	shell_free(&sh);
	exit(status);
}

/* Reads all that comes; false if it does not end in time. */
static bool
read_all(int fd, struct strbuf *out)
{
	time_t end = time(NULL) + DEADLINE_S;
	struct pollfd p = { fd, POLLIN, 0 };

	while (time(NULL) < end && out->len < OUTPUT_MAX) {
		ssize_t n;

		if (poll(&p, 1, 1000) != 1)
			continue;
		n = read(fd, sb_reserve(out, 4096), 4096);
		if (n <= 0)
			return true;
		out->len += (size_t)n;
		out->data[out->len] = '\0';
	}
	return false;
}

static int
remove_one(const char *path, const struct stat *st, int flag, struct FTW *ftw)
{
	(void)st;
	(void)flag;
	(void)ftw;
	return remove(path);
}

/* Whether all that was shown can be heard. */
static bool
can_be_heard(const char *out)
{
	for (; *out != '\0'; out = next_line(out)) {
		const char *what = for_the_eye(out);

		if (what != NULL) {
			printf("%s: %.*s\n", what, (int)strcspn(out, "\n"),
			    out);
			return false;
		}
	}
	return true;
}

static bool
is_true(const char *name, const char *example, bool plain)
{
	char folder[] = "/tmp/socksh-example-XXXXXX";
	struct strbuf script = { 0 }, out = { 0 };
	int ends[2], status = -1;
	bool ended, good;
	pid_t pid;

	if (mkdtemp(folder) == NULL || pipe(ends) != 0)
		abort();
	make_script(&script, example);
	fflush(stdout);
	pid = fork();
	if (pid == 0)
		run_child(sb_text(&script), folder, ends[1], plain);
	close(ends[1]);
	ended = read_all(ends[0], &out);
	if (!ended)
		kill(pid, SIGKILL);
	waitpid(pid, &status, 0);
	close(ends[0]);
	nftw(folder, remove_one, TREE_DEPTH, FTW_DEPTH | FTW_PHYS);
	good = ended && status == 0 &&
	    (plain ? can_be_heard(sb_text(&out)) :
		     prints(example, sb_text(&out)));
	if (!good)
		printf("FAILED: %s (%s, status %#x)\n%s---\n%s---\n", name,
		    ended ? "it ended" : "it did not end", (unsigned)status,
		    sb_text(&script), sb_text(&out));
	sb_free(&script);
	sb_free(&out);
	return good;
}

/* Whether a word of the example is the name: it has to show the command. */
static bool
shows(const char *example, const char *name)
{
	const char *at = example;
	size_t len = strlen(name);

	/* text_find is find after a dot. */
	if (strncmp(name, "text_", 5) == 0 || strcmp(name, "epoll_poll") == 0)
		return true;
	while ((at = strstr(at, name)) != NULL) {
		bool begins = at == example || strchr(" .(\n{;!", at[-1]);

		if (begins && strchr(" (\n", at[len]) != NULL)
			return true;
		at += len;
	}
	return false;
}

struct counts {
	bool plain;
	unsigned run;
	unsigned failed;
};

static void
run_one(struct counts *counts, const char *only, const char *name,
    const char *example)
{
	if (example == NULL || is_at_prompt(name) ||
	    (only != NULL && strcmp(only, name) != 0))
		return;
	counts->run++;
	counts->failed += !is_true(name, example, counts->plain);
}

static void
run_all(struct session *s, const char *only, struct counts *counts)
{
	const struct term *term;
	const char *word, *what;

	for (size_t i = 0; i < s->ncommands; i++) {
		const struct prim *prim = s->commands[i].prim;

		run_one(counts, only, prim->name, prim->example);
		if (only == NULL &&
		    (prim->example == NULL || prim->topic == TOPIC_NONE ||
			!shows(prim->example, prim->name))) {
			printf("FAILED: the row of %s has no topic, or no "
			       "example that shows it\n",
			    prim->name);
			counts->failed++;
		}
	}
	for (size_t i = 0; (word = parse_keyword_at(i, &what)) != NULL; i++)
		run_one(counts, only, word, parse_keyword_example(i));
	for (size_t i = 0; (term = term_at(i)) != NULL; i++)
		run_one(counts, only, term->name, term->example);
}

static void
list_prompt(const struct session *s)
{
	for (size_t i = 0; i < s->ncommands; i++) {
		const struct prim *prim = s->commands[i].prim;

		if (is_at_prompt(prim->name) && prim->example != NULL)
			printf("@%s\n%s\n", prim->name, prim->example);
	}
}

int
main(int argc, char **argv)
{
	static const struct session_ops ops = { 0 };
	struct counts counts = { 0 };
	struct session session;

	if (argc > 1 && strcmp(argv[1], LOOKUP_OPTION) == 0)
		return lookup_main(argv + 2);
	/* What myth starts is this program, too. */
	if (argc > 2 && strcmp(argv[2], MYTH_RECORDS) == 0)
		return lesson_mode(argv + 1, false);
	counts.plain = argc > 1 && strcmp(argv[1], "--plain") == 0;
	argv += counts.plain;
	argc -= counts.plain;
	setlocale(LC_ALL, "C.UTF-8");
	session_init(&session, &ops, NULL);
	shell_add_rows(&session);
	if (argc > 1 && strcmp(argv[1], "--prompt") == 0) {
		list_prompt(&session);
	} else if (network_possible() != 0) {
		puts("no network of one's own may be made here");
		counts.failed = SKIPPED;
	} else {
		run_all(&session, argc > 1 ? argv[1] : NULL, &counts);
		printf("%u examples run, %u failed\n", counts.run,
		    counts.failed);
	}
	session_free(&session);
	return counts.failed == SKIPPED ? SKIPPED : counts.failed != 0;
}
