/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzing what sock_diag answers, and the lines of /proc/net. */
#include "fuzz.h"

#include <string.h>

#include "kernel/diag.h"
#include "model/addr.h"

enum { SOCKETS_MAX = 4096 }; /* more do not fit into an input */

static const struct diag_request requests[] = {
	{ .part = DIAG_TCP, .family = AF_INET, .protocol = IPPROTO_TCP },
	{ .part = DIAG_TCP, .family = AF_INET6, .protocol = IPPROTO_TCP },
	{ .part = DIAG_UDP, .family = AF_INET, .protocol = IPPROTO_UDP },
	{ .part = DIAG_RAW, .family = AF_INET6, .protocol = IPPROTO_RAW },
	{ .part = DIAG_UNIX, .family = AF_UNIX },
	{ .part = DIAG_PACKET, .family = AF_PACKET },
};

static void
check_addr(const struct diag_addr *addr)
{
	struct strbuf text = { 0 };

	FUZZ_CHECK(addr->len <= sizeof(addr->u));
	if (addr->len != 0)
		addr_text(&text, &addr->u.sa, addr->len);
	fuzz_check_safe(&text, false);
	sb_free(&text);
}

static void
check_sock(const struct diag_sock *sock)
{
	check_addr(&sock->local);
	check_addr(&sock->peer);
	FUZZ_CHECK(strnlen(sock->congestion, sizeof(sock->congestion)) <
	    sizeof(sock->congestion));
	FUZZ_CHECK((sock->info != NULL) == (sock->info_len != 0));
	FUZZ_CHECK(sock->info_len <= DIAG_INFO_MAX);
	FUZZ_CHECK(diag_timer_name(sock->timer) != NULL);
}

static void
check_table(struct diag_table *table)
{
	struct strbuf text = { 0 };

	FUZZ_CHECK(table->n <= SOCKETS_MAX);
	for (size_t i = 0; i < table->n; i++)
		check_sock(&table->socks[i]);
	diag_lacks(&text, table);
	sb_free(&text);
	diag_free(table);
}

/* The sequence number is the one of the first message, so that it counts. */
static void
check_netlink(struct fuzz_input *in, struct diag_request request)
{
	struct diag_query query = { .parts = DIAG_ALL, .details = true };
	struct diag_table table = { 0 };

	if (in->size >= 12)
		memcpy(&request.seq, in->data + 8, sizeof(request.seq));
	diag_parse(&query, &request, in->data, in->size, &table);
	check_table(&table);
}

static void
check_lines(struct fuzz_input *in, const struct diag_request *request)
{
	while (in->size != 0) {
		struct diag_sock sock;
		size_t len;
		char *line = fuzz_string(in, '\n', &len);

		if (diag_proc_line(request, line, &sock))
			check_sock(&sock);
		free(line);
	}
}

void
fuzz_sockdiag(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { data, size };
	uint8_t what = fuzz_byte(&in);
	const struct diag_request *request =
	    &requests[(what >> 1) % (sizeof(requests) / sizeof(requests[0]))];

	if (what & 1)
		check_lines(&in, request);
	else
		check_netlink(&in, *request);
}
