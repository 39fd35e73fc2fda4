/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A lesson file of any bytes: read, looked at by lint with the rows of the
 * language, its ports replaced. What is said of it is safe to show, and stands
 * at places that the file has.
 */
#include <stdlib.h>
#include <string.h>

#include "fuzz.h"
#include "lang/builtin.h"
#include "kernel/look.h"
#include "lesson/lint.h"
#include "lesson/modes.h"
#include "lesson/stage.h"
#include "sock/sock.h"

static void
check_faults(const struct lesson *l, const struct faults *faults)
{
	for (size_t i = 0; i < faults->n; i++) {
		const struct fault *f = &faults->v[i];
		size_t len;

		FUZZ_CHECK(f->message != NULL && *f->message != '\0');
		if (f->text == NULL)
			continue;
		lesson_line(l, f->line, &len);
		FUZZ_CHECK(strlen(f->text) == strnlen(f->text, len));
		FUZZ_CHECK(f->offset <= len);
	}
}

static void
replace_ports(const struct lesson *l)
{
	struct port_map ports = { 0 };
	struct strbuf out = { 0 };

	ports.n = 1;
	ports.v = calloc(1, sizeof(ports.v[0]));
	FUZZ_CHECK(ports.v != NULL);
	ports.v[0].from = 8080;
	ports.v[0].to = 40000;
	ports_apply(&ports, sb_text(&l->file), &out);
	/* One digit more for each that was replaced. */
	FUZZ_CHECK(out.len >= strlen(sb_text(&l->file)));
	sb_free(&out);
	ports_free(&ports);
}

void
fuzz_lesson(const uint8_t *data, size_t size)
{
	const struct lesson_host host = { .ascii = false };
	struct faults faults = { 0 };
	struct strbuf out = { 0 };
	struct session s;
	struct lesson *l;

	session_init(&s, NULL, NULL);
	sock_add(&s);
	look_add(&s);
	session_add(&s, builtin_prims);
	l = lesson_parse("fuzz.lesson", (const char *)data, size, &faults);
	if (l != NULL) {
		session_lock(&s);
		lesson_check(l, &s, &faults, NULL);
		session_unlock(&s);
		lesson_check_style(l, &faults);
		lessons_check_needs(&l, 1, 1, &faults);
		faults_sort(&faults);
		check_faults(l, &faults);
		replace_ports(l);
	}
	faults_format(&out, &faults, &host);
	fuzz_check_safe(&out, true);
	sb_free(&out);
	faults_free(&faults);
	lesson_free(l);
	session_free(&s);
}
