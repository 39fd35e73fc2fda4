/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is wrong with lesson files: collected, put in order, shown. */
#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lesson/file.h"
#include "lesson/modes.h"
#include "view/diag.h"

/* A new fault, or NULL when there are enough. Its message is taken over. */
static struct fault *
fault_new(struct faults *faults, const char *path, unsigned line, char *message)
{
	struct fault *f;

	if (faults->n >= LESSON_FAULTS_MAX) {
		faults->more++;
		free(message);
		return NULL;
	}
	faults->v = xgrow(faults->v, faults->n, sizeof(faults->v[0]));
	f = &faults->v[faults->n++];
	*f = (struct fault){ .path = xstrdup(path),
		.line = line,
		.message = message };
	return f;
}

void
fault_add(struct faults *faults, const char *path, unsigned line,
    const char *fmt, ...)
{
	va_list ap;

	va_start(ap, fmt);
	fault_new(faults, path, line, xvasprintf(fmt, ap));
	va_end(ap);
}

void
fault_at(struct faults *faults, const struct lesson *l, unsigned line,
    size_t offset, size_t span, const char *fmt, ...)
{
	struct fault *f;
	const char *text;
	size_t len;
	va_list ap;

	va_start(ap, fmt);
	f = fault_new(faults, l->path, line, xvasprintf(fmt, ap));
	va_end(ap);
	if (f == NULL || line == 0)
		return;
	text = lesson_line(l, line, &len);
	f->text = xstrndup(text, len);
	f->offset = offset <= len ? offset : len;
	f->span = span;
}

static int
fault_order(const void *va, const void *vb)
{
	const struct fault *a = va, *b = vb;
	int order = strcmp(a->path, b->path);

	if (order != 0)
		return order;
	return a->line < b->line ? -1 : a->line > b->line;
}

/* Stable: two faults of one line stay as they were found. */
void
faults_sort(struct faults *faults)
{
	for (size_t i = 1; i < faults->n; i++) {
		struct fault f = faults->v[i];
		size_t at = i;

		for (; at > 0 && fault_order(&faults->v[at - 1], &f) > 0; at--)
			faults->v[at] = faults->v[at - 1];
		faults->v[at] = f;
	}
}

void
faults_format(struct strbuf *out, const struct faults *faults,
    const struct lesson_host *host)
{
	for (size_t i = 0; i < faults->n; i++) {
		const struct fault *f = &faults->v[i];
		bool shown = f->text != NULL && f->span != 0;
		struct diag d = {
			.source = f->path,
			.line = f->line,
			.text = shown ? f->text : NULL,
			.text_len = shown ? strlen(f->text) : 0,
			.offset = f->offset,
			.span = f->span,
			.message = f->message,
			.ascii = host->ascii,
			.plain = host->plain,
		};

		diag_format(out, &d);
	}
	if (faults->more != 0)
		sb_printf(out,
		    ngettext("socksh: and %zu fault more\n",
			"socksh: and %zu faults more\n", faults->more),
		    faults->more);
}

void
faults_free(struct faults *faults)
{
	for (size_t i = 0; i < faults->n; i++) {
		free(faults->v[i].path);
		free(faults->v[i].text);
		free(faults->v[i].message);
	}
	free(faults->v);
	*faults = (struct faults){ 0 };
}
