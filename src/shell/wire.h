/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command wire. */
#ifndef SOCKSH_SHELL_WIRE_H
#define SOCKSH_SHELL_WIRE_H

#include <stdbool.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "model/call.h"
#include "model/frames.h"
#include "model/session.h"
#include "view/frame_line.h"
#include "wire/lab.h"

struct shell;

/* wire; ended by a row without a name. */
extern const struct prim wire_prims[];

/* Appends how the wire is set, in lines; stat: and what all frames were. */
void wire_text(struct strbuf *out, struct lab *lab, bool stat);
/* The words behind the verb, one text. */
void wire_words(const struct call *call, struct strbuf *out);
/* The number that is all of them, unchanged if there are none; false with a
 * mistake. */
bool wire_number(struct call *call, int64_t least, int64_t most,
    int64_t *number);

/* wire_capture.c: outside the lab. Begins to capture on the interface that is
 * given, or lo; false with a mistake. */
bool wire_capture(struct call *call, bool all);
/* Appends what is captured, in lines. With the lock. */
void wire_capture_text(struct strbuf *out, struct session *s, bool stat);

/* wire_line.c: what lines need beside the frame. */
struct wire_lines {
	struct frame_talks talks;
	char names[LAB_HOSTS_MAX][HOST_NAME_MAX + 1];
	unsigned n;
	int64_t began;  /* of the lab, or of capturing; ns, CLOCK_MONOTONIC */
	int64_t before; /* of capturing before the lab */
	bool ascii;
	bool json; /* the lines are JSON's */
	struct shell *shell;
	struct ends *ends;
	/* The session may be asked whose frames are: by whoever has not its
	 * lock. */
	bool asks;
	int64_t named;    /* when it was last; ns */
	int64_t patience; /* how long to wait before it is for a name */
	struct wire_strange {
		uint64_t ports; /* and protocol */
		int64_t until;
	} strange[64]; /* ports that were nobody's of ours */
};
/* With the lock. */
void wire_lines_init(struct wire_lines *l, struct shell *sh);
/* Appends a frame's line: data are the head's kept bytes. With the lock, but where
 * l asks. */
void wire_line(struct strbuf *out, struct wire_lines *l,
    const struct frames_head *head, const void *data);

/* Appends a line of ours among them. */
void wire_said(struct strbuf *out, const struct wire_lines *l,
    const char *text);
/* What was appended, as --plain wants it. */
void wire_lines_plainly(const struct wire_lines *l, struct strbuf *out);
/* Prints what was appended. Without the lock. */
void wire_lines_print(struct call *call, const struct wire_lines *l,
    struct strbuf *out);

/* wire_read.c */
void wire_read(struct call *call);

/* wire_pcap.c */
void wire_pcap(struct call *call);
/* Appends what is being written, a line, if anything is. */
void wire_pcap_text(struct strbuf *out, const struct shell *sh);
/* Finishes the file. Without the lock. */
void wire_pcap_end(struct shell *sh);

/* wire_print.c: on, off, last, send. */
void wire_on(struct call *call);
void wire_all(struct call *call);
void wire_off(struct call *call);
void wire_last(struct call *call);
void wire_send(struct call *call);
/* False with a mistake where there never were any frames; else the last are
 * there. */
bool wire_has_frames(struct call *call);
/* Ends what wire on began; flush: when all has been printed. Without the lock. */
void wire_print_end(struct shell *sh, bool flush);
/* wire, alone, and wire stat: print that. */
void wire_show(struct call *call);
void wire_stat(struct call *call);

#endif
