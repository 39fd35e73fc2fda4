/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Inside why: the rows, the case that they are held against, and the looks that
 * their conditions take. Only why*.c include this.
 */
#ifndef SOCKSH_KERNEL_WHY_ROW_H
#define SOCKSH_KERNEL_WHY_ROW_H

#include <stdbool.h>
#include <stdint.h>
#include <sys/socket.h>

#include "base/strbuf.h"
#include "kernel/look.h"
#include "kernel/why.h"

/* What the texts may leave open, in braces: "{fd} listens". */
enum why_hole {
	HOLE_FD,     /* the descriptor of the call: "3 (srv)" */
	HOLE_S,      /* the same to be typed: "srv" */
	HOLE_OTHER,  /* another descriptor: "4 (c)" */
	HOLE_O,      /* the same to be typed */
	HOLE_ADDR,   /* the address of the call */
	HOLE_LOCAL,  /* the local address of fd */
	HOLE_PEER,   /* the address that fd is connected to */
	HOLE_TAKEN,  /* the local address of other */
	HOLE_PATH,   /* a path, or an abstract name */
	HOLE_PORT,   /* the port of the call's address */
	HOLE_CALL,   /* the C function */
	HOLE_OPTION, /* the option of the call */
	HOLE_KIND,   /* what fd is */
	HOLE_NAME,   /* a host, a service, an errno */
	HOLE_N,      /* a number */
	HOLE_LIMIT,  /* what bounds it */
	WHY_HOLES,
};

/* A failure that is looked into. */
struct why_case {
	const struct why_asked *asked;
	const struct event *ev;
	struct session *session;
	const char *call;
	int err;
	int fd;         /* of the first argument; -1 if that is none */
	bool live;      /* it is still open, and the same */
	uint64_t until; /* events before this one are looked at */
	socklen_t addr_len;
	struct sockaddr_storage addr; /* of the call; AF_UNSPEC if none */
	struct strbuf holes[WHY_HOLES];
};

/*
 * A row answers if its errno and call are the failure's, and the condition
 * holds, which fills in the holes that the texts need (fd, s, addr, path, port
 * and call are there already). The first that answers is taken, in the order of
 * the tables: so a general one comes after the special.
 */
struct why_row {
	int err;
	const char *calls;                 /* a blank between; NULL: any */
	bool (*holds)(struct why_case *c); /* NULL: always */
	const char *why;                   /* N_() */
	const char *try;
};

#define WHY(number, names, condition, reason, advice)                    \
	{                                                                \
		.err = (number), .calls = (names), .holds = (condition), \
		.why = (reason), .try = (advice),                        \
	}

/* Calls that have the same reasons. */
#define WHY_SENDS "send sendto sendmsg write writev sendfile"
#define WHY_RECVS "recv recvfrom recvmsg read readv"
#define WHY_PATHS "bind connect open sendto"

/* The tables, each ended by a row without a text, in this order. */
extern const struct why_row why_bind_rows[];
extern const struct why_row why_connect_rows[];
extern const struct why_row why_io_rows[];
extern const struct why_row why_state_rows[];
extern const struct why_row why_option_rows[];
extern const struct why_row why_fd_rows[];
extern const struct why_row why_make_rows[];
extern const struct why_row why_path_rows[];
extern const struct why_row why_name_rows[];
extern const struct why_row why_general_rows[];

void why_case_init(struct why_case *c, const struct why_asked *asked);
void why_case_free(struct why_case *c);

/* Filling in. */
void hole_text(struct why_case *c, enum why_hole hole, const char *s);
void hole_number(struct why_case *c, enum why_hole hole, int64_t n);
void hole_address(struct why_case *c, enum why_hole hole,
    const struct sockaddr *sa, socklen_t len);
/* fd and s, or other and o. */
void hole_fd(struct why_case *c, enum why_hole hole, int fd);

/* The call: a parameter by its name, as a number; def if it has none. */
int64_t case_number(const struct why_case *c, const char *name, int64_t def);
/* Bytes of a parameter by its name, at most size; how many there are. */
size_t case_bytes(const struct why_case *c, const char *name, void *buf,
    size_t size);
/* Of the sets of select: the first number from from on, below to, that is no
 * open descriptor; -1 if there is none. */
int case_closed_in_sets(const struct why_case *c, int from, int to);
/* Whether NULL was passed for any pointer. */
bool case_null(const struct why_case *c);
bool case_is(const struct why_case *c, const char *calls);
/* The last event before this failure of one of these calls on the same
 * descriptor; NULL if there is none. */
