/* SPDX-License-Identifier: GPL-3.0-or-later */
/* init.sksh: commands of the user's that run before the first prompt. */
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/i18n.h"
#include "base/state.h"
#include "base/text.h"
#include "shell/shell.h"

enum { INIT_MAX = 1 << 20, READ_SIZE = 16 << 10 };

/* To the end, or to what is too much; an errno, or 0. */
static int
read_all(int fd, struct strbuf *text)
{
	while (text->len <= INIT_MAX) {
		ssize_t n = read(fd, sb_reserve(text, READ_SIZE), READ_SIZE);

		if (n == 0)
			return 0;
		if (n == -1 && errno != EINTR)
			return errno;
		if (n > 0) {
			text->len += (size_t)n;
			text->data[text->len] = '\0';
		}
	}
	return EFBIG;
}

/* Why it cannot be run, translated; NULL: it can. A symbolic link is followed:
 * people keep their settings elsewhere. */
static const char *
refusal(int fd, struct strbuf *text)
{
	struct stat st;
	int err = 0;

	if (fd == -1 || fstat(fd, &st) == -1)
		return strerror(errno);
	if (S_ISDIR(st.st_mode))
		return strerror(EISDIR);
	/* Nobody may ever write to a pipe. */
	if (!S_ISREG(st.st_mode))
		return _("not a file");
	err = read_all(fd, text);
	if (err != 0)
		return strerror(err);
	if (text->len != 0 && memchr(text->data, '\0', text->len) != NULL)
		return _("not text");
	return NULL;
}

bool
init_read(struct strbuf *text, struct strbuf *say, char **path, bool ascii)
{
	const char *why;
	int fd;

	*path = state_config_path("init.sksh");
	if (*path == NULL)
		return false;
	fd = open(*path, O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
	if (fd == -1 && (errno == ENOENT || errno == ENOTDIR))
		return false;
	why = refusal(fd, text);
	if (fd != -1)
		close(fd);
	if (why == NULL)
		return text->len != 0;
	sb_clear(text);
	sb_str(say, "socksh: ");
	text_safe(say, *path, strlen(*path), ascii);
	sb_printf(say, ": %s\n", why);
	return false;
}
