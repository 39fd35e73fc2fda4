/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A frame as a JSON line (view/jsonl.h, whose rules hold here). */
#ifndef SOCKSH_VIEW_JSONL_FRAME_H
#define SOCKSH_VIEW_JSONL_FRAME_H

#include "base/strbuf.h"
#include "model/frames.h"

struct jsonl_end {
	const char *host; /* by name; NULL: not known */
	const char *name; /* the variable that holds the descriptor; or NULL */
	int fd;           /* -1: none of ours */
};

struct jsonl_frame {
	const struct frames_head *head;
	const void *data; /* head's kept bytes */
	struct jsonl_end from;
	struct jsonl_end to;
	const char *line; /* as wire prints it */
};

/* Appends it: its type is "frame". */
void jsonl_frame(struct strbuf *out, const struct jsonl_frame *frame);

#endif
