/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzing the echo with events that no call would make, and diagnostics. */
#include "fuzz.h"

#include <string.h>

#include "base/alloc.h"
#include "model/event.h"
#include "model/prim.h"
#include "sock/sock.h"
#include "view/diag.h"
#include "view/echo.h"

static const struct prim *const tables[] = { sock_socket_prims, sock_io_prims,
	sock_msg_prims, sock_option_prims };

static const struct prim *
pick_row(unsigned which)
{
	size_t n = 0;

	for (;;) {
		for (size_t t = 0; t < sizeof(tables) / sizeof(tables[0]); t++)
			for (n = 0; tables[t][n].name != NULL; n++)
				if (which-- == 0)
					return &tables[t][n];
	}
}

/* A record exactly as long as it says, so that reading on is seen. */
static struct event *
any_event(struct fuzz_input *in)
{
	const struct prim *prim = pick_row(fuzz_byte(in));
	uint32_t nargs = fuzz_byte(in);
	int32_t err = fuzz_byte(in);
	int64_t result = (int64_t)fuzz_number(in);
	size_t rest = in->size < EVENT_SIZE_MAX - sizeof(struct event) ?
	    in->size :
	    EVENT_SIZE_MAX - sizeof(struct event);
	struct event *ev = xcalloc(1, sizeof(*ev) + rest);

	if (rest != 0)
		memcpy(ev->args, in->data, rest);
	ev->size = (uint32_t)(sizeof(*ev) + rest);
	ev->nargs = nargs;
	ev->prim = prim;
	ev->result = result;
	ev->err = err < 200 ? err : err - 256; /* EAI_ codes are negative */
	ev->end = result;
	/* In C a bool is 0 or 1; anything else is undefined already. */
	for (size_t i = 0; i < rest / sizeof(ev->args[0]) && i < nargs; i++) {
		unsigned char *arg = (unsigned char *)&ev->args[i];

		arg[offsetof(struct event_arg, unfilled)] &= 1;
		arg[offsetof(struct event_arg, null)] &= 1;
	}
	return ev;
}

void
fuzz_echo(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { data, size };
	unsigned flags = fuzz_byte(&in) & (ECHO_ASCII | ECHO_BLOCKED);
	struct event *ev = any_event(&in);
	struct strbuf out = { 0 };

	echo_format(&out, ev, flags);
	FUZZ_CHECK(out.len <= ECHO_LINE_MAX);
	fuzz_check_safe(&out, false);
	for (size_t i = 0; i < out.len && (flags & ECHO_ASCII); i++)
		FUZZ_CHECK((unsigned char)out.data[i] < 0x80);
	sb_free(&out);
	free(ev);
}

void
fuzz_diag(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { data, size };
	struct diag d = { .ascii = fuzz_byte(&in) & 1 };
	struct strbuf out = { 0 };
	char *source, *message, *text;
	size_t len;

	d.width = fuzz_byte(&in);
	d.line = fuzz_byte(&in);
	d.offset = fuzz_byte(&in) * 4u;
	d.span = fuzz_byte(&in);
	d.source = source = fuzz_string(&in, '\0', &len);
	d.message = message = fuzz_string(&in, '\0', &len);
	/* Without its NUL: the text is a part of something larger. */
	text = xmalloc(in.size != 0 ? in.size : 1);
	if (in.size != 0)
		memcpy(text, in.data, in.size);
	d.text = text;
	d.text_len = in.size;
	diag_format(&out, &d);
	fuzz_check_safe(&out, true);
	FUZZ_CHECK(out.len != 0 && out.data[out.len - 1] == '\n');
	FUZZ_CHECK(diag_column(&d) >= 1);
	sb_free(&out);
	free(text);
	free(message);
	free(source);
}
