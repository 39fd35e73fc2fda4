/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The row that declares a command. Nothing about a command is written twice:
 * argument conversion, the three spellings, completion, usage, help, the man
 * page, the echo and export all read this.
 */
#ifndef SOCKSH_MODEL_PRIM_H
#define SOCKSH_MODEL_PRIM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/text.h"
#include "model/value.h"

struct call;

enum param_type {
	PARAM_END, /* no more parameters */

	PARAM_FD,       /* a descriptor, or the pair that accept gives */
	PARAM_ADDR,     /* an address: a literal, (host, port), host and port */
	PARAM_ADDRLEN,  /* C: the length of that address */
	PARAM_BYTES,    /* bytes to send */
	PARAM_SIZE,     /* a number of bytes, 0 to BYTES_MAX */
	PARAM_INT,      /* a C int */
	PARAM_NUMBER,   /* any whole number */
	PARAM_FAMILY,   /* AF_ */
	PARAM_TYPE,     /* SOCK_, with SOCK_NONBLOCK and SOCK_CLOEXEC */
	PARAM_PROTOCOL, /* IPPROTO_ */
	PARAM_FLAGS,    /* MSG_ */
	PARAM_HOW,      /* SHUT_ */
	PARAM_LEVEL,    /* SOL_SOCKET, IPPROTO_TCP, … */
	PARAM_OPTION,   /* SO_, TCP_, IP_, …; brings its level */
	PARAM_OPTVAL,   /* a value as the option's type wants it */
	PARAM_SERVICE,  /* a port or a service's name, as text */

	/* What the C function writes to; our own forms leave these out. */
	PARAM_OUT_BYTES,  /* a buffer */
	PARAM_OUT_ADDR,   /* a sockaddr */
	PARAM_INOUT_LEN,  /* socklen_t *: room before, length after */
	PARAM_OUT_OPTVAL, /* an option's value */
	PARAM_OUT_FDS,    /* int[2] */
	PARAM_OUT_VALUE,  /* whatever the C function changes: memset(&a, …) */
	PARAM_HINTS,      /* struct addrinfo: what getaddrinfo is to look for */
	PARAM_OUT_INFO,   /* struct addrinfo *: what it found */
	PARAM_OUT_TEXT,   /* char[], with its room behind it: a name */
	PARAM_OUT_RAW,    /* struct in_addr or in6_addr */
	PARAM_ANSWER, /* no parameter: the struct whose address C's returns */

	PARAM_HOST,       /* a host's name or address; None for NULL */
	PARAM_PORT,       /* a port, a service's name; None for NULL */
	PARAM_RAW_ADDR,   /* struct in_addr or in6_addr; its text serves too */
	PARAM_INFO_FLAGS, /* AI_ */
	PARAM_NAME_FLAGS, /* NI_ */

	PARAM_POLLFDS, /* struct pollfd[]: fds, or pairs (fd, events) */
	PARAM_FDSET,   /* fd_set: fds; None for NULL */
	PARAM_TIMEVAL, /* struct timeval: seconds; None for NULL */
	PARAM_REQUEST, /* ioctl's */
	PARAM_INTPTR,  /* int *: shown as [1] */

	PARAM_OPEN,        /* O_ with an access mode; or text as fopen's */
	PARAM_MODE,        /* a new file's permissions */
	PARAM_NEWFLAGS,    /* O_ without one, as pipe2's */
	PARAM_SOCKFLAGS,   /* SOCK_NONBLOCK, SOCK_CLOEXEC, as accept4's */
	PARAM_WHENCE,      /* SEEK_ */
	PARAM_OFFSET,      /* off_t *: a number, or None for NULL */
	PARAM_FCNTL,       /* F_ */
	PARAM_FCNTL_ARG,   /* what that request takes */
	PARAM_IOCTL_ARG,   /* what ioctl's takes or gives */
	PARAM_EPOLL_FLAGS, /* EPOLL_CLOEXEC */
	PARAM_EPOLL_OP,    /* EPOLL_CTL_ */
	PARAM_EPOLL_EVENT, /* struct epoll_event: EPOLLIN, …, and data */
	PARAM_OUT_EPOLL,   /* struct epoll_event[] */
	PARAM_EVENTFD,     /* EFD_ */
	PARAM_SPLICE,      /* SPLICE_F_ */
	PARAM_SIGSET,      /* sigset_t *: NULL alone */
	PARAM_MSG,         /* struct msghdr *: what is sent */
	PARAM_OUT_MSG,     /* … what is received */
	PARAM_IOV,         /* struct iovec[]: what is written */
	PARAM_OUT_IOV,     /* … what is read */

