/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Pictures held against the files of tests/pictures: each at four widths, in
 * UTF-8 and in ASCII, every line measured by libc's wcwidth(3) rather than by
 * our own table. PICTURES=write in the environment writes the files anew, to be
 * looked at before they are committed.
 */
#ifndef SOCKSH_TESTS_UNIT_PICTURE_FIXTURE_H
#define SOCKSH_TESTS_UNIT_PICTURE_FIXTURE_H

#include <locale.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <wchar.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/strbuf.h"
#include "model/picture.h"
#include "view/draw.h"
#include "view/width.h"

#define LEN(a) (sizeof(a) / sizeof((a)[0]))

/* A list of n values, whose references it takes over. */
static inline struct value
list(struct value *v, size_t n)
{
	struct value out;
	char *cause = NULL;

	assert_true(value_tuple(&out, v, n, &cause));
	return out;
}

/* No cell beyond the width, none that libc counts otherwise, and nothing that a
 * terminal would act on. */
static inline void
measure_line(const char *line, unsigned width, bool ascii)
{
	const char *at = line;
	mbstate_t state = { 0 };
	size_t columns = 0, n;
	wchar_t wc;

	for (; *at != '\0'; at += n) {
		int cells;

		n = mbrtowc(&wc, at, strlen(at), &state);
		cells = n > 4 ? -1 : wcwidth(wc);

		if (cells < 0 || (ascii && wc > 0x7e))
			fail_msg("not to be shown: %s", line);
		columns += (size_t)cells;
	}
	if (columns > width || columns != text_width(line, strlen(line)))
		fail_msg("%zu of %u columns: %s", columns, width, line);
	if (at != line && at[-1] == ' ')
		fail_msg("blanks at the end: %s", line);
}

static inline void
measure(const struct strbuf *text, unsigned width, bool ascii)
{
	char *copy = xstrdup(sb_text(text)), *rest = copy, *line;

	while ((line = strsep(&rest, "\n")) != NULL)
		measure_line(line, width, ascii);
	free(copy);
}

static inline char *
picture_path(const char *name)
{
	const char *srcdir = getenv("srcdir");

	return xasprintf("%s/tests/pictures/%s.txt",
	    srcdir != NULL ? srcdir : ".", name);
}

/* The same for --plain: words alone. */
static inline void
assert_plain(struct strbuf *all, const char *command, const struct value *v)
{
	const struct draw_page page = { .width = 60,
		.columns = 120,
		.ascii = true,
		.plain = true };
	struct strbuf out = { 0 };

	assert_true(draw_value(&out, command, v, &page));
	measure(&out, 60, true);
	sb_printf(all, "== plain\n%s", sb_text(&out));
	sb_free(&out);
}

/* Holds a picture against its file, at all widths. Drops v. */
static inline void
assert_picture(const char *name, const char *command, struct value v)
{
	static const unsigned widths[] = { 40, 60, 80, 120 };
	const char *mode = getenv("PICTURES");
	char *path = picture_path(name);
	struct strbuf all = { 0 }, want = { 0 };
	FILE *file;

	for (size_t i = 0; i < 2 * LEN(widths); i++) {
		struct draw_page page = { .columns = widths[i / 2],
			.ascii = i % 2 != 0 };
		struct strbuf out = { 0 };

		page.width = page.columns < 80 ? page.columns : 80;
		assert_true(draw_value(&out, command, &v, &page));
		measure(&out, page.columns, page.ascii);
		sb_printf(&all, "== %u %s\n%s", page.columns,
		    page.ascii ? "ascii" : "utf8", sb_text(&out));
		sb_free(&out);
	}
	assert_plain(&all, command, &v);
	value_drop(&v);
	file = fopen(path, mode != NULL ? "w" : "r");
	if (file == NULL)
		fail_msg("%s cannot be opened", path);
	if (mode != NULL)
		fwrite(all.data, 1, all.len, file);
	else
		assert_int_equal(sb_read(&want, fileno(file), 1 << 20), 0);
	fclose(file);
	if (mode == NULL && strcmp(sb_text(&want), sb_text(&all)) != 0)
		fail_msg("%s has another picture than\n%s", path,
		    sb_text(&all));
	sb_free(&all);
	sb_free(&want);
	free(path);
}

/* wcwidth of UTF-8. */
static inline int
picture_locale(void **state)
{
	(void)state;
	return setlocale(LC_CTYPE, "C.UTF-8") != NULL ? 0 : -1;
}

#endif
