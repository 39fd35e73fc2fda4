/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Frames of Ethernet taken apart: from bytes to a flat list of layers and of
 * fields. Pure: no system call, no allocation, nothing kept between two frames.
 * Any bytes may come: no byte beyond those given is read, the work is bounded,
 * and what does not fit is said in the frame's fault.
 *
 * Each field's name, place, meaning and purpose stand once, in the table of its
 * protocol (frame_tcp.c, …); decoder, builder (build.h), drawings and tests read
 * it there. A field's key is what Wireshark calls it in a display filter.
 */
#ifndef SOCKSH_WIRE_FRAME_H
#define SOCKSH_WIRE_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"

enum frame_proto {
	FRAME_ETHERNET, /* IEEE 802.3 */
	FRAME_VLAN,     /* a tag of IEEE 802.1Q */
	FRAME_SLL,      /* Linux cooked captures */
	FRAME_SLL2,
	FRAME_NULL, /* the loopback of the BSDs */
	FRAME_ARP,  /* RFC 826 */
	FRAME_IPV4, /* RFC 791 */
	FRAME_IPV6, /* RFC 8200, and its extension headers: */
	FRAME_HOPOPTS,
	FRAME_ROUTING,
	FRAME_FRAGMENT,
	FRAME_DSTOPTS,
	FRAME_ICMP,    /* RFC 792 */
	FRAME_ICMPV6,  /* RFC 4443, 4861, 2710, 3810 */
	FRAME_UDP,     /* RFC 768 */
	FRAME_TCP,     /* RFC 9293 */
	FRAME_DATA,    /* what is carried, the program's own */
	FRAME_PADDING, /* what follows the packet in its frame */
	FRAME_PROTOS,
};

/* How a field's bits are meant to be read. */
enum frame_form {
	FRAME_NUMBER, /* whole, in network byte order */
	FRAME_HEX,
	FRAME_FLAG,     /* one bit */
	FRAME_CHECKSUM, /* of 16 bits; verified */
	FRAME_MAC,
	FRAME_IP4,
	FRAME_IP6,
	FRAME_BYTES, /* of any length */
};

struct frame_meaning {
	uint64_t value;
	const char *text; /* N_(), unless it is a name that nobody translates */
};

struct frame_row {
	const char *key;     /* "tcp.srcport" */
	const char *name;    /* N_("source port"), as the RFC has it */
	const char *purpose; /* N_("…"): a sentence, no capital, no full stop */
	enum frame_form form;
	uint16_t bit;  /* where in its header; of a fixed field alone */
	uint16_t bits; /* how many; 0: it varies */
	uint8_t scale; /* the number counts so many bytes; 0: it does not */
	const struct frame_meaning
	    *meanings; /* ends with a NULL text; or NULL */
};

enum frame_mark {
	FRAME_PLAIN,
	FRAME_RIGHT,     /* a checksum: verified */
	FRAME_WRONG,     /* a checksum: expect is what would be right */
	FRAME_UNCHECKED, /* a checksum that cannot be verified from this frame */
	/* A checksum that covers the pseudo header alone, exactly: so a Linux
	 * kernel leaves it for the network card to complete, and on the loopback
	 * nobody does (Documentation/networking/checksum-offloads.rst). */
	FRAME_PARTIAL,
	FRAME_UNUSED, /* a checksum that the sender has left out (UDP's 0) */
};

struct frame_field {
	const struct frame_row *row;
	uint32_t bit;   /* where in the frame, from its first bit on */
	uint32_t bits;  /* how many */
	uint64_t value; /* of up to 64 bits; else 0 and only the bytes count */
	uint16_t expect;
	uint8_t mark; /* enum frame_mark */
	uint8_t layer;
};

struct frame_layer {
	enum frame_proto proto;
	uint32_t off; /* bytes from the frame's beginning */
	uint32_t
	    len; /* of this header; of the data, all of it captured or not */
	uint16_t first; /* its fields */
	uint16_t n;
	/* It belongs to the packet that an ICMP error quotes. */
	bool quoted;
};

enum { FRAME_LAYERS = 24, FRAME_FIELDS = 320 };

struct frame {
	const unsigned char *data; /* borrowed */
	uint32_t len;              /* bytes that are there */
	uint32_t wire;             /* bytes that the frame had on the wire */
	/* The first thing that was wrong with it, N_(); or NULL. fault_layer is
	 * the layer, fault_at the byte. */
	const char *fault;
	uint32_t fault_at;
	uint8_t fault_layer;
	bool cut; /* it was captured in part, and a field is not there */
	uint8_t nlayers;
	uint16_t nfields;
	struct frame_layer layers[FRAME_LAYERS];
	struct frame_field fields[FRAME_FIELDS];
};

