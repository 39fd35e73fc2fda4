/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What looking commands draw: the value that such a command gives in an
 * expression, as text for a screen. Pure: no look at the system from here, only
 * at the value. A row with PRIM_LOOKS (model/prim.h) has its drawing here.
 */
#ifndef SOCKSH_VIEW_DRAW_H
#define SOCKSH_VIEW_DRAW_H

#include <stdbool.h>

#include "base/strbuf.h"
#include "model/value.h"

enum { DRAW_WIDTH_MIN = 40 };

/* What is drawn on. */
struct draw_page {
	unsigned width; /* in columns, for text and lists: WRAP_WIDTH at most */
	unsigned columns; /* … for a picture: all that the screen has */
	bool ascii;       /* the locale is not UTF-8 */
	bool plain;       /* --plain: for those who hear it; no pictures */
};

/*
 * Appends whole lines, none wider than the page (which counts as
 * DRAW_WIDTH_MIN columns at least). False, and nothing is appended, if there is no
 * drawing for a command of this name, or if the value is not what it gives.
 */
bool draw_value(struct strbuf *out, const char *command, const struct value *v,
    const struct draw_page *page);

/* Whether there is a drawing for a command of this name. */
bool draw_known(const char *command);

/* For drawings: a paragraph behind lead, safe for the terminal, wrapped to the
 * page's width. */
void draw_say(struct strbuf *out, const struct draw_page *page,
    const char *lead, const char *fmt, ...)
    __attribute__((format(printf, 4, 5)));

/* draw_layers.c: a record of layers_layout (model/picture.h). */
bool draw_layers(struct strbuf *out, const struct value *v,
    const struct draw_page *page);
/* draw_explain.c: a list of (label, text). */
bool draw_explain(struct strbuf *out, const struct value *v,
    const struct draw_page *page);
/* draw_options.c: a list of records of the layout "sockopt". */
bool draw_options(struct strbuf *out, const struct value *v,
    const struct draw_page *page);
/* draw_queue.c: a record of queue_layout (model/picture.h). */
bool draw_queue(struct strbuf *out, const struct value *v,
    const struct draw_page *page);
/* draw_state.c: a record of state_layout. */
bool draw_state(struct strbuf *out, const struct value *v,
    const struct draw_page *page);
/* draw_vars.c: lists of records of the layouts "variable" and "setting". */
bool draw_vars(struct strbuf *out, const struct value *v,
    const struct draw_page *page);
bool draw_settings(struct strbuf *out, const struct value *v,
    const struct draw_page *page);
/* draw_buffers.c: a list of "buffer". */
bool draw_buffers(struct strbuf *out, const struct value *v,
    const struct draw_page *page);
/* draw_info.c: a list of "fact". */
bool draw_info(struct strbuf *out, const struct value *v,
    const struct draw_page *page);
/* draw_fds.c, draw_sockets.c: lists of "descriptor" and "kernel_socket". */
bool draw_fds(struct strbuf *out, const struct value *v,
    const struct draw_page *page);
bool draw_sockets(struct strbuf *out, const struct value *v,
    const struct draw_page *page);

/* For the drawings (draw_fds.c): whether a value is a list of records of n fields
 * of a layout; a field as it is shown, None as nothing; whether it is this text;
 * whether a kind is TCP's. */
bool draw_is_list(const struct value *v, const char *layout, size_t n);
void draw_text(struct strbuf *out, const struct value *v);
bool draw_says(const struct value *v, const char *text);
bool draw_is_tcp(const struct value *kind);
/* "4.2 s", "2.0 h" (draw_sockets.c). */
void draw_time(struct strbuf *out, double seconds);
/* draw_myth.c: a list of "claim". */
bool draw_myth(struct strbuf *out, const struct value *v,
    const struct draw_page *page);
/* draw_ladder.c: a list of records of the layout "ladder_step". */
bool draw_ladder(struct strbuf *out, const struct value *v,
    const struct draw_page *page);

#endif
