/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drawings of looking commands, by name. */
#include "view/draw.h"

#include <stdarg.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/text.h"
#include "view/wrap.h"

static const struct drawing {
	const char *command;
	bool (*draw)(struct strbuf *out, const struct value *v,
	    const struct draw_page *page);
} drawings[] = {
	{ "buffers", draw_buffers },
	{ "fds", draw_fds },
	{ "ladder", draw_ladder },
	{ "layers", draw_layers },
	{ "info", draw_info },
	{ "myth", draw_myth },
	{ "explain", draw_explain },
	{ "options", draw_options },
	{ "queue", draw_queue },
	{ "set", draw_settings },
	{ "state", draw_state },
	{ "sockets", draw_sockets },
	{ "vars", draw_vars },
};

static const struct drawing *
drawing_find(const char *command)
{
	for (size_t i = 0; i < sizeof(drawings) / sizeof(drawings[0]); i++) {
		if (strcmp(drawings[i].command, command) == 0)
			return &drawings[i];
	}
	return NULL;
}

bool
draw_known(const char *command)
{
	return drawing_find(command) != NULL;
}

bool
draw_value(struct strbuf *out, const char *command, const struct value *v,
    const struct draw_page *page)
{
	const struct drawing *drawing = drawing_find(command);
	struct draw_page wide = *page;
	size_t start = out->len;

	if (wide.width < DRAW_WIDTH_MIN)
		wide.width = DRAW_WIDTH_MIN;
	if (wide.columns < wide.width)
		wide.columns = wide.width;
	if (drawing == NULL)
		return false;
	if (drawing->draw(out, v, &wide))
		return true;
	if (out->len != start)
		sb_truncate(out, start);
	return false;
}

void
draw_say(struct strbuf *out, const struct draw_page *page, const char *lead,
    const char *fmt, ...)
{
	struct strbuf safe = { 0 };
	va_list ap;
	char *text;

	va_start(ap, fmt);
	text = xvasprintf(fmt, ap);
	va_end(ap);
	/* The arrows of frames are ours, and ASCII has others. */
	text_safe(&safe, text, strlen(text), page->ascii);
	wrap_text(out, lead, sb_text(&safe), page->width);
	sb_free(&safe);
	free(text);
}
