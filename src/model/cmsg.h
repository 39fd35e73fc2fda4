/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Ancillary data: the control messages that sendmsg and recvmsg carry beside
 * the bytes (cmsg(3)), in memory and as values.
 *
 * Nothing in a control buffer is trusted, not even what the kernel wrote: a
 * message may be cut off (MSG_CTRUNC), and a C program's own may say anything.
 */
#ifndef SOCKSH_MODEL_CMSG_H
#define SOCKSH_MODEL_CMSG_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "model/layout.h"
#include "model/value.h"
#include "model/xlat.h"

/* What the data of a control message is. */
enum cmsg_form {
	CMSG_RAW,    /* bytes */
	CMSG_FDS,    /* descriptors: int[] */
	CMSG_INT,    /* a C int */
	CMSG_UINT,   /* an unsigned one */
	CMSG_OCTET,  /* one byte */
	CMSG_U16,    /* sent as uint16_t */
	CMSG_U64,    /* uint64_t */
	CMSG_RECORD, /* a struct with a layout */
	CMSG_STAMPS, /* struct scm_timestamping: three timespec */
	CMSG_ERROR,  /* struct sock_extended_err and the offender's address */
	CMSG_ADDR,   /* a socket address */
};

struct cmsg_kind {
	int level;
	int type;
	const char *name;
	enum cmsg_form form;
	const char *layout; /* of a CMSG_RECORD, for layout_find */
};

/* NULL if it is none that we know. */
const struct cmsg_kind *cmsg_kind_find(int level, int type);
/* The least number of bytes that such data has. */
size_t cmsg_least(const struct cmsg_kind *kind);
/* The names of a level's types; NULL if we know none. */
const struct xlat_table *cmsg_types(int level);

extern const struct xlat_table xlat_cmsg_socket; /* SCM_RIGHTS, … */
extern const struct xlat_table xlat_cmsg_ip;     /* IP_PKTINFO, … */
extern const struct xlat_table xlat_cmsg_ipv6;   /* IPV6_PKTINFO, … */
extern const struct xlat_table xlat_cmsg_tcp;
extern const struct xlat_table xlat_cmsg_udp;
extern const struct xlat_table xlat_cmsg_packet;

/* A control message, where it lies. */
struct cmsg {
	uint64_t claimed; /* cmsg_len, whatever is there */
	int level;
	int type;
	const unsigned char *data;
	size_t len; /* bytes of data that are there */
};

/* struct sock_extended_err of <linux/errqueue.h>; an address may follow. */
struct cmsg_error {
	uint32_t ee_errno;
	uint8_t ee_origin;
	uint8_t ee_type;
	uint8_t ee_code;
	uint8_t ee_pad;
	uint32_t ee_info;
	uint32_t ee_data;
};

enum { CMSG_HEADER = 16 }; /* bytes of struct cmsghdr */

/*
 * Goes through the control messages of a buffer of len bytes; *at is 0 to begin
 * with. False at the end, where *at is len, or less if something is left that
 * is no message.
 */
bool cmsg_next(const void *control, size_t len, size_t *at, struct cmsg *c);

/* The data as a value: (3, 4), {pid=1, uid=0, gid=0}, 64; bytes if they are too
 * few for what they should be, or of a kind that we do not know. */
struct value cmsg_decode(const struct cmsg *c);
/* A record {cmsg_level, cmsg_type, cmsg_data}, which is what Python has. */
struct value cmsg_value(const struct cmsg *c);
/* All of a buffer, as a tuple of such records. */
struct value cmsg_values(const void *control, size_t len);

/*
 * Appends a control message, padded, from (level, type, data). Bytes are taken
 * as they are, all else is converted to what the kind has. False with *cause.
 */
bool cmsg_append(struct strbuf *control, const struct value *v, char **cause);

#endif
