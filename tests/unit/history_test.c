/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The history: what is noted, and what a file of it means. */
#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/state.h"
#include "shell/history.h"

struct folder {
	char path[64];
	char *file;
};

static int
folder_make(void **state)
{
	struct folder *f = xcalloc(1, sizeof(*f));

	strcpy(f->path, "/tmp/socksh-history-XXXXXX");
	assert_non_null(mkdtemp(f->path));
	f->file = xasprintf("%s/history", f->path);
	*state = f;
	return 0;
}

static int
folder_drop(void **state)
{
	struct folder *f = *state;
	DIR *dir = opendir(f->path);

	assert_non_null(dir);
	for (const struct dirent *e; (e = readdir(dir)) != NULL;)
		unlinkat(dirfd(dir), e->d_name, 0);
	closedir(dir);
	assert_int_equal(rmdir(f->path), 0);
	free(f->file);
	free(f);
	return 0;
}

static void
tidies(const char *s, size_t len, const char *wanted)
{
	struct strbuf out = { 0 }, again = { 0 };

	history_tidy(&out, s, len, HISTORY_LIMIT);
	assert_string_equal(sb_text(&out), wanted);
	/* What is in order stays as it is. */
	history_tidy(&again, sb_text(&out), out.len, HISTORY_LIMIT);
	assert_string_equal(sb_text(&again), wanted);
	sb_free(&out);
	sb_free(&again);
}

#define TIDIES(s, wanted) tidies((s), sizeof(s) - 1, (wanted))

static void
test_tidy(void **state)
{
	(void)state;
	TIDIES("", "");
	TIDIES("\n\n\n", "");
	TIDIES("a\nb\n", "a\nb\n");
	TIDIES("a\nb", "a\nb\n");
	/* Each once, where it came last. */
	TIDIES("a\nb\na\nc\nb\n", "a\nc\nb\n");
	/* Several lines are one entry, and differ from one. */
	TIDIES("if 1 {\n\tx\n\t}\nb\nif 1 {\n",
	    "if 1 {\n\tx\n\t}\nb\nif 1 {\n");
	TIDIES("if 1 {\n\tx\n\t}\nb\nif 1 {\n\tx\n\t}\n",
	    "b\nif 1 {\n\tx\n\t}\n");
	/* An indented line has a tab more; an empty one has a tab alone. */
	TIDIES("a\n\t\tb\n\t\n\tc\n", "a\n\t\tb\n\t\n\tc\n");
	TIDIES("a\n\t\n", "a\n");
	/* What no shell of ours has written. */
	TIDIES("\tx\n", "\tx\n");
	TIDIES("a\n\0\nb\n", "a\nb\n");
	TIDIES("\xff\xfe\n\x1b[31m\r\n", "\xff\xfe\n\x1b[31m\r\n");
}

static void
test_tidy_bounds(void **state)
{
	struct strbuf in = { 0 }, out = { 0 };

	(void)state;
	for (int i = 0; i < HISTORY_LIMIT + 5; i++)
		sb_printf(&in, "x = %d\n", i);
	history_tidy(&out, in.data, in.len, HISTORY_LIMIT);
	assert_memory_equal(out.data, "x = 5\nx = 6\n", 12);
	assert_int_equal(out.len, in.len - 5 * strlen("x = 0\n"));
	sb_clear(&in);
	sb_clear(&out);
	/* Too long to be kept; and too many long ones. */
	sb_fill(&in, 'y', HISTORY_ENTRY_MAX + 1);
	sb_str(&in, "\nz\n");
	history_tidy(&out, in.data, in.len, HISTORY_LIMIT);
	assert_string_equal(sb_text(&out), "z\n");
	sb_clear(&in);
	sb_clear(&out);
	for (int i = 0; i < 100; i++) {
		sb_printf(&in, "%d", i);
		sb_fill(&in, 'y', HISTORY_ENTRY_MAX - 5);
		sb_char(&in, '\n');
	}
	history_tidy(&out, in.data, in.len, HISTORY_LIMIT);
	assert_true(out.len <= HISTORY_BYTES_MAX + HISTORY_ENTRY_MAX);
	assert_true(out.len > HISTORY_BYTES_MAX / 2);
	sb_free(&in);
	sb_free(&out);
}

