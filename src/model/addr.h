/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Socket addresses: the literals of the language, both ways, and the fields by
 * C's names. Nothing here asks the network: a literal whose host is a name is
 * split (addr_split) and resolved by sock/resolve.c.
 */
#ifndef SOCKSH_MODEL_ADDR_H
#define SOCKSH_MODEL_ADDR_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>
#include <netinet/in.h>
#include <netpacket/packet.h>
#include <sys/un.h>

#include "base/strbuf.h"
#include "model/value.h"

/* As struct sockaddr_nl, sockaddr_vm and sockaddr_can, which only the kernel's
 * headers have (linux/netlink.h, vm_sockets.h, can.h). */
struct addr_netlink {
	uint16_t nl_family;
	uint16_t nl_pad;
	uint32_t nl_pid;
	uint32_t nl_groups;
};

struct addr_vsock {
	uint16_t svm_family;
	uint16_t svm_reserved1;
	uint32_t svm_port;
	uint32_t svm_cid;
	uint8_t svm_flags;
	uint8_t svm_zero[3];
};

struct addr_can {
	uint16_t can_family;
	int32_t can_ifindex;
	uint32_t can_addr[4];
};

/* A socket address as the kernel takes it: len bytes of u count. Counted as
 * all values are (value.h). */
struct addr {
	uint32_t refs;
	socklen_t len;
	union {
		struct sockaddr sa;
		struct sockaddr_in in;
		struct sockaddr_in6 in6;
		struct sockaddr_un un;
		struct sockaddr_ll ll;
		struct addr_netlink nl;
		struct addr_vsock vm;
		struct addr_can can;
		struct sockaddr_storage storage;
	} u;
};

/* The size of a family's struct sockaddr_…; 0 for one we do not know. */
socklen_t addr_family_size(int family);
/* The port in host order; -1 for a family without. */
int addr_sa_port(const struct sockaddr *sa);
/* A new address of family with zero bytes and the family's usual length. */
struct addr *addr_new(int family);
/* A new address from the kernel's bytes; len is cut to what fits. */
struct addr *addr_from_sa(const struct sockaddr *sa, socklen_t len);

/* How a literal is to be understood. */
enum addr_form {
	ADDR_BAD,     /* *cause says why, and what would be right */
	ADDR_NUMERIC, /* complete: an AF_INET, AF_INET6 or AF_UNIX address */
	ADDR_NAMED,   /* host or service is a name; resolve it */
};

/* The two halves of host:port; each NUL-terminated. */
struct addr_names {
	char host[256];
	char service[64];
};

/*
 * Reads a literal: 127.0.0.1:80, [::1]:80, [fe80::1%lo]:80, :80 (loopback),
 * *:80 (wildcard), host:http, /path, ./path, @abstract. family is the socket's
 * (AF_UNSPEC if not known): it decides what ":80" and "*:80" become, no more.
 * With ADDR_NUMERIC *out is a new reference; with ADDR_NAMED *names is filled.
 */
enum addr_form addr_parse(const char *s, size_t len, int family,
    struct addr **out, struct addr_names *names, char **cause);

/*
 * The same from two parts, as in bind(s, "127.0.0.1", 80): an empty host is the
 * wildcard, as in Python. service is a decimal port or a service's name.
 */
enum addr_form addr_parse_pair(const char *host, size_t host_len,
    const char *service, int family, struct addr **out,
    struct addr_names *names, char **cause);

/* A port in decimal, strictly (no sign, no space, 0 to 65535). False with
 * *cause when s looks like a number but is no port; false with *cause NULL when
 * it may be a service's name. */
bool addr_parse_port(const char *s, uint16_t *port, char **cause);

/* Appends the address as a literal that addr_parse would read back. */
void addr_text(struct strbuf *out, const struct sockaddr *sa, socklen_t len);

/* host and port as Python gives them: ("127.0.0.1", 80); AF_UNIX: the path. */
struct value addr_host(const struct addr *a);
struct value addr_port(const struct addr *a);

/*
 * An address as the values that Python has for it: (host, port); for AF_INET6
 * (host, port, flowinfo, scope), AF_PACKET (interface, protocol, type, hardware
 * type, hardware address), AF_NETLINK (pid, groups), AF_VSOCK (cid, port),
 * AF_CAN (interface). Returns how many; each a new reference. An interface is its
 * name, if there is one of that index (which libc asks the kernel).
 */
enum { ADDR_ITEMS = 5 };
size_t addr_items(const struct addr *a, struct value items[ADDR_ITEMS]);
/* How many that are. */
size_t addr_nitems(const struct addr *a);

/* Appends such an address as a tuple; false if it is of another family. An
 * interface is its index: nobody is asked. */
bool addr_tuple_text(struct strbuf *out, const struct addr *a);
/* Whether addresses of the family are written as a tuple alone; and such an
 * address from its values, the last ones of which may be left out. An interface
 * is its name or its index, a number may be text. False with *cause. */
bool addr_is_tuple(int family);
bool addr_from_tuple(int family, const struct value *items, size_t n,
    struct addr **out, char **cause);
bool addr_equal(const struct addr *a, const struct addr *b);

/* Fields by C's name, dots included: sin_port, sin_addr, sin_addr.s_addr,
 * sin_family, sin6_…, sun_path, ss_family, sa_family. Numbers are as in memory
 * (network byte order), as C gives them. False with *cause. */
bool addr_field_get(const struct addr *a, const char *field, struct value *out,
    char **cause);
/* The i-th field of all families; NULL at the end. */
const char *addr_field_name(size_t i);
/* How many bytes a field has in C; 0 if there is no such field. */
size_t addr_field_size(const struct addr *a, const char *field);
/* The same for assignment; *a must not be shared. */
bool addr_field_set(struct addr *a, const char *field, const struct value *v,
    char **cause);

#endif
