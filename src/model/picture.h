/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The records from which pictures are drawn: what a looking command gives to the
 * drawing of its name (view/draw.h), and their fields by place.
 */
#ifndef SOCKSH_MODEL_PICTURE_H
#define SOCKSH_MODEL_PICTURE_H

#include "model/layout.h"

/* What waits to be received, out of one send: a piece of it, or all. */
enum {
	QUEUED_DATA,   /* the bytes */
	QUEUED_SEND,   /* the how many-th send that was; None: not known */
	QUEUED_BEGIN,  /* where in that send they begin, in bytes */
	QUEUED_SIZE,   /* how many bytes that send had */
	QUEUED_WHOLE,  /* whether this is all of it; None: not known */
	QUEUED_SOURCE, /* a datagram's sender; or None */
	QUEUED_FIELDS
};
extern const struct layout queued_layout;

/* A connection that waits to be accepted. */
enum {
	PENDING_PEER, /* where it comes from */
	PENDING_FD,   /* the descriptor of this shell that made it; or None */
	PENDING_NAME, /* the variable that holds that; or None */
	PENDING_FIELDS
};
extern const struct layout pending_layout;

/* A receive queue; of a listener its queue of connections. */
enum {
	QUEUE_FD,
	QUEUE_NAME,    /* the variable; or None */
	QUEUE_KIND,    /* "stream", "messages" or "listener" */
	QUEUE_WAITING, /* bytes; connections; None: not known */
	QUEUE_LIMIT,   /* of a listener; None */
	QUEUE_PIECES,  /* what of it can be seen: queued or pending */
	QUEUE_ASKED,   /* how many bytes recv is to take; None: not asked */
	QUEUE_MARK,    /* before which byte the urgent mark is; None */
	QUEUE_URGENT,  /* the urgent byte, beside the queue; None */
	QUEUE_SENDER,  /* the other end here, as it is called; None */
	QUEUE_LACKS,   /* a list of words: what cannot be seen */
	QUEUE_FIELDS
};
extern const struct layout queue_layout;

/* A frame (wire/frame.h) for layers to draw. */
enum {
	LAYERS_DATA,  /* its bytes, those that are there */
	LAYERS_WIRE,  /* how many it had on the wire */
	LAYERS_FIRST, /* what they begin with, enum frame_proto; None: a guess */
	LAYERS_CHOSEN, /* the protocol that alone is shown; None: all */
	LAYERS_FIELDS
};
extern const struct layout layers_layout;

/* A field of a frame. */
enum {
	FRAME_FIELD_LAYER, /* "TCP" */
	FRAME_FIELD_KEY,   /* "tcp.srcport", as Wireshark calls it */
	FRAME_FIELD_NAME,
	FRAME_FIELD_BIT,  /* where it begins, from the frame's first bit on */
	FRAME_FIELD_BITS, /* how many it has */
	FRAME_FIELD_VALUE,
	FRAME_FIELD_MEANING, /* the name of the value; None */
	FRAME_FIELD_RIGHT,   /* of a checksum: 0 or 1; None: not verified */
	FRAME_FIELD_FIELDS
};
extern const struct layout frame_field_layout;

/* An arrow of the TCP state diagram, as a step of a way through it. */
enum {
	STEP_FROM, /* a state, as tcp_state_name has it */
	STEP_TO,
	STEP_CALL, /* the call that caused or showed it: "connect(c)"; or None */
	STEP_RECEIVED, /* "SYN+ACK", what came; or None */
	STEP_SENT,
	STEP_BY_PEER,  /* the call was the other end's */
	STEP_INFERRED, /* nothing here caused it */
	STEP_ARROW,    /* enum tcp_arrow_id */
	STEP_FIELDS
};
extern const struct layout step_layout;

/* A socket's state, and how it came to it. */
enum {
	STATE_FD,
	STATE_NAME,  /* the variable; or None */
	STATE_KIND,  /* "tcp", "udp", "unix", "other"; "all": the diagram */
	STATE_STATE, /* as tcp_state_name has it */
	STATE_VALUE, /* what state() gives; None: the descriptor is closed */
	STATE_STEPS, /* a list of steps */
	STATE_MADE,  /* the call that made it; None: not in the log */
	STATE_LEFT,  /* how many steps before these are left out */
	STATE_LOCAL, /* addresses; or None */
	STATE_PEER,
	STATE_SECONDS, /* that TIME_WAIT goes on; None */
	STATE_ORPHAN, /* of a closed one: whether the kernel still has it; None:
			* that could not be found out */
	STATE_FIELDS
};
extern const struct layout state_layout;

/*
 * A record of n items, whose references it takes over. What does not fit, which
 * is a mistake of the program's, becomes None.
 */
struct value picture_record(const struct layout *layout, struct value *items);
/* Whether v is a record of the layout, with all its fields. */
bool picture_is(const struct value *v, const struct layout *layout);
static inline const struct value *
picture_field(const struct value *v, int i)
{
	return &v->tuple->items[i];
}

/* The fields of the layout "claim" (layout_look.c). */
enum {
	CLAIM_TAG,
	CLAIM_VERDICT, /* "true", "half true", "false" */
	CLAIM_SAYS,
	CLAIM_RIGHT,
	CLAIM_LESSON, /* its id; None: no lesson settles it yet */
	CLAIM_STEP,   /* … of the step */
	CLAIM_TITLE,
	CLAIM_OUTCOME, /* "confirmed", "not confirmed", "not run"; None: listed */
	CLAIM_REASON, /* for the last two */
	CLAIM_TRANSCRIPT,
	CLAIM_FIELDS
};

/* The fields of the layout "kernel_socket" (layout_look.c). */
enum {
	SOCKETS_KIND,
	SOCKETS_STATE,
	SOCKETS_RECVQ,
	SOCKETS_SENDQ,
	SOCKETS_LOCAL,
	SOCKETS_PEER,
	SOCKETS_TIMER,
	SOCKETS_LEFT,
	SOCKETS_RETRANSMITS,
	SOCKETS_FD,
	SOCKETS_NAME,
	SOCKETS_HOLDERS,
	SOCKETS_UID,
	SOCKETS_INODE,
	SOCKETS_FIELDS,
};

#endif
