/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parameter types: what they want. */
#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/addr.h"
#include "model/layout.h"
#include "model/option.h"
#include "model/prim.h"
#include "model/xlat.h"

static const struct xlat_table *const no_tables[] = { NULL };
static const struct xlat_table *const family_tables[] = { &xlat_families,
	NULL };
static const struct xlat_table *const type_tables[] = { &xlat_types,
	&xlat_type_flags, NULL };
static const struct xlat_table *const protocol_tables[] = { &xlat_protocols,
	&xlat_netlink, NULL };
static const struct xlat_table *const flag_tables[] = { &xlat_msg_flags, NULL };
static const struct xlat_table *const how_tables[] = { &xlat_shut, NULL };
static const struct xlat_table *const level_tables[] = { &xlat_levels,
	&xlat_protocols, NULL };
static const struct xlat_table *const misc_tables[] = { &xlat_misc, NULL };
static const struct xlat_table *const info_flag_tables[] = { &xlat_ai_flags,
	NULL };
static const struct xlat_table *const name_flag_tables[] = { &xlat_ni_flags,
	NULL };
static const struct xlat_table *const open_tables[] = { &xlat_open_flags,
	&xlat_access_modes, NULL };
static const struct xlat_table *const sockflag_tables[] = { &xlat_type_flags,
	NULL };
static const struct xlat_table *const whence_tables[] = { &xlat_seeks, NULL };
static const struct xlat_table *const fcntl_tables[] = { &xlat_fcntls, NULL };
/* "cloexec" is FD_CLOEXEC: F_SETFL takes no O_CLOEXEC. */
static const struct xlat_table *const fcntl_arg_tables[] = { &xlat_fd_flags,
	&xlat_open_flags, &xlat_access_modes, &xlat_leases, &xlat_seals,
	&xlat_signals, NULL };
static const struct xlat_table *const request_tables[] = { &xlat_requests,
	NULL };
static const struct xlat_table *const epoll_flag_tables[] = { &xlat_epoll_flags,
	NULL };
static const struct xlat_table *const epoll_op_tables[] = { &xlat_epoll_ops,
	NULL };
static const struct xlat_table *const epoll_event_tables[] = {
	&xlat_epoll_events, NULL
};
static const struct xlat_table *const eventfd_tables[] = { &xlat_eventfd_flags,
	NULL };
static const struct xlat_table *const splice_tables[] = { &xlat_splice_flags,
	NULL };

static const struct sock_kind sock_kinds[] = {
	{ "tcp", AF_INET, SOCK_STREAM, 0 },
	{ "udp", AF_INET, SOCK_DGRAM, 0 },
	{ "tcp6", AF_INET6, SOCK_STREAM, 0 },
	{ "udp6", AF_INET6, SOCK_DGRAM, 0 },
	{ "unix", AF_UNIX, SOCK_STREAM, 0 },
	{ "unixgram", AF_UNIX, SOCK_DGRAM, 0 },
	{ "seqpacket", AF_UNIX, SOCK_SEQPACKET, 0 },
	{ "raw", AF_INET, SOCK_RAW, 0 },
	{ "raw6", AF_INET6, SOCK_RAW, 0 },
	{ "packet", AF_PACKET, SOCK_RAW, 0 },
	{ "netlink", AF_NETLINK, SOCK_RAW, 0 },
};

enum { NKINDS = sizeof(sock_kinds) / sizeof(sock_kinds[0]) };

/* What a parameter of a type is, in one row. */
struct param_info {
	const char *wants;
	bool not_c;
	bool out;
	bool inout;
	const char *unknown;
	const struct xlat_table *const *tables;
};