	/* What no C function has. */
	PARAM_KIND, /* tcp, udp6, unix, …: family, type and protocol in one */
	PARAM_VALUE,   /* any value */
	PARAM_TEXT,    /* bytes that are read as text: a format, a name */
	PARAM_FLOAT,   /* a number, with a fraction or without */
	PARAM_ONOFF,   /* on or off */
	PARAM_COUNT,   /* a whole number, or None */
	PARAM_MS,      /* a C int: milliseconds, or -1 */
	PARAM_TARGET,  /* host:port, or (host, port): not looked up yet */
	PARAM_JOB,     /* a job: 2, %2 or its name; a time, with a fraction */
	PARAM_NAME,    /* a call's name, taken as it stands */
	PARAM_TOPIC,   /* what help explains, taken as it stands */
	PARAM_CLAIM,   /* what is said about sockets, taken as it stands */
	PARAM_SYSCTL,  /* a setting of the kernel, taken as it stands */
	PARAM_FAILURE, /* which failed call, taken as it stands */
	PARAM_MATCH,   /* what a socket has to be, taken as it stands */
	PARAM_SETTING, /* a setting's name, taken as it stands */
	PARAM_SETVAL,  /* what it is set to: a word or a number */
	PARAM_CALL,    /* a call as it would be typed, which is not made */
	PARAM_FILENO,  /* a descriptor that is there already */
	PARAM_PIECE,   /* bytes to send, one of several; or a list of them */
	PARAM_ANCDATA, /* a list of (level, type, data) */
	PARAM_FDS,     /* descriptors: one, or a list */
	PARAM_TO,      /* PARAM_ADDR, where it is no argument in C */
	PARAM_ROOM,    /* a number of bytes or of things to make room for */
	PARAM_OUT_BUFFERS, /* a list of variables for bytes */
	PARAM_COMMAND,     /* a command with its words, as it stands */
	PARAM_LANES,       /* what ladder draws: a descriptor, or a word */
	PARAM_VERB,        /* one of the row's verbs, as it stands */
	PARAM_WORDS,       /* what that verb takes, as it stands */
	PARAM_LAB_HOST,    /* a host of the lab, by its name */

	PARAM_TYPES, /* how many there are */
};

enum { PRIM_PARAMS = 8, PRIM_FORMS = 3 };

struct param {
	const char *name; /* Python's keyword where Python has one */
	enum param_type type;
	int64_t preset; /* what it is when left out */
};

enum prim_flag {
	PRIM_BLOCKS = 1 << 0, /* the lock is dropped around the call */
	PRIM_PURE = 1 << 1,   /* no system call: no event, no echo */
	PRIM_SENDS = 1 << 2, /* a result above 0 is bytes sent from params[0] */
	PRIM_RECEIVES = 1 << 3, /* … bytes received on params[0] */
	PRIM_HIDDEN = 1 << 4,   /* only ever seen in the echo */
	PRIM_NOT_C = 1 << 6,    /* Python's alone: no form of C's */
	PRIM_SILENT = 1 << 5,   /* its value is not shown at a terminal */
	PRIM_OPENS = 1 << 7,    /* its result is a new descriptor */
	PRIM_POINTER = 1 << 8,  /* C's function returns a pointer, or NULL */
	PRIM_PURE_C = 1 << 9,   /* PRIM_PURE with a form of C's */
	/* C's function returns the error (EAI_), and so does ours. */
	PRIM_ERROR = 1 << 10,
	PRIM_C = 1 << 11, /* of C's library: text + n is the text behind n */
	/* As a statement it draws its value (view/draw.h). */
	PRIM_LOOKS = 1 << 12,
	/* Reaches beyond sockets: a stranger's lesson may not call it. */
	PRIM_HOST = 1 << 13,
	/* It may make defs: which there are is known when it has run. */
	PRIM_DEFINES = 1 << 14,
};

/* What a command is about: the topics of help (shell/help_topic.c). */
enum topic {
	TOPIC_NONE,
	TOPIC_CONNECTING,
	TOPIC_SENDING,
	TOPIC_RECEIVING,
	TOPIC_ADDRESSES,
	TOPIC_TUNING,
	TOPIC_WAITING,
	TOPIC_FILES,
	TOPIC_LOOKING,
	TOPIC_ENCODING,
	TOPIC_TEXT,
	TOPIC_VALUES,
	TOPIC_PRINTING,
	TOPIC_MEMORY,
	TOPIC_BACKGROUND,
	TOPIC_SHELL,
	TOPIC_LESSONS,
	TOPIC_LAB,
	TOPICS, /* how many there are */
};

/* What a row can do whose first parameter is a PARAM_VERB: "wire hold". */
struct verb {
	const char *name;
	const char *form; /* the words behind it, as people read them; NULL */
	/* The rest of the words is call->rest. */
	void (*call)(struct call *call);
	const char *help; /* as a row's */
};

/*
 * forms are the signatures of the language beside C's, as lists of parameter
 * names: "fd [size] [flags]"; brackets: may be left out; "[value...]": any
 * number. The C function's form is all parameters in order, those that no C
 * function has left out; it is known without being listed. As in C, a length
 * follows directly what it is the length of.
 *
 * example is what help shows and tests/help.test runs: lines to be typed, then
 * "= 3", what the call before gave as expect has it, or "> text", a line that is
 * printed ("> ..." some lines, whatever they say).
 */
