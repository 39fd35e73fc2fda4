/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The echo of poll, select and ioctl: by value, and on events that no call of
 * ours makes. */
#include "echo_rows.h"

#include <errno.h>
#include <poll.h>
#include <sys/ioctl.h>
#include <sys/time.h>

static const struct prim poll_row = {
	.name = "poll",
	.params = { { "fds", PARAM_POLLFDS, 0 }, { "nfds", PARAM_INT, 0 },
	    { "timeout", PARAM_INT, -1 } },
	.flags = PRIM_BLOCKS,
};
static const struct prim select_row = {
	.name = "select",
	.params = { { "nfds", PARAM_INT, 0 }, { "rlist", PARAM_FDSET, 0 },
	    { "wlist", PARAM_FDSET, 0 }, { "xlist", PARAM_FDSET, 0 },
	    { "timeout", PARAM_TIMEVAL, 0 } },
};
static const struct prim ioctl_row = {
	.name = "ioctl",
	.params = { { "fd", PARAM_FD, 0 }, { "request", PARAM_REQUEST, 0 },
	    { "arg", PARAM_INTPTR, 0 } },
};

static void
test_poll(void **state)
{
	static const struct pollfd ready[] = {
		{ 3, POLLIN | POLLOUT, POLLOUT },
		{ -1, POLLIN, 0 },
		{ 5, 0, POLLNVAL | POLLHUP },
		{ 6, (short)0x8800, 0 },
		{ 7, 0x800, (short)0x8001 },
	};
	static const struct line lines[] = {
		{ "poll([{fd=3, events=POLLIN|POLLOUT}], 1, -1) = 1 ([{fd=3, "
		  "revents=POLLOUT}])",
		    &poll_row, 1, 0,
		    { BYTES(ready, sizeof(ready[0])), N(1), N(-1) } },
		{ "poll([{fd=3, events=POLLIN|POLLOUT}, {fd=-1}, {fd=5, "
		  "events=0}, {fd=6, events=POLL_BUSY_LOOP|0x800}, {fd=7, "
		  "events=0x800 /* POLL??? */}], 5, 100) = 3 ([{fd=3, "
		  "revents=POLLOUT}, {fd=5, revents=POLLHUP|POLLNVAL}, {fd=7, "
		  "revents=POLLIN|POLL_BUSY_LOOP}])",
		    &poll_row, 3, 0, { OBJ(ready), N(5), N(100) } },
		{ "poll([{fd=3, events=POLLIN|POLLOUT}], 1, 0) = 0 (Timeout)",
		    &poll_row, 0, 0,
		    { BYTES(ready, sizeof(ready[0])), N(1), N(0) } },
		{ "poll([{fd=3, events=POLLIN|POLLOUT}], 1, 7) = -1 EINTR "
		  "(Interrupted system call)",
		    &poll_row, -1, EINTR,
		    { BYTES(ready, sizeof(ready[0])), N(1), N(7) } },
		{ "poll([], 0, 1) = 0 (Timeout)", &poll_row, 0, 0,
		    { BYTES(ready, 0), N(0), N(1) } },
		/* Cut by the log; and in the middle of one. */
		{ "poll([{fd=3, events=POLLIN|POLLOUT}, ...], 9, 1) = 1 "
		  "([{fd=3, revents=POLLOUT}])",
		    &poll_row, 1, 0,
		    { { .num = 9 * sizeof(ready[0]),
			  .data = ready,
			  .len = sizeof(ready[0]) + 7 },
			N(9), N(1) } },
		/* Ready, but none of what is kept. */
		{ "poll([{fd=-1}], 1, 1) = 1", &poll_row, 1, 0,
		    { BYTES(&ready[1], sizeof(ready[0])), N(1), N(1) } },
	};

	(void)state;
	assert_lines(lines, LEN(lines));
}

static void
test_select(void **state)
{
	/* nfds bits of what is waited for, then of what is ready. */
	static const unsigned char one[] = { 0x08, 0x00 };
	static const unsigned char hit[] = { 0x08, 0x08 };
	static const unsigned char wide[] = { 0x28, 0x01, 0x20, 0x01 };
	static const unsigned char odd[] = { 0x28, 0x01, 0x20 };
	static unsigned char full[256];
	static const struct timeval tv = { 1, 500000 };
	static const struct line lines[] = {
		{ "select(4, [3], NULL, NULL, NULL) = 1 (in [3])", &select_row,
		    1, 0, { N(4), OBJ(hit), NUL, NUL, NUL } },
		{ "select(9, [3 5 8], [3], [3], {tv_sec=1, tv_usec=500000}) = "
		  "4 (in [5 8], out [3], except [3])",
		    &select_row, 4, 0,
		    { N(9), OBJ(wide), OBJ(hit), OBJ(hit), OBJ(tv) } },
		{ "select(9, [3 5 8], [3], NULL, NULL) = 1 (out [3])",
		    &select_row, 1, 0,
		    { N(9), BYTES("\x28\x01\0\0", 4), OBJ(hit), NUL, NUL } },
		{ "select(4, [3], NULL, NULL, {tv_sec=1, tv_usec=500000}) = 0 "
		  "(Timeout)",
		    &select_row, 0, 0, { N(4), OBJ(one), NUL, NUL, OBJ(tv) } },
		{ "select(4, [3], [], NULL, NULL) = -1 EBADF (Bad file "
		  "descriptor)",
		    &select_row, -1, EBADF,
		    { N(4), OBJ(one), BYTES("\0\0", 2), NUL, NUL } },
		{ "select(0, rlist, NULL, xlist, {tv_sec=1, tv_usec=500000}) = "
		  "0 (Timeout)",
		    &select_row, 0, 0,
		    { N(0), BYTES("", 0), NUL, BYTES("", 0), OBJ(tv) } },
		/* No call of ours: an odd length, a time cut short. */
		{ "select(9, [3 5], NULL, NULL, NULL) = 1 (in [0])",
		    &select_row, 1, 0,
		    { N(9), OBJ(odd), NUL, NUL, BYTES(&tv, 15) } },
		{ "select(1024, [1023], NULL, NULL, NULL) = 1 (in [1023])",
		    &select_row, 1, 0, { N(1024), OBJ(full), NUL, NUL, NUL } },
	};

	(void)state;
	full[127] = full[255] = 0x80;
	assert_lines(lines, LEN(lines));
}

static void
test_ioctl(void **state)
{
	static const int on = 1;
	static const struct line lines[] = {
		{ "ioctl(3, FIONBIO, [1]) = 0", &ioctl_row, 0, 0,
		    { N(3), N(FIONBIO), OBJ(on) } },
		{ "ioctl(3, FIONREAD, arg) = -1 ENOTTY (Inappropriate ioctl "
		  "for device)",
		    &ioctl_row, -1, ENOTTY, { N(3), N(FIONREAD), UNFILLED } },
		{ "ioctl(3, 0x1234 /* ioctl??? */, NULL) = 0", &ioctl_row, 0, 0,
		    { N(3), N(0x1234), NUL } },
	};

	(void)state;
	assert_lines(lines, LEN(lines));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_poll),
		cmocka_unit_test(test_select),
		cmocka_unit_test(test_ioctl),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