static const struct param_info param_infos[] = {
	[PARAM_FD] = { .wants = N_("a descriptor: its number, or a variable "
				   "that holds one") },
	[PARAM_ADDR] = { .wants = N_("an address: host:port, [IPv6]:port, "
				     ":port, *:port, /path or @name") },
	[PARAM_ADDRLEN] = { .wants = N_("a length in bytes") },
	[PARAM_BYTES] = { .wants = N_("bytes: \"text\"") },
	[PARAM_SIZE] = { .wants = N_("a number of bytes"),
	    .tables = misc_tables },
	[PARAM_INT] = { .wants = N_("a whole number"), .tables = misc_tables },
	[PARAM_MS] = { .wants = N_("whole milliseconds (1500), or -1: no "
				   "limit") },
	[PARAM_NUMBER] = { .wants = N_("a whole number"),
	    .tables = misc_tables },
	[PARAM_FAMILY] = { .wants = N_("an address family, such as AF_INET"),
	    .tables = family_tables },
	[PARAM_TYPE] = { .wants = N_("a socket type, such as SOCK_STREAM"),
	    .tables = type_tables },
	[PARAM_PROTOCOL] = { .wants =
				 N_("a protocol, such as IPPROTO_TCP, or 0"),
	    .tables = protocol_tables },
	[PARAM_FLAGS] = { .wants = N_("flags, such as MSG_PEEK|MSG_DONTWAIT"),
	    .tables = flag_tables },
	[PARAM_HOW] = { .wants = N_("rd, wr or rdwr"), .tables = how_tables },
	[PARAM_LEVEL] = { .wants = N_("an option's level, such as SOL_SOCKET"),
	    .tables = level_tables },
	[PARAM_OPTION] = { .wants =
			       N_("a socket option, such as SO_REUSEADDR") },
	[PARAM_OPTVAL] = { .wants = N_("the option's value") },
	[PARAM_SERVICE] = { .wants = N_("a port, or a service's name"),
	    .not_c = true },
	[PARAM_OUT_BYTES] = { .wants = N_("a variable for the bytes"),
	    .out = true },
	[PARAM_OUT_ADDR] = { .wants = N_("a variable for the address"),
	    .out = true },
	[PARAM_INOUT_LEN] = { .wants = N_("a variable that holds a length"),
	    .out = true },
	[PARAM_OUT_OPTVAL] = { .wants = N_("a variable for the value"),
	    .out = true },
	[PARAM_OUT_FDS] = { .wants = N_("a variable for two descriptors"),
	    .out = true },
	[PARAM_OUT_VALUE] = { .wants = N_("a variable"), .out = true },
	[PARAM_HINTS] = { .wants = N_("a struct addrinfo: what to look for") },
	[PARAM_OUT_TEXT] = { .wants = N_("a variable for the name"),
	    .out = true },
	[PARAM_OUT_RAW] = { .wants = N_("a variable for the address"),
	    .out = true },
	[PARAM_ANSWER] = { .wants = N_("nothing"), .out = true },
	[PARAM_HOST] = { .wants = N_("a host's name or address, or None") },
	[PARAM_PORT] = { .wants =
			     N_("a port (0 to 65535), a service's name, or "
				"None") },
	[PARAM_RAW_ADDR] = { .wants =
				 N_("an IP address: \"127.0.0.1\", or its 4 "
				    "or 16 bytes") },
	[PARAM_INFO_FLAGS] = { .wants =
				   N_("flags, such as AI_PASSIVE|AI_CANONNAME"),
	    .tables = info_flag_tables },
	[PARAM_NAME_FLAGS] = { .wants = N_("flags, such as NI_NUMERICHOST"),
	    .tables = name_flag_tables },
	[PARAM_OUT_INFO] = { .wants = N_("a variable for the answers"),
	    .out = true },
	[PARAM_POLLFDS] = { .wants = N_("descriptors, or pairs of one and "
					"its events: (3, (4, POLLOUT))") },
	[PARAM_FDSET] = { .wants = N_("descriptors: (3, 4), or None") },
	[PARAM_TIMEVAL] = { .wants = N_("seconds, or None for no limit") },
	[PARAM_REQUEST] = { .wants = N_("a request, as FIONREAD"),
	    .tables = request_tables },
	[PARAM_INTPTR] = { .wants = N_("a whole number") },
	[PARAM_OPEN] = { .wants = N_("flags, such as O_RDWR|O_CREAT, or r, w, "
				     "a, r+, w+"),
	    .tables = open_tables },
	[PARAM_MODE] = { .wants = N_("permissions, such as 0o644") },
	[PARAM_NEWFLAGS] = { .wants = N_("flags, such as O_NONBLOCK|O_CLOEXEC"),
	    .unknown = "O_???",
	    .tables = open_tables },
	[PARAM_SOCKFLAGS] = { .wants = N_("flags: SOCK_NONBLOCK, SOCK_CLOEXEC"),
	    .unknown = "SOCK_???",
	    .tables = sockflag_tables },
	[PARAM_WHENCE] = { .wants = N_("SEEK_SET, SEEK_CUR or SEEK_END"),
	    .unknown = "SEEK_???",
	    .tables = whence_tables },
	[PARAM_OFFSET] = { .wants = N_("an offset in the file, or None for "
				       "where it stands"),
	    .inout = true },
	[PARAM_FCNTL] = { .wants = N_("a request, such as F_GETFL"),
	    .unknown = "F_???",
	    .tables = fcntl_tables },
	[PARAM_FCNTL_ARG] = { .wants = N_("what the request takes"),
	    .tables = fcntl_arg_tables },
	[PARAM_IOCTL_ARG] = { .wants = N_("what the request takes: a number, "
					  "or an interface's name"),
	    .inout = true },
	[PARAM_EPOLL_FLAGS] = { .wants = N_("EPOLL_CLOEXEC or 0"),
	    .unknown = "EPOLL_???",
	    .tables = epoll_flag_tables },
	[PARAM_EPOLL_OP] = { .wants = N_("add, mod or del"),
	    .unknown = "EPOLL_CTL_???",
	    .tables = epoll_op_tables },
	[PARAM_EPOLL_EVENT] = { .wants = N_("events, such as EPOLLIN|EPOLLET, "
					    "or (events, data)"),
	    .tables = epoll_event_tables },
	[PARAM_OUT_EPOLL] = { .wants = N_("a variable for the events"),
	    .out = true },
	[PARAM_EVENTFD] = { .wants = N_("flags, such as EFD_NONBLOCK"),
	    .unknown = "EFD_???",
	    .tables = eventfd_tables },
	[PARAM_SPLICE] = { .wants = N_("flags, such as SPLICE_F_MOVE"),
	    .unknown = "SPLICE_F_???",
	    .tables = splice_tables },
	[PARAM_SIGSET] = { .wants = N_("NULL: no signal mask") },
	[PARAM_KIND] = { .wants = N_("tcp, udp, tcp6, udp6, unix, unixgram, "
				     "seqpacket, raw or packet"),
	    .not_c = true },
	[PARAM_VALUE] = { .wants = N_("a value"), .not_c = true },
	[PARAM_TEXT] = { .wants = N_("text: \"…\"") },
	[PARAM_FLOAT] = { .wants = N_("a number"), .not_c = true },
	[PARAM_ONOFF] = { .wants = N_("on or off"), .not_c = true },
	[PARAM_COUNT] = { .wants = N_("a whole number, or None"),
	    .not_c = true },
	[PARAM_TARGET] = { .wants = N_("an address: host:port or (host, port)"),
	    .not_c = true },
	[PARAM_JOB] = { .wants = N_("a job: its number or its name"),
	    .not_c = true },
	[PARAM_CALL] = { .wants = N_("a call: bind s :8080"), .not_c = true },
	[PARAM_FILENO] = { .wants = N_("the number of a descriptor"),
	    .not_c = true },
	[PARAM_NAME] = { .wants = N_("a call's name"), .not_c = true },
	[PARAM_TOPIC] = { .wants = N_("a topic, a command, an option, an "
				      "error, a term; help lists the topics"),
	    .not_c = true },
	[PARAM_CLAIM] = { .wants = N_("a claim's number, C1 to C118 or M01 to "
				      "M25; or a word that it is about: recv"),
	    .not_c = true },
	[PARAM_SYSCTL] = { .wants = N_("a setting of the kernel, such as "
				       "tcp_fin_timeout"),
	    .not_c = true },
	[PARAM_FAILURE] = { .wants = N_("a call's name; 1: the last failure, "
					"2: the one before; on or off"),
	    .not_c = true },
	[PARAM_MATCH] = { .wants = N_("a kind (tcp), a state (LISTEN), "
				      "addresses (:8080), in this order; "
				      "*: any"),
	    .not_c = true },
	[PARAM_SETTING] = { .wants = N_("a setting's name"), .not_c = true },
	[PARAM_SETVAL] = { .wants =
			       N_("on, off, a number: whatever the setting "
				  "takes"),
	    .not_c = true },
	[PARAM_VERB] = { .wants = N_("what to do; help lists it"),
	    .not_c = true },
	[PARAM_WORDS] = { .wants = N_("what that takes"), .not_c = true },
	[PARAM_LAB_HOST] = { .wants = N_("a host of the lab, such as server"),
	    .not_c = true },
	[PARAM_MSG] = { .wants = N_("a struct msghdr") },
	[PARAM_OUT_MSG] = { .wants = N_("a variable that holds a struct "
					"msghdr"),
	    .out = true },
	[PARAM_IOV] = { .wants = N_("a list of bytes: [\"a\", \"b\"], or of "
				    "struct iovec") },
	[PARAM_OUT_IOV] = { .wants = N_("a list of variables for bytes: "
					"[a, b], or a variable that holds "
					"struct iovec"),
	    .out = true },
	[PARAM_PIECE] = { .wants = N_("bytes, or a list of them: [\"a\", "
				      "\"b\"]"),
	    .not_c = true },
	[PARAM_ANCDATA] = { .wants = N_("a list of (level, type, data)"),
	    .not_c = true },
	[PARAM_FDS] = { .wants = N_("descriptors: (3, 4)"), .not_c = true },
	[PARAM_TO] = { .wants = N_("an address: host:port, [IPv6]:port, "
				   ":port, *:port, /path or @name"),
	    .not_c = true },
	[PARAM_ROOM] = { .wants = N_("a whole number, 0 or more"),
	    .not_c = true,
	    .tables = misc_tables },
	[PARAM_COMMAND] = { .wants = N_("a command: state c; in a call, in "
					"quotes"),
	    .not_c = true },
	[PARAM_LANES] = { .wants = N_("a descriptor, last N, svg FILE, or "
				      "clear"),
	    .not_c = true },
	[PARAM_OUT_BUFFERS] = { .wants = N_("a list of variables for bytes: "
					    "[a, b]"),
	    .not_c = true,
	    .out = true },
};