static void
add_text(void *ctx, const char *text, size_t len)
{
	assert_int_equal(strlen(text), len);
	sb_printf(ctx, "%s|", text);
}

static void
holds(struct history *h, const char *wanted)
{
	struct strbuf all = { 0 };

	history_each(h, add_text, &all);
	assert_string_equal(sb_text(&all), wanted);
	sb_free(&all);
}

static void
file_is(const struct folder *f, const char *wanted)
{
	struct strbuf text = { 0 };
	struct stat st;

	assert_int_equal(state_read(f->file, 1 << 20, &text), 0);
	assert_string_equal(sb_text(&text), wanted);
	assert_int_equal(stat(f->file, &st), 0);
	assert_int_equal(st.st_mode & 07777, 0600);
	sb_free(&text);
}

/* Returns where the same text stood; -1: nowhere, -2: it was not noted. */
static int
note(struct history *h, const char *text)
{
	size_t twin;

	if (!history_note(h, text, false, &twin))
		return -2;
	return twin == SIZE_MAX ? -1 : (int)twin;
}

static void
test_note(void **state)
{
	struct history *h = history_open(NULL);
	char *trouble = history_trouble(h);
	size_t twin;

	(void)state;
	assert_non_null(strstr(trouble, "HOME"));
	free(trouble);
	assert_null(history_trouble(h));
	assert_int_equal(note(h, ""), -2);
	assert_int_equal(note(h, " secret"), -2);
	assert_int_equal(note(h, "\n"), -2);
	assert_int_equal(note(h, "\t secret"), -2);
	assert_int_equal(note(h, "a"), -1);
	assert_int_equal(note(h, "\tb\n"), -1);
	assert_int_equal(note(h, "c"), -1);
	assert_int_equal(note(h, "b"), 1);
	assert_int_equal(note(h, "b"), 2);
	holds(h, "a|c|b|");
	/* A statement goes on. */
	assert_int_equal(note(h, "if 1 {"), -1);
	assert_true(history_note(h, "if 1 {\n}", true, &twin));
	holds(h, "a|c|b|if 1 {\n}|");
	history_keep(h);
	history_save(h);
	assert_null(history_trouble(h));
	history_free(h);
}

static void
test_list(void **state)
{
	struct history *h = history_open(NULL);
	struct strbuf out = { 0 };

	(void)state;
	note(h, "bind s :1");
	note(h, "if 1 {\n\tx\n}");
	note(h, "bind s :2");
	assert_int_equal(history_show(h, &out, 2, NULL), 2);
	assert_string_equal(sb_text(&out),
	    "    2  if 1 {\n       \tx\n       }\n    3  bind s :2\n");
	sb_clear(&out);
	assert_int_equal(history_show(h, &out, 0, "bind"), 2);
	assert_string_equal(sb_text(&out),
	    "    1  bind s :1\n    3  bind s :2\n");
	sb_clear(&out);
	assert_int_equal(history_show(h, &out, 0, "listen"), 0);
	assert_int_equal(history_show(h, &out, 99, NULL), 3);
	sb_free(&out);
	history_free(h);
}

/* Two at once: what each typed is there, and nothing that was private. */
static void
test_two(void **state)
{
	const struct folder *f = *state;
	struct history *a = history_open(xstrdup(f->file));
	struct history *b = history_open(xstrdup(f->file));

	note(a, "one");
	history_keep(a);
	note(b, "two");
	history_keep(b);
	note(a, "three\nlines");
	history_private(b, true);
	note(b, "secret");
	note(b, "two");
	history_keep(a);
	history_private(b, false);
	note(b, "one");
	history_keep(b);
	file_is(f, "one\ntwo\nthree\n\tlines\none\n");
	history_save(a);
	file_is(f, "two\nthree\n\tlines\none\n");
	note(b, "four");
	history_save(b);
	file_is(f, "two\nthree\n\tlines\none\nfour\n");
	history_free(a);
	history_free(b);
	a = history_open(xstrdup(f->file));
	holds(a, "two|three\nlines|one|four|");
	assert_null(history_trouble(a));
	history_free(a);
}

