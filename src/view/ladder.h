/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The sequence diagram: who said what to whom, in the order of time.
 *
 * ladder_read makes it of the event log, ladder_give a value of the language of
 * it, ladder_take it of such a value again; ladder_text, ladder_plain and
 * ladder_svg draw it. All are pure. None of the texts in it is trusted: what
 * draws applies text_safe.
 */
#ifndef SOCKSH_VIEW_LADDER_H
#define SOCKSH_VIEW_LADDER_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/strbuf.h"
#include "model/event.h"
#include "model/frames.h"
#include "model/value.h"
#include "view/draw.h"

enum {
	LADDER_EVENTS = 10000, /* the newest that are looked at */
	LADDER_LAST = 200,     /* steps, unless another number is asked for */
	LADDER_OUTSIDE = 4,    /* peers outside with a lane of their own */
	LADDER_DATA_MAX = 64,  /* bytes kept of what was sent */
};

/* A line that goes down: a descriptor, or a peer that is none of ours. */
struct ladder_lane {
	char *name; /* each lane's is another */
	bool outside;
	unsigned again; /* how often its name was asked for since */
};

enum ladder_kind {
	LADDER_CALL,    /* nothing goes from one lane to another */
	LADDER_CONNECT, /* a connection is asked for */
	LADDER_ACCEPT,  /* … and taken out of the queue of the listener */
	LADDER_DATA,    /* bytes go */
	LADDER_TAKE,    /* bytes are taken out of the receive queue */
	LADDER_FIN,     /* the end of the bytes goes */
	LADDER_RESET,   /* the connection is broken off */
	LADDER_END,     /* one of the two: which is not known */
	LADDER_FRAME,   /* a frame, on the wire of the lab */
	LADDER_NOW,     /* no call: how it stands */
	LADDER_NOTE,    /* no step: a sentence, what is left out and why */
	LADDER_KINDS,
};

/* A call that waited while others were made is two steps. */
enum ladder_part { LADDER_WHOLE, LADDER_BEGINS, LADDER_ENDS, LADDER_PARTS };

/* What became of a frame. */
enum ladder_fate {
	LADDER_PASSED,
	LADDER_HELD,
	LADDER_DROPPED,
	LADDER_REPEATED, /* delivered twice */
	LADDER_ABSORBED, /* a copy of one that is held */
	LADDER_FATES,
};

enum { LADDER_STATES = 2, LADDER_OPENS = 2 };

struct ladder_step {
	uint64_t call;  /* its number in the log; 0: none */
	int64_t at;     /* ns since the first */
	int64_t waited; /* ns that the call was blocked */
	enum ladder_kind kind;
	enum ladder_part part;
	enum ladder_fate fate;
	uint32_t job;   /* 0: the shell itself */
	char *job_name; /* or NULL */
	char *text;     /* "bind(srv, 127.0.0.1:8080)"; a sentence */
	bool returned;  /* result counts */
	int64_t result;
	char *error; /* "EADDRINUSE", or NULL */
	int lane;    /* whose call it is; -1: no lane's */
	int from;    /* from one lane to another; -1: not */
	int to;
	int64_t bytes; /* of data; -1: none */
	char *data;    /* the first of them, data_len bytes */
	size_t data_len;
	struct {
		int lane; /* -1: no more of them */
		char *name;
	} states[LADDER_STATES];
	int opens[LADDER_OPENS]; /* lanes that begin here; -1: no more */
	int closes;              /* the lane that ends here, or -1 */
};

struct ladder {
	struct ladder_lane *lanes;
	size_t nlanes;
	struct ladder_step *steps;
	size_t nsteps;
	unsigned *hash; /* lanes by name: their index + 1, or 0 */
	size_t nhash;
};

void ladder_free(struct ladder *l);
/* Adds a lane, whose name is made another than all names before; its index. */
int ladder_add_lane(struct ladder *l, const char *name, bool outside);
/* The lane of this name, or -1. */
int ladder_lane(const struct ladder *l, const char *name);
/* Adds a step with nothing in it; valid until the next is added. */
struct ladder_step *ladder_add_step(struct ladder *l, enum ladder_kind kind);
/* Takes the last one away again. */
void ladder_drop_step(struct ladder *l);
/* Adds a note; takes over the text. */
void ladder_note(struct ladder *l, char *text);

/* What is known now of a descriptor that the log tells of. */
struct ladder_fd {
	char
	    *name; /* a variable that holds it, or NULL; ladder_read frees it */
	struct sockaddr_storage local, peer;
	socklen_t local_len, peer_len; /* 0: not known */
	bool open;                     /* that use of the number goes on */
	bool wanted;                   /* one of those asked for */
};

/* A call that has not returned yet. */
struct ladder_waiting {
	const struct prim *prim;
	int fd;
	uint32_t generation;
	uint32_t job;
	int64_t since; /* ns, CLOCK_MONOTONIC */
};

/* What ladder_read reads. */
struct ladder_source {
	const struct event_log *log;
	uint64_t since; /* the first event that counts */
	size_t last;    /* how many steps at most, the newest; at least 1 */
	bool chosen;    /* only what concerns the descriptors wanted */
	int64_t now;    /* ns, CLOCK_MONOTONIC */
	const struct ladder_waiting *waiting;
	size_t nwaiting;
	/* Fills in what is known of (fd, generation); open: no event in the log
	 * ended that use of the number; generation 0: not told by the log, it is
	 * the latest. */
	void (*fd)(void *ctx, int fd, uint32_t generation, bool open,
	    struct ladder_fd *out);
	/* The kernel's word for the state of one that is open, or NULL. */
	const char *(*state)(void *ctx, int fd);
	/* The name of a job, or NULL. */
	const char *(*job)(void *ctx, uint32_t job);
	/* The name of a host of the lab, or NULL. */
	const char *(*host)(void *ctx, unsigned host);
	struct frames *frames; /* of the lab, or NULL */
	uint64_t frames_since; /* the first that counts */
	void *ctx;
};

void ladder_read(struct ladder *l, const struct ladder_source *from);

/* A list of records of the layout "ladder_step": a new reference. */
struct value ladder_give(const struct ladder *l);
/* False if the value is no such list; *l is then empty. */
bool ladder_take(struct ladder *l, const struct value *v);

/* Whole lines, at most page->columns wide. */
void ladder_text(struct strbuf *out, const struct ladder *l,
    const struct draw_page *page);
/* A sentence for each step, as a screen reader reads them. */
void ladder_plain(struct strbuf *out, const struct ladder *l,
    const struct draw_page *page);
/* A picture for slides, SVG 1.1: UTF-8, on white. */
void ladder_svg(struct strbuf *out, const struct ladder *l);

/* Inside: what two of the drawings have in common. */

/* "12.34": a step's time in ms, or above 100 s in seconds: "100 s". */
void ladder_time(struct strbuf *out, int64_t ns);
/* "= -1 EAGAIN", "= 5"; nothing if it has not returned. */
void ladder_result(struct strbuf *out, const struct ladder_step *step);
/* "5 \"hello\"", of what is sent at most max columns, 0: the number alone. */
void ladder_data(struct strbuf *out, const struct ladder_step *step, size_t max,
    bool ascii);
/* Which lanes have room where n have, by what they did last; room for nlanes
 * flags. How many are left out. */
size_t ladder_choose(const struct ladder *l, size_t n, bool *shown);
/* The columns of text as it is drawn. */
size_t ladder_columns(const char *s);

#endif