bool
param_in_c(enum param_type type)
{
	return !param_infos[type].not_c;
}

bool
prim_in_c(const struct prim *prim, int i)
{
	return param_in_c(prim->params[i].type) &&
	    (prim->nc == 0 || i < prim->nc);
}

bool
param_is_out(enum param_type type)
{
	return param_infos[type].out;
}

bool
param_is_inout(enum param_type type)
{
	return param_infos[type].inout;
}

bool
param_is_bare(enum param_type type)
{
	return type == PARAM_NAME || type == PARAM_TOPIC ||
	    type == PARAM_CLAIM || type == PARAM_SYSCTL ||
	    type == PARAM_FAILURE || type == PARAM_MATCH ||
	    type == PARAM_SETTING || type == PARAM_VERB ||
	    type == PARAM_WORDS || type == PARAM_LAB_HOST;
}

bool
param_is_open(enum param_type type)
{
	return type == PARAM_OPTVAL || type == PARAM_IOCTL_ARG ||
	    type == PARAM_LANES;
}

const char *
param_unknown(enum param_type type)
{
	return param_infos[type].unknown;
}

bool
param_is_changed(enum param_type type)
{
	return param_infos[type].out || type == PARAM_POLLFDS ||
	    type == PARAM_FDSET || type == PARAM_TIMEVAL;
}

