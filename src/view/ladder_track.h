/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside ladder_read: what the log tells of each descriptor. First all events
 * are gone through for the uses of numbers there were (tracks), then for who is
 * connected with whom, then for the steps. Only ladder_*.c include this.
 */
#ifndef SOCKSH_VIEW_LADDER_TRACK_H
#define SOCKSH_VIEW_LADDER_TRACK_H

#include <netinet/in.h>
#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

#include "view/echo_arg.h"
#include "view/ladder.h"

/* What the ladder knows of a call by its name. */
enum ladder_op {
	OP_OTHER,
	OP_SOCKET,
	OP_PAIR, /* socketpair, pipe */
	OP_BIND,
	OP_LISTEN,
	OP_CONNECT,
	OP_ACCEPT,
	OP_SHUTDOWN,
	OP_CLOSE,
	OP_DUP,
	OP_NAME, /* getsockname */
	OP_PEER, /* getpeername */
	OP_OPTION,
	OP_SEND,
	OP_RECEIVE,
};

struct ladder_addr {
	socklen_t len; /* 0: not known */
	struct sockaddr_storage sa;
};

/* One use of a descriptor's number. */
struct track {
	int fd;
	uint32_t generation; /* 0: not told */
	int same;            /* the first track of the same socket */
	int next;            /* the one before with the same hash, or -1 */
	size_t born;         /* the event that made it; 0 if before the first */
	size_t died;         /* … that closed it; SIZE_MAX */
	bool whole;          /* born among the events: all bytes are known */
	int family;
	int type;
	struct ladder_addr local, peer;
	int listener; /* it was accepted from, or asks; -1 */
	int other;    /* the other end, or -1; of the track same */
	bool sure;    /* … by their addresses, not by their order alone */
	int waits;    /* the next in the listener's queue, or -1 */
	bool accepted;
	int queue; /* of a listener: connects that nobody accepted yet, */
	int early; /* accepts whose connect is not logged yet */
	int64_t when;
	int next_bound; /* of the same hash by port, or -1 */
	bool bound;

	/* As the steps are made. */
	const char *state;
	int uses; /* of the same: numbers that hold it */
	bool eof;
	bool lingers; /* SO_LINGER of no seconds: close resets */
	uint64_t sent;
	uint64_t got;
	int lane; /* in the ladder, or -1 */
	struct ladder_fd known;
};

struct seen {
	const struct event *ev;
	enum ladder_op op;
	int track;   /* of the descriptor that is its first argument, or -1 */
	int made[2]; /* tracks that it made, or -1 */
};

enum { TRACK_HASH = 1024 };

struct tracks {
	const struct ladder_source *from;
	struct seen *seen;
	size_t nseen;
	struct track *t;
	size_t n;
	int by_fd[TRACK_HASH];
	int by_port[TRACK_HASH];
	int *listeners;
	size_t nlisteners;
	bool unsure; /* two were joined by their order alone */
};

/* ladder_track.c */
void tracks_read(struct tracks *ts, const struct ladder_source *from);
void tracks_free(struct tracks *ts);
/* The newest use of (fd, generation) so far; -1. */
int tracks_find(const struct tracks *ts, int fd, uint32_t generation);
/* An address among the arguments of an event; len 0 if there is none. */
void seen_addr(const struct echo_call *call, enum param_type type,
    struct ladder_addr *to);
/* A number among them. */
bool seen_number(const struct echo_call *call, enum param_type type,
    int64_t *to);

/* ladder_join.c */
void tracks_join(struct tracks *ts);
/* Notes that a track's own address is known. */
void tracks_bound(struct tracks *ts, int track);
/* The track that has addr as its own while event i is made; -1. */
int tracks_at(const struct tracks *ts, const struct ladder_addr *addr, size_t i,
    bool stream);
/* Whether two addresses are one; a wildcard (host) on the left is any. */
bool ladder_addr_same(const struct ladder_addr *a, const struct ladder_addr *b,
    bool wildcard);

/* ladder_call.c: "bind(srv, 127.0.0.1:8080)". name gives a descriptor's. */
void ladder_call_text(struct strbuf *out, const struct echo_call *call,
    const char *self);
/* The first bytes of what an event sent or received: at most room; *whole is how
 * many there were. */
size_t ladder_call_bytes(const struct echo_call *call, char *to, size_t room);

/* A frame that went over the wire of the lab. */
struct ladder_passing {
	int64_t sent; /* ns, CLOCK_MONOTONIC */
	int64_t done; /* 0: not yet */
	enum ladder_fate fate;
	bool waited; /* on the wire: sent and done are two steps */
	bool stream; /* TCP's */
	uint8_t from_host;
	uint8_t to_host;
	int from; /* tracks, or -1 */
	int to;
	struct ladder_addr src;
	struct ladder_addr dst;
	char name[32]; /* "SYN ACK" */
};

/* ladder_step.c */
struct reading {
	struct ladder *l;
	struct tracks ts;
	const struct ladder_source *from;
	int64_t start; /* of the first step; the times count from there */
	int outside[LADDER_OUTSIDE];
	size_t noutside;
	int others; /* the lane of all further peers, or -1 */
	struct ladder_passing *frames;
	size_t nframes;
	int hosts[UINT8_MAX + 1]; /* lanes + 1, by host; 0: not made yet */
};

/* The lane of a track, made where there is none; -1 for -1. */
int ladder_lane_of(struct reading *r, int track);
/* What an event does to its lanes: fills in a step's arrow, bytes and states. */
void ladder_step_effects(struct reading *r, struct ladder_step *step,
    const struct seen *seen, const struct echo_call *call);

/* ladder_frames.c */
/* Reads the frames, once the tracks are joined; frees nothing. */
void ladder_frames_read(struct reading *r);
/* Whether a frame was sent from start to end. */
bool ladder_frames_during(const struct reading *r, int64_t start, int64_t end);
/* Adds the step of frame i. */
void ladder_frames_step(struct reading *r, size_t i, int64_t at,
    enum ladder_part part);

/* Whether a track is TCP, and so has TCP's states. */
static inline bool
track_is_tcp(const struct track *t)
{
	return t->type == SOCK_STREAM &&
	    (t->family == AF_INET || t->family == AF_INET6);
}

#endif
