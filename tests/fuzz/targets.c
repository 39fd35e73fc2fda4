/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of fuzz targets, and what they share. */
#include "fuzz.h"

#include <string.h>

#include "base/alloc.h"
#include "base/text.h"

const struct fuzz_target fuzz_targets[] = {
	{ "addr", fuzz_addr },
	{ "complete", fuzz_complete },
	{ "diag", fuzz_diag },
	{ "echo", fuzz_echo },
	{ "filter", fuzz_filter },
	{ "format", fuzz_format },
	{ "frame", fuzz_frame },
	{ "lang", fuzz_lang },
	{ "lesson", fuzz_lesson },
	{ "pack", fuzz_pack },
	{ "pcap", fuzz_pcap },
	{ "sockdiag", fuzz_sockdiag },
	{ "text", fuzz_text },
	{ NULL, NULL },
};

uint8_t
fuzz_byte(struct fuzz_input *in)
{
	if (in->size == 0)
		return 0;
	in->size--;
	return *in->data++;
}

uint64_t
fuzz_number(struct fuzz_input *in)
{
	uint64_t n = 0;

	for (int i = 0; i < 8; i++)
		n |= (uint64_t)fuzz_byte(in) << 8 * i;
	return n;
}

char *
fuzz_string(struct fuzz_input *in, uint8_t end, size_t *len)
{
	const uint8_t *at =
	    in->size != 0 ? memchr(in->data, end, in->size) : NULL;
	char *s;

	*len = at != NULL ? (size_t)(at - in->data) : in->size;
	s = xmalloc(*len + 1);
	if (*len != 0)
		memcpy(s, in->data, *len);
	s[*len] = '\0';
	in->data += *len + (at != NULL);
	in->size -= *len + (at != NULL);
	return s;
}

void
fuzz_check_safe(const struct strbuf *text, bool lines)
{
	const char *s = sb_text(text), *nl;
	size_t len = text->len, n;

	while (lines && (nl = memchr(s, '\n', len)) != NULL) {
		n = (size_t)(nl - s);
		FUZZ_CHECK(text_plain(s, n));
		s = nl + 1;
		len -= n + 1;
	}
	FUZZ_CHECK(text_plain(s, len));
}