const struct event *case_before(const struct why_case *c, const char *calls);
/* Whether all that was ever called on the descriptor is in the log. */
bool case_whole(const struct why_case *c);

/* Whether this call made the descriptor, as far as the log goes back. */
bool case_made_by(const struct why_case *c, const char *call);

/* Asking the kernel; all of it fails (-1, false) if the descriptor is gone. */
int look_option(const struct why_case *c, int level, int number);
int look_fd_option(int fd, int level, int number);
bool look_local(struct why_case *c);          /* fills in local if it has one */
bool look_peer(struct why_case *c);           /* fills in peer likewise */
int look_tcp_state(const struct why_case *c); /* TCP_LISTEN, …; -1 */
int look_flags(const struct why_case *c);     /* F_GETFL's; -1 */
int look_ioctl(const struct why_case *c, unsigned long request);
bool look_family(const struct why_case *c, int family);
bool look_type(const struct why_case *c, int type);
bool look_inet(const struct why_case *c);
/* Fills in what a descriptor is: "a pipe", "a regular file". */
void look_kind(struct why_case *c, enum why_hole hole, int fd);
bool look_is_epoll(int fd);
/* How many descriptors this process's table has room for. Of a larger number
 * select(2) ("BUGS") takes no notice: do_select of the kernel's fs/select.c
 * lowers nfds to the table's size. INT_MAX if that cannot be told. */
int look_fd_table(void);
/* "AF_INET SOCK_DGRAM", of a socket. */
void look_socket_kind(struct why_case *c, enum why_hole hole, int fd);

/* Conditions that several tables use. */
bool is_stream_inet(struct why_case *c);
bool is_dgram_inet(struct why_case *c);
bool is_unix(struct why_case *c);
bool is_listening(struct why_case *c);
bool is_connected(struct why_case *c);    /* fills in peer */
bool is_connecting(struct why_case *c);   /* SYN_SENT */
bool never_connected(struct why_case *c); /* for sure */
bool addr_is_unix(struct why_case *c);
/* What stands at the path of an AF_UNIX address. */
bool addr_is_socket_file(struct why_case *c);
bool addr_is_other_file(struct why_case *c);
bool limit_reached(struct why_case *c); /* fills in limit: RLIMIT_NOFILE */

/* These hold before a call, too (ahead_row.h). */
bool has_bad_fd(struct why_case *c);        /* it becomes fd */
bool is_no_socket(struct why_case *c);      /* fills in kind */
bool addr_too_short(struct why_case *c);    /* n, limit */
bool addr_other_family(struct why_case *c); /* name, kind */
bool from_loopback(struct why_case *c);     /* local */
bool addr_low_port(struct why_case *c);     /* limit: below which root's are */
bool listens_beside(struct why_case *c);    /* taken, other */
/* A descriptor of this shell keeps bind from its address: taken, other. */
bool holder_found(struct why_case *c);

/* Finds the row that answers, and its text. */
bool why_row_find(struct why_case *c, struct why *why);

/* By the kernel's tables, of the port of the call's address: what has it that is
 * no descriptor of this shell. They fill in taken, and as is said. */
bool in_timewait(struct why_case *c);       /* n: seconds left */
bool in_timewait_reuse(struct why_case *c); /* though fd has SO_REUSEADDR */
bool is_orphaned(struct why_case *c);       /* name: its state */
bool program_listens(struct why_case *c);   /* n, name: the process */
bool program_has(struct why_case *c);       /* likewise */
bool program_elsewhere(struct why_case *c); /* it listens, not at the address */
struct diag_table;
/* All sockets of that port in some parts (DIAG_TCP, …; 0: those of fd's own
 * protocol), those of this shell left out; to be freed by diag_free. */
bool table_look(const struct why_case *c, unsigned parts, int port,
    struct diag_table *table);

/* Whether anybody listens where a TCP connection to the call's address would
 * arrive: 1, with how many wait there and may; 0; -1 if that cannot be told. */
int table_listener(const struct why_case *c, unsigned *waiting,
    unsigned *limit);
/* All AF_UNIX sockets; false if they cannot be looked at. diag_free. */
bool table_unix(const struct why_case *c, struct diag_table *table);

bool sa_is_wildcard(const struct sockaddr *sa);
bool sa_is_loopback(const struct sockaddr *sa);
bool sa_is_multicast(const struct sockaddr *sa);

#endif