const char *
param_wants(enum param_type type)
{
	return _(param_infos[type].wants);
}

const char *
param_means(const struct param *param)
{
	static const struct {
		const char *name;
		const char *means;
	} texts[] = {
		{ "file", N_("a file's name") },
		{ "path", N_("a file's name") },
		{ "command", N_("a command of the system's shell: \"ls -l\"") },
		{ "layer", N_("one of the frame's headers: IPv4, TCP") },
		{ "lesson", N_("a lesson: 17 or tcp-sticky") },
		{ "what", N_("how many lines, or text that they contain") },
	};

	for (size_t i = 0;
	     param->type == PARAM_TEXT && i < sizeof(texts) / sizeof(texts[0]);
	     i++) {
		if (strcmp(texts[i].name, param->name) == 0)
			return _(texts[i].means);
	}
	return param_wants(param->type);
}

const struct xlat_table *const *
param_tables(enum param_type type)
{
	const struct xlat_table *const *tables = param_infos[type].tables;

	return tables != NULL ? tables : no_tables;
}

const struct sock_kind *
sock_kind_find(const char *name)
{
	for (size_t i = 0; i < NKINDS; i++) {
		if (strcmp(sock_kinds[i].name, name) == 0)
			return &sock_kinds[i];
	}
	return NULL;
}