struct prim {
	const char *name;
	struct param params[PRIM_PARAMS];
	uint8_t nc; /* C's function has the first nc of them; 0: all */
	const char *forms[PRIM_FORMS];
	void (*call)(struct call *call);
	unsigned flags;
	const struct verb *verbs; /* up to one without a name; or NULL */
	const char *method; /* the row that it is after a dot, if another */
	const char *man;    /* "bind(2)", or NULL */
	const char *help;   /* N_("…"): one line, no capital, no full stop */
	enum topic topic;
	const char *example;
};

/* Whether it is asked about a call: "explain bind s :80". */
static inline bool
prim_asks(const struct prim *prim)
{
	return prim->params[0].type == PARAM_CALL;
}

/* A form, ready for use. */
struct form {
	uint8_t n;                  /* parameters named */
	uint8_t min;                /* the least number of arguments */
	bool variadic;              /* the last one may be repeated */
	bool c;                     /* the C function's own */
	bool outs;                  /* variables are written to */
	uint8_t param[PRIM_PARAMS]; /* indexes into prim.params */
	bool optional[PRIM_PARAMS];
};

/* A prim in the table of commands. */
struct command {
	const struct prim *prim;
	unsigned nforms;
	struct form forms[PRIM_FORMS + 1];

	/* What a call would otherwise have to look up for each parameter, as
	 * bits by their index. */
	uint8_t nparams;
	uint8_t nargs;    /* how many of them the C function has */
	uint8_t in_c;     /* which */
	uint8_t outs;     /* it writes to them */
	uint8_t inouts;   /* lengths that are there before, too */
	uint8_t ints;     /* C ints, whatever they mean */
	uint8_t numbers;  /* what the log keeps of them is a number */
	uint8_t lengths;  /* of the parameter before */
	uint8_t pointers; /* values, or with & variables: param_is_inout */
	uint8_t flags;    /* MSG_ */
};

/* The verb of this name; NULL. */
const struct verb *prim_verb(const struct prim *prim, const char *name);

/* What "socket tcp" means. */
struct sock_kind {
	const char *name;
	int family;
	int type;
	int protocol;
};
const struct sock_kind *sock_kind_find(const char *name);
/* The i-th of them; NULL at the end. */
const struct sock_kind *sock_kind_at(size_t i);

/* Whether the C function has a parameter of this type (an ANSWER is counted in:
 * the log has it too), and whether it writes to it. */
bool param_in_c(enum param_type type);
bool param_is_out(enum param_type type);
/* The same for a row's parameter i. */
bool prim_in_c(const struct prim *prim, int i);
/* Whether a value stands for it, and with & in front C's variable, which the
 * function writes to. */
bool param_is_inout(enum param_type type);
/* Whether it is only known in the call what fits, so that a word that is nothing
 * else is text: setsockopt's value, an interface's name for ioctl. */
bool param_is_open(enum param_type type);
/* "O_???", what the echo says of a number without a name; NULL if the type is
 * not shown by its first table. */
const char *param_unknown(enum param_type type);
/* Whether C's function changes what is passed: the former, and select's sets. */
bool param_is_changed(enum param_type type);
/* "a descriptor", "an address (host:port, …)": what would be right, translated. */
const char *param_wants(enum param_type type);
/* The same of a row's parameter: what text it is, by its name. */
const char *param_means(const struct param *param);
/* The constants that complete and translate this parameter: NULL-ended. */
const struct xlat_table *const *param_tables(enum param_type type);

/* Fills in cmd; the row is checked with assert (a test walks them all). */
void command_init(struct command *cmd, const struct prim *prim);
/* The one form that n arguments can mean, whatever their types; -1 if that is
 * for the types to say. */
int command_form(const struct command *cmd, unsigned n);
/* Appends "bind fd addr": the name, then a form's parameters. */
void command_usage(struct strbuf *out, const struct command *cmd,
    const struct form *form);

/* Appends what ? answers: each form of ours on a line, and what goes at the place
 * at, counted from 0. */
void command_ask(struct strbuf *out, const struct command *cmd, unsigned at);

/* Whether what is typed is taken as it stands: calls(recv, a). */
bool param_is_bare(enum param_type type);
/* Whether a value may stand for a parameter of this type, by its type alone. */
bool param_accepts(enum param_type type, const struct value *v);

/*
 * A word of a command line, as it was typed, for a parameter of this type:
 * "stream" is SOCK_STREAM, "64K" is 65536. Returns false with *cause NULL if
 * the text cannot be such a parameter (a variable's name may still be), false
 * with *cause set if it is a bad one. Addresses stay bytes: only the call knows
 * the family.
 */
bool param_from_word(enum param_type type, const char *s, size_t len,
    struct value *out, char **cause);

/* A number as people type it: 5, -5, 0x1f, 0o17, 64K, 1M. 1 if it is one, 0 if
 * it does not look like a number, -1 with *cause if it is a bad one. suffix
 * says whether K, M and G are understood. */
int number_parse(const char *s, size_t len, bool suffix, int64_t *out,
    char **cause);

/* The flags of open(2) that "r", "w+b" and the like mean, as fopen(3) and
 * Python have them. */
bool open_mode(const char *mode, int64_t *flags);

/* Adds to a cause that a name is unknown: "; did you mean X?", if one is near. */
void param_offer(enum param_type type, struct nearest *nearest);

#endif
