/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Writing to a descriptor of our own.
 */
#include <errno.h>
#include <poll.h>
#include <unistd.h>

#include "base/io.h"

int
io_write_all(int fd, const char *s, size_t len)
{
	while (len != 0) {
		struct pollfd p = { .fd = fd, .events = POLLOUT };
		ssize_t n = write(fd, s, len);

		/* Whoever had the terminal before us may have left it so that
		 * it does not block. */
		if (n == -1 && errno == EAGAIN)
			poll(&p, 1, -1);
		else if (n == -1 && errno != EINTR)
			return errno;
		if (n > 0) {
			s += n;
			len -= (size_t)n;
		}
	}
	return 0;
}