const struct sock_kind *
sock_kind_at(size_t i)
{
	return i < NKINDS ? &sock_kinds[i] : NULL;
}

void
param_offer(enum param_type type, struct nearest *nearest)
{
	const struct xlat_table *const *t = param_tables(type);
	/* Where a family is wanted a kind of socket may stand. */
	bool kinds = type == PARAM_KIND || type == PARAM_FAMILY;

	for (size_t i = 0; i < NKINDS && kinds; i++)
		nearest_offer(nearest, sock_kinds[i].name);
	for (; *t != NULL; t++)
		xlat_offer(*t, nearest);
	if (type == PARAM_OPTION)
		option_offer(nearest);
}

/* What accept gives: a descriptor and an address, or None if there is none. */
static bool
is_accepted(const struct value *v)
{
	return v->type == VAL_TUPLE && v->tuple->len == 2 &&
	    v->tuple->items[0].type == VAL_INT &&
	    (v->tuple->items[1].type == VAL_ADDR ||
		v->tuple->items[1].type == VAL_NONE);
}

/* struct timeval, or what it is made of. */
static bool
is_timeval(const struct value *v)
{
	return v->type == VAL_TUPLE && v->tuple->len == 2 &&
	    v->tuple->items[0].type == VAL_INT &&
	    v->tuple->items[1].type == VAL_INT;
}

/* A list of bytes alone. */
static bool
is_pieces(const struct value *v)
{
	if (v->type != VAL_TUPLE)
		return v->type == VAL_BYTES;
	for (size_t i = 0; i < v->tuple->len; i++) {
		if (v->tuple->items[i].type != VAL_BYTES)
			return false;
	}
	return true;
}

/* A list of triples, but not what a C program calls a message. */
static bool
is_ancdata(const struct value *v)
{
	if (v->type != VAL_TUPLE)
		return v->type == VAL_NONE;
	for (size_t i = 0; i < v->tuple->len; i++) {
		if (v->tuple->items[i].type != VAL_TUPLE)
			return false;
	}
	return true;
}

