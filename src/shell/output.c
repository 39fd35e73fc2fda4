/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Standard output. */
#include "shell/output.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/text.h"

enum { OUTPUT_HELD_MAX = 32 << 10 };

void
output_init(struct output *out, bool closed, bool ascii)
{
	*out = (struct output){
		.err = closed ? EBADF : 0,
		.terminal = !closed && isatty(STDOUT_FILENO),
		.ascii = ascii,
	};
}

void
output_free(struct output *out)
{
	sb_free(&out->held);
}

/* All of it, to a descriptor; an errno, or 0. */
static int
write_all(int fd, const char *s, size_t len)
{
	while (len != 0) {
		ssize_t n = write(fd, s, len);

		if (n == -1 && errno != EINTR)
			return errno;
		if (n > 0) {
			s += n;
			len -= (size_t)n;
		}
	}
	return 0;
}

static _Noreturn void
output_broken(const struct output *out)
{
	if (out->err != EPIPE)
		fprintf(stderr, _("socksh: standard output: %s\n"),
		    strerror(out->err));
	exit(1);
}

void
output_flush(struct output *out)
{
	if (out->held.len == 0)
		return;
	if (out->err == 0)
		out->err =
		    write_all(STDOUT_FILENO, out->held.data, out->held.len);
	sb_clear(&out->held);
	if (out->err != 0)
		output_broken(out);
}

void
output_write(struct output *out, const char *s, size_t len)
{
	sb_add(&out->held, s, len);
	if (out->terminal || out->held.len >= OUTPUT_HELD_MAX)
		output_flush(out);
}

void
output_text(struct output *out, const char *s, size_t len)
{
	struct strbuf safe = { 0 };

	if (!out->terminal) {
		output_write(out, s, len);
		return;
	}
	text_safe(&safe, s, len, out->ascii);
	output_write(out, sb_text(&safe), safe.len);
	sb_free(&safe);
}

void
output_error(struct output *out, const char *s, size_t len)
{
	struct strbuf safe = { 0 };

	output_flush(out);
	text_safe(&safe, s, len, out->ascii);
	/* If nobody hears a diagnostic there is nobody to tell. */
	(void)write_all(STDERR_FILENO, sb_text(&safe), safe.len);
	sb_free(&safe);
}
