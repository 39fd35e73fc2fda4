/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzing completion: any text, any names of what is known. */
#include "fuzz.h"

#include <string.h>
#include <sys/socket.h>

#include "base/alloc.h"
#include "lang/builtin.h"
#include "lang/complete.h"
#include "sock/sock.h"
#include "view/choices.h"

/* The same for all inputs: making it takes longer than looking. */
static struct session *
session_of_all(void)
{
	static const struct session_ops ops;
	static struct session *session;

	if (session == NULL) {
		session = xcalloc(1, sizeof(*session));
		session_init(session, &ops, NULL);
		session_add(session, builtin_prims);
		sock_add(session);
	}
	return session;
}

static void
know_all(struct knowledge *k, struct fuzz_input *in)
{
	for (int i = 0; i < 4; i++) {
		uint8_t kind = fuzz_byte(in);
		size_t len;
		char *name = fuzz_string(in, 0, &len);
		struct known *known = knowledge_add(k,
		    (enum known_kind)(kind % (KNOWN_TOPIC + 1)), name,
		    kind & 64 ? xstrdup(name) : NULL);

		known->number = kind;
		known->family = kind & 128 ? AF_INET : AF_UNSPEC;
		known->listens = kind & 32;
	}
}

static void
check_list(const struct candidates *c, unsigned width)
{
	struct shown_choice *v = xcalloc(c->n + 1, sizeof(*v));
	struct strbuf out = { 0 };

	for (size_t i = 0; i < c->n; i++)
		v[i] = (struct shown_choice){ c->v[i].text, c->v[i].what };
	choices_draw(&out, v, c->n, width, 20, width & 1);
	fuzz_check_safe(&out, true);
	sb_free(&out);
	free(v);
}

void
fuzz_complete(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { data, size };
	struct session *session = session_of_all();
	struct knowledge k = { .commands = session->commands,
		.ncommands = session->ncommands };
	unsigned width = fuzz_byte(&in);
	struct candidates c;
	struct strbuf common = { 0 };
	size_t len;
	char *text;

	know_all(&k, &in);
	text = fuzz_string(&in, 0, &len);
	complete_find(&k, text, len, &c);
	FUZZ_CHECK(c.start <= len);
	candidates_common(&c, text + c.start, len - c.start, &common);
	FUZZ_CHECK(common.len >= len - c.start);
	check_list(&c, width);
	sb_free(&common);
	candidates_free(&c);
	knowledge_free(&k);
	free(text);
}
