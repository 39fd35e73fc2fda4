/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The host of an address literal, looked up: getaddrinfo's first answer. */
#include <netdb.h>
#include <string.h>

#include "model/answer.h"
#include "model/call.h"
#include "sock/lookup.h"
#include "sock/names.h"
#include "sock/sock.h"

static void
text_arg(struct call *call, int i, const char *s)
{
	struct value v = value_str(s);

	call_set(call, i, &v);
	value_drop(&v);
}

/* The first address that was found, or NULL. */
static struct addr *
first_addr(const struct strbuf *out)
{
	const unsigned char *at = (const unsigned char *)sb_text(out);
	const unsigned char *end = at + out->len;
	struct answer record;
	struct answer_info info;
	const void *sa;
	size_t len;

	while (answer_next(&at, end, &record)) {
		if (answer_info(&record, &info, &sa, &len))
			return addr_from_sa(sa, (socklen_t)len);
	}
	return NULL;
}

int
sock_resolve(struct task *task, const struct addr_names *names, int family,
    int type, struct addr **out)
{
	const struct lookup_hints hints = {
		.family = family == AF_INET6 || family == AF_INET ? family :
								    AF_UNSPEC,
		.type = type,
	};
	struct strbuf found = { 0 };
	struct command cmd;
	struct call call;
	int rc;

	command_init(&cmd, &names_prims[NAMES_GETADDRINFO]);
	call_init(&call, &cmd, task);
	text_arg(&call, INFO_HOST, names->host);
	text_arg(&call, INFO_SERVICE, names->service);
	names_getaddrinfo(&call, &hints, &found);
	rc = call.status == CALL_OK ? 0 : call.err != 0 ? call.err : EINTR;
	if (rc == 0) {
		*out = first_addr(&found);
		rc = *out != NULL ? 0 : EAI_NONAME;
	}
	sb_free(&found);
	call_free(&call);
	return rc;
}
