/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Constants, both ways: name to number for what people type, number to name
 * for what we print, from the same tables (as strace's xlat does).
 */
#ifndef SOCKSH_MODEL_XLAT_H
#define SOCKSH_MODEL_XLAT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "base/text.h"

struct xlat {
	const char *name;
	int64_t value;
};

enum xlat_kind {
	XLAT_NUMBER, /* one of them */
	XLAT_FLAGS,  /* any of them, joined by | */
};

/* A family of constants. Where two names share a number the first is printed. */
struct xlat_table {
	const char *prefix; /* "AF_": may be left out in words, with any case */
	const char *what;   /* N_("address family"): for messages */
	const struct xlat *rows;
	size_t n;
	enum xlat_kind kind;
};

extern const struct xlat_table xlat_families;   /* AF_, then PF_ */
extern const struct xlat_table xlat_types;      /* SOCK_ (values, no flags) */
extern const struct xlat_table xlat_type_flags; /* SOCK_NONBLOCK, _CLOEXEC */
extern const struct xlat_table xlat_protocols;  /* IPPROTO_ */
extern const struct xlat_table xlat_levels;     /* SOL_ */
extern const struct xlat_table xlat_msg_flags;  /* MSG_ */
extern const struct xlat_table xlat_shut;       /* SHUT_ */
extern const struct xlat_table xlat_tcp_states; /* TCP_ESTABLISHED, … */
extern const struct xlat_table xlat_ai_flags;   /* AI_ */
extern const struct xlat_table xlat_ni_flags;   /* NI_ */
extern const struct xlat_table xlat_misc;       /* SOMAXCONN, INADDR_ANY, … */

/* Values of options and of the fields of structs (xlat_value.c). */
extern const struct xlat_table xlat_tcp_ca_states;
extern const struct xlat_table xlat_tcp_options;
extern const struct xlat_table xlat_tcp_repair;
extern const struct xlat_table xlat_tcp_queues;
extern const struct xlat_table xlat_pmtudisc;
extern const struct xlat_table xlat_pmtudisc6;
extern const struct xlat_table xlat_udp_encap;
extern const struct xlat_table xlat_packet_mr;
extern const struct xlat_table xlat_timestamping;
extern const struct xlat_table xlat_buf_lock;
extern const struct xlat_table xlat_txrehash;
extern const struct xlat_table xlat_packet_versions;
extern const struct xlat_table xlat_addr_preferences;
extern const struct xlat_table xlat_netlink;

extern const struct xlat_table xlat_open_flags;    /* O_ (but what is next) */
extern const struct xlat_table xlat_access_modes;  /* O_RDONLY, … */
extern const struct xlat_table xlat_fd_flags;      /* FD_CLOEXEC */
extern const struct xlat_table xlat_fcntls;        /* F_ */
extern const struct xlat_table xlat_leases;        /* F_RDLCK, … */
extern const struct xlat_table xlat_seals;         /* F_SEAL_ */
extern const struct xlat_table xlat_seeks;         /* SEEK_ */
extern const struct xlat_table xlat_file_modes;    /* S_IF, S_IR, … */
extern const struct xlat_table xlat_epoll_flags;   /* EPOLL_CLOEXEC */
extern const struct xlat_table xlat_epoll_ops;     /* EPOLL_CTL_ */
extern const struct xlat_table xlat_epoll_events;  /* EPOLLIN, … */
extern const struct xlat_table xlat_eventfd_flags; /* EFD_ */
extern const struct xlat_table xlat_splice_flags;  /* SPLICE_F_ */
extern const struct xlat_table xlat_requests;      /* FIONREAD, SIOC… */
extern const struct xlat_table xlat_if_flags;      /* IFF_ */
extern const struct xlat_table xlat_signals;       /* SIG */
extern const struct xlat_table xlat_ethertypes;    /* ETH_P_ */
extern const struct xlat_table xlat_hardware;      /* ARPHRD_ */
extern const struct xlat_table xlat_vsock_cids;    /* VMADDR_CID_ */
extern const struct xlat_table xlat_vsock_ports;   /* VMADDR_PORT_ */
extern const struct xlat_table xlat_vsock_flags;   /* VMADDR_FLAG_ */

/* errno names and, as negative numbers, getaddrinfo's EAI_. */
extern const struct xlat_table xlat_errnos;

/* The first name of value in the table, or NULL. */
const char *xlat_name(const struct xlat_table *t, int64_t value);
/* The row of exactly this name, or NULL. */
const struct xlat *xlat_find(const struct xlat_table *t, const char *name);
/*
 * The row a person means in words: the name with any case, the prefix left out
 * or not ("stream", "SOCK_STREAM"). NULL if none.
 */
const struct xlat *xlat_guess(const struct xlat_table *t, const char *name);
void xlat_offer(const struct xlat_table *t, struct nearest *nearest);

/* Any constant of any table by its exact name (options too). Sets *value and,
 * for an option, *tag (value.h), else 0. */
bool xlat_constant(const char *name, int64_t *value, uint16_t *tag);
/* Constants joined by |: those of the table t, without their prefix and in any
 * case too, or any by their exact names; t may be NULL. */
bool xlat_number(const struct xlat_table *t, const char *s, int64_t *value);
void xlat_constant_offer(struct nearest *nearest);

/*
 * A number that has a meaning carries the table of its names along, as a tag
 * (value.h), so that it is shown by name: 0 if t is NULL or has none.
 */
uint16_t xlat_tag(const struct xlat_table *t);
/* The table of a tag; NULL if it is none. */
const struct xlat_table *xlat_by_tag(uint16_t tag);
/* Appends a number as a table has it: a name, flags joined by |, else in
 * decimal; t may be NULL. */
void xlat_text(struct strbuf *out, const struct xlat_table *t, int64_t value);

/* Walks all constants of all tables: the i-th name, NULL at the end. */
const char *xlat_constant_at(size_t i);
/* The i-th table; NULL at the end. */
const struct xlat_table *xlat_table_at(size_t i);

/*
 * Errors that C has other variables for, or none, as an errno of our own:
 * h_errno, so that HOST_NOT_FOUND is ERR_HOST - 1; and that a table has no such
 * entry, for which C's functions return NULL alone.
 */
enum { ERR_HOST = -1000, ERR_NO_ENTRY = -1010 };

/* "EADDRINUSE", or NULL if err is no errno (nor EAI_, nor of h_errno) that we
 * know. */
const char *errno_name(int err);
/* Whether it is one; ERR_NO_ENTRY, which has no name, counted in. */
bool errno_known(int err);
/* The error of exactly this name: also HOST_NOT_FOUND and the like. 0: none. */
int errno_by_name(const char *name);
/* What it means: strerror or gai_strerror, in the user's language, a string
 * that stays valid until the thread's next call. */
const char *errno_text(int err);

#endif