/* Opens what is there, types a line, and ends; what was said. */
static char *
session(const struct folder *f)
{
	struct history *h = history_open(xstrdup(f->file));
	char *trouble = history_trouble(h), *more;

	note(h, "typed");
	history_keep(h);
	history_keep(h);
	history_save(h);
	more = history_trouble(h);
	history_free(h);
	/* It is said once. */
	assert_true(trouble == NULL || more == NULL);
	return trouble != NULL ? trouble : more;
}

static void
says(const struct folder *f, const char *wanted)
{
	char *said = session(f);

	if (wanted == NULL)
		assert_null(said);
	else
		assert_non_null(said != NULL ? strstr(said, wanted) : NULL);
	free(said);
}

static void
write_file(const char *path, const char *s, size_t len)
{
	FILE *file = fopen(path, "w");

	assert_non_null(file);
	assert_int_equal(fwrite(s, 1, len, file), len);
	fclose(file);
}

static void
test_damaged(void **state)
{
	const struct folder *f = *state;
	struct strbuf text = { 0 };
	char *aside = xasprintf("%s.damaged", f->file);

	write_file(f->file,
	    "\x7f"
	    "ELF\0\n",
	    6);
	says(f, "damaged");
	file_is(f, "typed\n");
	assert_int_equal(state_read(aside, 100, &text), 0);
	assert_int_equal(text.len, 6);
	sb_free(&text);
	free(aside);
	/* No end of line, no order: whatever it is, nothing of it is lost. */
	write_file(f->file, "b\na\nb", 5);
	says(f, NULL);
	file_is(f, "a\nb\ntyped\n");
}

static void
test_no_file(void **state)
{
	const struct folder *f = *state;
	char *other = xasprintf("%s/other", f->path);
	struct strbuf text = { 0 };

	assert_int_equal(mkdir(f->file, 0700), 0);
	says(f, f->file);
	assert_int_equal(rmdir(f->file), 0);
	assert_int_equal(mkfifo(f->file, 0600), 0);
	says(f, "not a file");
	assert_int_equal(unlink(f->file), 0);
	write_file(other, "kept\n", 5);
	assert_int_equal(symlink(other, f->file), 0);
	says(f, "symbolic link");
	assert_int_equal(state_read(other, 100, &text), 0);
	assert_string_equal(sb_text(&text), "kept\n");
	sb_free(&text);
	assert_int_equal(unlink(f->file), 0);
	/* Another has the lock, and keeps it. */
	assert_true(state_lock(f->file, 0) != -1);
	says(f, "not kept");
	free(other);
}

static void
test_no_folder(void **state)
{
	struct history *h = history_open(xstrdup("/proc/no/such/history"));
	char *trouble;

	(void)state;
	note(h, "typed");
	history_keep(h);
	trouble = history_trouble(h);
	assert_non_null(strstr(trouble, "/proc/no/such/history"));
	free(trouble);
	history_keep(h);
	history_save(h);
	assert_null(history_trouble(h));
	holds(h, "typed|");
	history_free(h);
}

#define IN_FOLDER(test) \
	cmocka_unit_test_setup_teardown(test, folder_make, folder_drop)

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_tidy),
		cmocka_unit_test(test_tidy_bounds),
		cmocka_unit_test(test_note),
		cmocka_unit_test(test_list),
		IN_FOLDER(test_two),
		IN_FOLDER(test_damaged),
		IN_FOLDER(test_no_file),
		cmocka_unit_test(test_no_folder),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
