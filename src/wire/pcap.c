/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of frames: the format of pcap-savefile(5). */
#include "wire/pcap.h"

#include <errno.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"

enum {
	VERSION_MAJOR = 2,
	VERSION_MINOR = 4,
	LINK_ETHERNET = 1, /* LINKTYPE_ETHERNET, tcpdump.org/linktypes.html */
	LINK_MASK = 0x0fffffff, /* the bits above are of the FCS */
};

#define MAGIC_MICRO 0xa1b2c3d4U
#define MAGIC_NANO 0xa1b23c4dU
#define MAGIC_NG 0x0a0d0d0aU /* reads the same in both orders */
#define SECOND 1000000000

/* Numbers stand in the byte order of the machine that writes. */
static void
put32(struct strbuf *out, uint32_t n)
{
	sb_add(out, &n, sizeof(n));
}

static void
put16(struct strbuf *out, uint16_t n)
{
	sb_add(out, &n, sizeof(n));
}

void
pcap_head(struct strbuf *out)
{
	put32(out, MAGIC_NANO);
	put16(out, VERSION_MAJOR);
	put16(out, VERSION_MINOR);
	put32(out, 0); /* what was the time zone */
	put32(out, 0);
	put32(out, PCAP_FRAME_MAX);
	put32(out, LINK_ETHERNET);
}

void
pcap_frame(struct strbuf *out, int64_t ns, const void *data, size_t len,
    size_t wire)
{
	if (wire < len)
		wire = len;
	if (wire > UINT32_MAX)
		wire = UINT32_MAX;
	if (len > PCAP_FRAME_MAX)
		len = PCAP_FRAME_MAX;
	if (ns < 0)
		ns = 0;
	put32(out, (uint32_t)(ns / SECOND));
	put32(out, (uint32_t)(ns % SECOND));
	put32(out, (uint32_t)len);
	put32(out, (uint32_t)wire);
	sb_add(out, data, len);
}

static uint32_t
get32(const struct pcap *p, const unsigned char *at)
{
	uint32_t n;

	memcpy(&n, at, sizeof(n));
	return p->swapped ? __builtin_bswap32(n) : n;
}

/* Reads n bytes: 1; 0 if the file has ended before the first; -1 with *cause. */
static int
read_bytes(const struct pcap *p, void *to, size_t n, char **cause)
{
	size_t got = fread(to, 1, n, p->file);

	if (got == n)
		return 1;
	if (ferror(p->file)) {
		*cause = xasprintf(_("the file cannot be read: %s"),
		    strerror(errno));
		return -1;
	}
	if (got == 0)
		return 0;
	*cause = xstrdup(_("the file ends within a frame"));
	return -1;
}

bool
pcap_open(struct pcap *p, FILE *file, char **cause)
{
	unsigned char head[PCAP_HEAD] = { 0 };
	uint32_t magic;

	*p = (struct pcap){ .file = file, .most = PCAP_FRAME_MAX };
	if (fread(head, 1, sizeof(head), file) != sizeof(head) && ferror(file))
		return cause_set(cause, _("the file cannot be read: %s"),
		    strerror(errno));
	magic = get32(p, head);
	p->swapped = magic == __builtin_bswap32(MAGIC_MICRO) ||
	    magic == __builtin_bswap32(MAGIC_NANO);
	magic = get32(p, head);
	p->nano = magic == MAGIC_NANO;
	if (magic == MAGIC_NG)
		return cause_set(cause,
		    _("this is a pcapng file; editcap -F nsecpcap makes a pcap "
		      "of it"));
	if (!p->nano && magic != MAGIC_MICRO)
		return cause_set(cause, _("this is no pcap file"));
	if ((get32(p, head + 20) & LINK_MASK) != LINK_ETHERNET)
		return cause_set(cause,
		    _("its frames are not of Ethernet (link type %u)"),
		    (unsigned)(get32(p, head + 20) & LINK_MASK));
	return true;
}

int
pcap_next(struct pcap *p, struct pcap_record *record, struct strbuf *data,
    char **cause)
{
	unsigned char head[PCAP_RECORD];
	int got = read_bytes(p, head, sizeof(head), cause);
	uint32_t part;

	if (got != 1)
		return got;
	part = get32(p, head + 4);
	record->len = get32(p, head + 8);
	record->wire = get32(p, head + 12);
	record->ns = (int64_t)get32(p, head) * SECOND +
	    (int64_t)part * (p->nano ? 1 : 1000);
	if (record->len > p->most || part >= (p->nano ? SECOND : 1000000)) {
		*cause = xstrdup(_("the file is damaged: a frame's head is "
				   "impossible"));
		return -1;
	}
	sb_clear(data);
	got = read_bytes(p, sb_reserve(data, record->len), record->len, cause);
	if (got == 0 && record->len != 0) {
		*cause = xstrdup(_("the file ends within a frame"));
		return -1;
	}
	if (got < 0)
		return -1;
	data->len += record->len;
	data->data[data->len] = '\0';
	return 1;
}