/* What a protocol is, for whoever shows it. */
struct frame_kind {
	const char *name;    /* "TCP" */
	const char *title;   /* N_("Transmission Control Protocol") */
	const char *purpose; /* N_("…"): a sentence */
	uint8_t osi;         /* the layer of the OSI model, 1 to 7 */
	const struct frame_row *rows;
	uint16_t nrows;
};

/* Takes data apart, len bytes of a frame that had wire on the wire (less than
 * len counts as len). data has to live as long as f is read. */
void frame_decode(struct frame *f, const void *data, size_t len, size_t wire);

/* The same for what begins with another header: an IP packet, as a raw socket
 * gives it, or what a file of frames has. */
void frame_decode_from(struct frame *f, enum frame_proto first,
    const void *data, size_t len, size_t wire);
/* What bytes of unknown origin begin with: FRAME_IPV4 or FRAME_IPV6 if they are
 * exactly one such packet by length (and checksum), else FRAME_ETHERNET. */
enum frame_proto frame_guess(const void *data, size_t len);

const struct frame_kind *frame_kind(enum frame_proto proto);
/* The protocol and the row of a key, "tcp.srcport"; NULL if there is none. */
const struct frame_row *frame_row_find(const char *key,
    enum frame_proto *proto);

/* The first field of this key in the frame itself, not in what an ICMP error
 * quotes; NULL. */
const struct frame_field *frame_field_find(const struct frame *f,
    const char *key);
/* The bytes that hold a field, those of them that are there: sets *n. */
const unsigned char *frame_field_bytes(const struct frame *f,
    const struct frame_field *field, size_t *n);
/* Whether a checksum in the frame itself was found wrong; the row, or NULL. */
const struct frame_row *frame_wrong(const struct frame *f);

/* The name of a field's value ("IPv4", "echo request"), translated; or NULL. */
const char *frame_meaning(const struct frame_row *row, uint64_t value);
/* Appends a value as text without its meaning: 40000, 0x0800, 10.0.0.1,
 * 02:00:00:00:00:01; bytes in hex. A FRAME_FLAG is 0 or 1. */
void frame_value_text(struct strbuf *out, const struct frame *f,
    const struct frame_field *field);

enum frame_flag {
	FRAME_FIN = 1 << 0,
	FRAME_SYN = 1 << 1,
	FRAME_RST = 1 << 2,
	FRAME_PSH = 1 << 3,
	FRAME_ACK = 1 << 4,
	FRAME_URG = 1 << 5,
	FRAME_ECE = 1 << 6,
	FRAME_CWR = 1 << 7,
	FRAME_AE = 1 << 8,
};

/* What is wanted of every frame in a hurry. Numbers in host order. */
struct frame_key {
	uint16_t ethertype;    /* behind the tags */
	uint8_t version;       /* of IP: 4, 6, or 0 */
	uint8_t protocol;      /* IPPROTO_TCP, …: what is carried at last */
	bool fragment;         /* a part of a packet */
	bool first;            /* … the one with the ports, or the only one */
	bool whole;            /* all that is named below was there to read */
	unsigned char src[16]; /* of ARP, too; IPv4 has the first 4 */
	unsigned char dst[16];
	uint16_t sport; /* of TCP and UDP */
	uint16_t dport;
	uint8_t type; /* of ICMP and ICMPv6 */
	uint8_t code;
	uint16_t op;    /* of ARP: 1 asks, 2 answers */
	uint16_t flags; /* enum frame_flag */
	uint16_t window;
	uint16_t urgent;
	uint32_t seq;
	uint32_t ack;
	/* Where the payload of TCP or UDP begins, in bytes; of ARP the message. */
	uint32_t data;
	uint32_t
	    len; /* how much of it there is, by the lengths in the headers */
	uint32_t options; /* where TCP's options begin; they end at data */
};

/* False if it is no frame of IP or ARP, or its headers are damaged: then what
 * was found so far is filled in, all else 0. */
bool frame_key_read(struct frame_key *key, const void *data, size_t len);
/* The same for what begins with another header, as frame_decode_from has it. */
bool frame_key_read_from(struct frame_key *key, enum frame_proto first,
    const void *data, size_t len);

/* An option of TCP (RFC 9293): its content, *n bytes, or NULL. */
const unsigned char *frame_key_option(const struct frame_key *key,
    const void *data, size_t len, unsigned kind, size_t *n);

/* The checksum of the Internet (RFC 1071) over n bytes, added to sum, which may
 * be what was given back for bytes before (an even number of them). */
uint32_t frame_sum(uint32_t sum, const void *bytes, size_t n);
/* The sum of the pseudo header that TCP, UDP and ICMPv6 count in (RFC 9293, 3.1;
 * 8200, 8.1), for len bytes of the protocol. */
uint32_t frame_sum_pseudo(unsigned version, const unsigned char *src,
    const unsigned char *dst, unsigned protocol, uint32_t len);
/* … folded and inverted, as it stands in a header (host order). */
uint16_t frame_sum_end(uint32_t sum);

#endif
