/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The records that looking commands give: names alone, no struct of C's. */
#include <stddef.h>

#include "model/layout.h"

#define ANY(field)                                  \
	{                                           \
		.name = (field), .kind = LAYOUT_ANY \
	}

/* What the command options gives of each. */
static const struct layout_field sockopt_fields[] = {
	ANY("name"),
	ANY("level"),
	ANY("value"),
	ANY("default"),
	ANY("differs"),
};

/* What vars and set give of each. */
static const struct layout_field variable_fields[] = {
	ANY("name"),
	ANY("type"),
	ANY("value"),
};

/* What fds gives of each. */
static const struct layout_field descriptor_fields[] = {
	ANY("fd"),
	ANY("name"),
	ANY("kind"),
	ANY("family"),
	ANY("type"),
	ANY("state"),
	ANY("local"),
	ANY("peer"),
	ANY("inq"),
	ANY("outq"),
	ANY("flags"),
	ANY("job"),
};

/* What sockets gives of each: queues as ss(8) shows them, of a listener the
 * connections that wait and their limit; holders are pairs (pid, name). */
static const struct layout_field kernel_socket_fields[] = {
	ANY("kind"),
	ANY("state"),
	ANY("recvq"),
	ANY("sendq"),
	ANY("local"),
	ANY("peer"),
	ANY("timer"),
	ANY("left"),
	ANY("retransmits"),
	ANY("fd"),
	ANY("name"),
	ANY("holders"),
	ANY("uid"),
	ANY("inode"),
};

static const struct layout_field explain_fields[] = {
	{ .name = "outcome", .kind = LAYOUT_ANY },
	{ .name = "result", .kind = LAYOUT_ANY },
	{ .name = "errno", .kind = LAYOUT_ANY },
	{ .name = "why", .kind = LAYOUT_ANY },
	{ .name = "sends", .kind = LAYOUT_ANY },
};

static const struct layout_field setting_fields[] = {
	ANY("name"),
	ANY("value"),
	ANY("help"),
};

/* What ladder gives of each step (view/ladder_value.c). */
static const struct layout_field ladder_step_fields[] = {
	ANY("call"),
	ANY("time"),
	ANY("waited"),
	ANY("kind"),
	ANY("part"),
	ANY("job"),
	ANY("job_name"),
	ANY("name"),
	ANY("text"),
	ANY("result"),
	ANY("errno"),
	ANY("sender"),
	ANY("receiver"),
	ANY("outside"),
	ANY("bytes"),
	ANY("data"),
	ANY("states"),
	ANY("opens"),
	ANY("closes"),
	ANY("fate"),
};

/* What buffers gives of each: bytes; limit, most and set may be None, used is -1
 * where the kernel does not tell it. */
static const struct layout_field buffer_fields[] = {
	ANY("name"),
	ANY("used"),
	ANY("limit"),
	ANY("most"),
	ANY("set"),
};

/* What info gives of each: a number or text, and what it means. */
static const struct layout_field fact_fields[] = {
	ANY("section"),
	ANY("name"),
	ANY("value"),
	ANY("text"),
};

/* What myth gives of each claim: text; from lesson on None where there is
 * nothing to tell. */
static const struct layout_field claim_fields[] = {
	ANY("tag"),
	ANY("verdict"),
	ANY("says"),
	ANY("right"),
	ANY("lesson"),
	ANY("step"),
	ANY("title"),
	ANY("outcome"),
	ANY("reason"),
	ANY("transcript"),
};

#define LOOK(type)                                                     \
	{                                                              \
		.name = #type,                                         \
		.n = sizeof(type##_fields) / sizeof(type##_fields[0]), \
		.fields = type##_fields                                \
	}

static const struct layout looks[] = {
	LOOK(sockopt),
	LOOK(variable),
	LOOK(descriptor),
	LOOK(kernel_socket),
	LOOK(buffer),
	LOOK(fact),
	LOOK(claim),
	LOOK(explain),
	LOOK(setting),
	LOOK(ladder_step),
};

const struct layout *
layout_look_at(size_t i)
{
	return i < sizeof(looks) / sizeof(looks[0]) ? &looks[i] : NULL;
}
