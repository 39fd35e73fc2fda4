/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the lines of --json are made of. Only jsonl_….c include this, and only
 * where jansson is built in. */
#ifndef SOCKSH_VIEW_JSONL_PART_H
#define SOCKSH_VIEW_JSONL_PART_H

#include <jansson.h>
#include <stddef.h>

#include "view/jsonl.h"

/* A line's object, with who speaks; and its end: appended in ASCII alone, DEL left
 * out too, so that a terminal may get it. */
json_t *jsonl_begin(const char *type, struct jsonl_who who);
void jsonl_end(struct strbuf *out, json_t *object);
/* Text of ours, which is ASCII or translated; a locale's own bytes in it (what
 * strerror says) become what text_safe makes of them. */
json_t *jsonl_string(const char *s, size_t len);
void jsonl_set_text(json_t *object, const char *key, const char *s);

#endif
