/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What the requests of fcntl(2) and ioctl(2) take and give. The kernel believes
 * what it is told about the memory behind a pointer, so a request that is not
 * known here cannot be made: it might write where something else stands.
 */
#ifndef SOCKSH_MODEL_REQUEST_H
#define SOCKSH_MODEL_REQUEST_H

#include <stdint.h>

enum fcntl_form {
	FCNTL_UNKNOWN, /* a pointer, or nobody knows */
	FCNTL_NONE,    /* takes nothing */
	FCNTL_INT,
	FCNTL_FD_FLAGS, /* FD_CLOEXEC */
	FCNTL_OPEN,     /* O_ */
	FCNTL_SIGNAL,
	FCNTL_LEASE,
	FCNTL_SEALS,
};

/* What it takes, and, of those that take nothing, what it gives. */
struct fcntl_request {
	int number;
	enum fcntl_form takes;
	enum fcntl_form gives;
};

/* NULL: not to be made. */
const struct fcntl_request *fcntl_request(int64_t number);

enum ioctl_form {
	IOCTL_NONE,  /* no third argument */
	IOCTL_GET,   /* int *, written to */
	IOCTL_SET,   /* int *, read */
	IOCTL_NAME,  /* struct ifreq: an index gets its name */
	IOCTL_ADDR,  /* struct ifreq: a name gets an address, … */
	IOCTL_INT,   /* … a number, */
	IOCTL_FLAGS, /* … IFF_, */
	IOCTL_HARD,  /* … a hardware address */
	IOCTL_CONF,  /* struct ifconf: all interfaces with their addresses */
};

struct ioctl_request {
	uint32_t number;
	enum ioctl_form form;
	const char *field; /* of struct ifreq, what is found */
};

/* NULL: not to be made. */
const struct ioctl_request *ioctl_request(int64_t number);

/* Room for the interfaces that SIOCGIFCONF lists. */
enum { IFCONF_MAX = 64 };

#endif
