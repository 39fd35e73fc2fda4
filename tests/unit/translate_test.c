/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The translations of our own lessons, as they are shown: what is typed is the
 * same as in English, and the lines are as Chinese sets them, on a wall of 60
 * columns and on a terminal of 80.
 */
#include <dirent.h>
#include <fcntl.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include <cmocka.h>

#include "base/alloc.h"
#include "base/text.h"
#include "lesson/po.h"
#include "lesson/translate.h"
#include "view/width.h"
#include "view/wrap.h"

/* By the names of the characters, not by the tables of wrap.c. */
static const char *const never_first[] = { "，", "。", "、", "；", "：", "？",
	"！", "）", "》", "”", "’", "」", "…", ")", ",", ";", "?", NULL };
static const char *const never_last[] = { "（", "《", "“", "‘", "「", "(",
	NULL };

static bool
begins_with_any(const char *s, const char *const *marks)
{
	for (; *marks != NULL; marks++) {
		if (strncmp(s, *marks, strlen(*marks)) == 0)
			return true;
	}
	return false;
}

static bool
ends_with_any(const char *s, size_t len, const char *const *marks)
{
	for (; *marks != NULL; marks++) {
		size_t n = strlen(*marks);

		if (len >= n && memcmp(s + len - n, *marks, n) == 0)
			return true;
	}
	return false;
}

/* Each line of a text as it is shown; how many are not as they should be. */
static size_t
bad_lines(const char *path, const char *text, unsigned columns)
{
	struct strbuf out = { 0 };
	const char *line;
	size_t bad = 0;

	wrap_text(&out, "  a) ", text, columns);
	line = sb_text(&out);
	for (size_t n; *line != '\0'; line += n + 1) {
		const char *word = line + strspn(line, " ");
		size_t blanks = (size_t)(word - line);

		n = strcspn(line, "\n");
		if (text_width(line, n) <= columns &&
		    (line == sb_text(&out) ||
			!begins_with_any(word, never_first)) &&
		    !ends_with_any(word, n - blanks, never_last))
			continue;
		print_error("%s, at %u columns: %.*s\n", path, columns, (int)n,
		    line);
		bad++;
	}
	sb_free(&out);
	return bad;
}

/* How many pieces between marks of code stand in one text and not in the
 * other. */
static size_t
lost_code(const char *path, const char *one, const char *other)
{
	const char *from = strchr(one, '`'), *to;
	size_t lost = 0;

	for (; from != NULL; from = strchr(to + 1, '`')) {
		size_t len;

		to = strchr(from + 1, '`');
		if (to == NULL) {
			print_error("%s: a mark without its like: %s\n", path,
			    one);
			return lost + 1;
		}
		len = (size_t)(to - from) + 1;
		if (memmem(other, strlen(other), from, len) != NULL)
			continue;
		print_error("%s: %.*s is not in: %s\n", path, (int)len, from,
		    other);
		lost++;
	}
	return lost;
}

static size_t
bad_text(const char *path, const char *english, const char *text)
{
	if (!utf8_valid(text, strlen(text)) ||
	    !text_plain(text, strlen(text))) {
		print_error("%s: no plain text: %s\n", path, text);
		return 1;
	}
	return lost_code(path, english, text) + lost_code(path, text, english) +
	    bad_lines(path, text, 60) + bad_lines(path, text, 80);
}

static void
read_po(struct po *po, const char *path)
{
	struct strbuf file = { 0 };
	int fd = open(path, O_RDONLY | O_CLOEXEC);

	if (fd == -1 || sb_read(&file, fd, PO_SIZE_MAX) != 0)
		fail_msg("%s cannot be read", path);
	close(fd);
	po_parse(po, sb_text(&file), file.len);
	sb_free(&file);
}

static size_t
check_lesson(const char *dir, const char *name)
{
	char *path = xasprintf("%s/%s.lesson", dir, name);
	char *po_path = xasprintf("%s/zh_CN/%s.po", dir, name);
	struct faults faults = { 0 };
	struct lesson *l = lesson_read(path, &faults);
	struct lesson_texts texts;
	struct po po;
	size_t bad = 0;

	assert_non_null(l);
	assert_int_equal(faults.n, 0);
	read_po(&po, po_path);
	lesson_texts(l, &texts);
	assert_true(texts.n > 50);
	for (size_t i = 0; i < texts.n; i++) {
		char *context = lesson_context(l, &texts.v[i]);
		const char *found = po_find(&po, context, *texts.v[i].text);

		free(context);
		/* What is missing lint says. */
		if (found == NULL)
			continue;
		bad += bad_text(po_path, *texts.v[i].text, found);
	}
	lesson_texts_free(&texts);
	po_free(&po);
	lesson_free(l);
	free(path);
	free(po_path);
	return bad;
}

static void
test_lessons(void **state)
{
	const char *srcdir = getenv("srcdir");
	char *dir = xasprintf("%s/lessons", srcdir != NULL ? srcdir : ".");
	struct dirent **names;
	int n = scandir(dir, &names, NULL, alphasort), lessons = 0;
	size_t bad = 0;

	(void)state;
	assert_true(n > 0);
	for (int i = 0; i < n; i++) {
		char *dot = strstr(names[i]->d_name, ".lesson");

		if (dot != NULL) {
			*dot = '\0';
			bad += check_lesson(dir, names[i]->d_name);
			lessons++;
		}
		free(names[i]);
	}
	assert_true(lessons >= 6);
	free(names);
	free(dir);
	assert_int_equal(bad, 0);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_lessons),
	};

	return cmocka_run_group_tests_name("translate", tests, NULL, NULL);
}
