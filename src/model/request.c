/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the requests of fcntl(2) and ioctl(2) take and give. */
#include "model/request.h"

#include <fcntl.h>
#include <stddef.h>
#include <sys/ioctl.h>

#include <linux/sockios.h>

static const struct fcntl_request fcntls[] = {
	{ F_DUPFD, FCNTL_INT, FCNTL_INT },
	{ F_DUPFD_CLOEXEC, FCNTL_INT, FCNTL_INT },
	{ F_GETFD, FCNTL_NONE, FCNTL_FD_FLAGS },
	{ F_SETFD, FCNTL_FD_FLAGS, FCNTL_INT },
	{ F_GETFL, FCNTL_NONE, FCNTL_OPEN },
	{ F_SETFL, FCNTL_OPEN, FCNTL_INT },
	{ F_GETOWN, FCNTL_NONE, FCNTL_INT },
	{ F_SETOWN, FCNTL_INT, FCNTL_INT },
	{ F_GETSIG, FCNTL_NONE, FCNTL_SIGNAL },
	{ F_SETSIG, FCNTL_SIGNAL, FCNTL_INT },
	{ F_GETPIPE_SZ, FCNTL_NONE, FCNTL_INT },
	{ F_SETPIPE_SZ, FCNTL_INT, FCNTL_INT },
	{ F_GETLEASE, FCNTL_NONE, FCNTL_LEASE },
	{ F_SETLEASE, FCNTL_LEASE, FCNTL_INT },
	{ F_GET_SEALS, FCNTL_NONE, FCNTL_SEALS },
	{ F_ADD_SEALS, FCNTL_SEALS, FCNTL_INT },
};

static const struct ioctl_request ioctls[] = {
	{ FIONREAD, IOCTL_GET, NULL },
	{ SIOCOUTQ, IOCTL_GET, NULL },
	{ SIOCOUTQNSD, IOCTL_GET, NULL },
	{ SIOCATMARK, IOCTL_GET, NULL },
	{ FIOGETOWN, IOCTL_GET, NULL },
	{ SIOCGPGRP, IOCTL_GET, NULL },
	{ FIONBIO, IOCTL_SET, NULL },
	{ FIOASYNC, IOCTL_SET, NULL },
	{ FIOSETOWN, IOCTL_SET, NULL },
	{ SIOCSPGRP, IOCTL_SET, NULL },
	{ FIOCLEX, IOCTL_NONE, NULL },
	{ FIONCLEX, IOCTL_NONE, NULL },
	{ SIOCGIFNAME, IOCTL_NAME, "ifr_name" },
	{ SIOCGIFCONF, IOCTL_CONF, NULL },
	{ SIOCGIFFLAGS, IOCTL_FLAGS, "ifr_flags" },
	{ SIOCGIFADDR, IOCTL_ADDR, "ifr_addr" },
	{ SIOCGIFDSTADDR, IOCTL_ADDR, "ifr_dstaddr" },
	{ SIOCGIFBRDADDR, IOCTL_ADDR, "ifr_broadaddr" },
	{ SIOCGIFNETMASK, IOCTL_ADDR, "ifr_netmask" },
	{ SIOCGIFMETRIC, IOCTL_INT, "ifr_metric" },
	{ SIOCGIFMTU, IOCTL_INT, "ifr_mtu" },
	{ SIOCGIFHWADDR, IOCTL_HARD, "ifr_hwaddr" },
	{ SIOCGIFINDEX, IOCTL_INT, "ifr_ifindex" },
	{ SIOCGIFTXQLEN, IOCTL_INT, "ifr_qlen" },
};

const struct fcntl_request *
fcntl_request(int64_t number)
{
	for (size_t i = 0; i < sizeof(fcntls) / sizeof(fcntls[0]); i++) {
		if (fcntls[i].number == number)
			return &fcntls[i];
	}
	return NULL;
}

const struct ioctl_request *
ioctl_request(int64_t number)
{
	for (size_t i = 0; i < sizeof(ioctls) / sizeof(ioctls[0]); i++) {
		if (ioctls[i].number == (uint32_t)number)
			return &ioctls[i];
	}
	return NULL;
}