/* Parts of messages; all that is left are numbers. */
static bool
message_accepts(enum param_type type, const struct value *v)
{
	switch (type) {
	case PARAM_PIECE:
		return is_pieces(v);
	case PARAM_ANCDATA:
		return is_ancdata(v);
	case PARAM_MSG:
	case PARAM_IOV:
		return v->type == VAL_TUPLE;
	case PARAM_FDS:
		return v->type == VAL_INT || v->type == VAL_TUPLE;
	case PARAM_COMMAND:
		return v->type == VAL_BYTES;
	case PARAM_LANES:
		return v->type == VAL_INT || v->type == VAL_TUPLE ||
		    v->type == VAL_BYTES;
	default:
		return v->type == VAL_INT || param_is_out(type);
	}
}

bool
param_accepts(enum param_type type, const struct value *v)
{
	if (param_is_bare(type))
		return type == PARAM_WORDS || v->type == VAL_BYTES;
	switch (type) {
	case PARAM_FD:
		return v->type == VAL_INT || is_accepted(v) || value_is_file(v);
	case PARAM_ADDR:
	case PARAM_TO:
		return v->type == VAL_ADDR || v->type == VAL_BYTES ||
		    v->type == VAL_NONE || v->type == VAL_TUPLE;
	case PARAM_BYTES:
	case PARAM_TEXT:
		return v->type == VAL_BYTES;
	case PARAM_CALL:
		return false;
	case PARAM_KIND:
		return v->type == VAL_BYTES &&
		    strlen(v->bytes->data) == v->bytes->len &&
		    sock_kind_find(v->bytes->data) != NULL;
	case PARAM_SERVICE:
	case PARAM_SETVAL:
	case PARAM_OPEN:
		return v->type == VAL_INT || v->type == VAL_BYTES;
	case PARAM_HOST:
		return v->type == VAL_BYTES || v->type == VAL_NONE ||
		    (v->type == VAL_INT && v->i == 0);
	case PARAM_PORT:
		return v->type == VAL_BYTES || v->type == VAL_NONE ||
		    v->type == VAL_INT;
	case PARAM_RAW_ADDR:
		return v->type == VAL_BYTES || v->type == VAL_ADDR ||
		    v->type == VAL_INT || v->type == VAL_TUPLE;
	case PARAM_HINTS:
		return v->type == VAL_TUPLE || v->type == VAL_NONE ||
		    (v->type == VAL_INT && v->i == 0);
	case PARAM_COUNT:
		return v->type == VAL_INT || v->type == VAL_NONE;
	case PARAM_TARGET:
		return v->type == VAL_BYTES || v->type == VAL_TUPLE ||
		    v->type == VAL_ADDR || v->type == VAL_NONE;
	case PARAM_POLLFDS:
	case PARAM_FDSET:
		return v->type == VAL_INT || v->type == VAL_TUPLE ||
		    (v->type == VAL_NONE && type == PARAM_FDSET);
	case PARAM_TIMEVAL:
		return v->type == VAL_INT || v->type == VAL_FLOAT ||
		    v->type == VAL_NONE || is_timeval(v);
	case PARAM_OFFSET:
		return v->type == VAL_INT || v->type == VAL_NONE ||
		    v->type == VAL_UNSET;
	case PARAM_IOCTL_ARG:
		return v->type == VAL_INT || v->type == VAL_NONE ||
		    v->type == VAL_BYTES || v->type == VAL_UNSET;
	case PARAM_EPOLL_EVENT:
		return v->type == VAL_INT || v->type == VAL_NONE ||
		    v->type == VAL_TUPLE;
	case PARAM_SIGSET:
		return v->type == VAL_NONE || (v->type == VAL_INT && v->i == 0);
	case PARAM_FLOAT:
		return v->type == VAL_INT || v->type == VAL_FLOAT;
	case PARAM_JOB:
		return v->type == VAL_INT || v->type == VAL_FLOAT ||
		    v->type == VAL_BYTES;
	case PARAM_OPTVAL:
	case PARAM_VALUE:
		return true;
	default:
		return message_accepts(type, v);
	}
}
