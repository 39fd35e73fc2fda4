/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Files of frames: the format of pcap-savefile(5). */
#include "wire/pcap.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "wire/pcap_file.h"

enum {
	VERSION_MAJOR = 2,
	VERSION_MINOR = 4,
	/* The bits above say how long the check sequence behind a frame is. */
	LINK_MASK = 0x03ffffff,
};

/* tcpdump.org/linktypes.html */
enum {
	LINK_NULL = 0,
	LINK_ETHERNET = 1,
	LINK_RAW_BSD = 12, /* DLT_RAW, where it stands for itself */
	LINK_RAW_OPENBSD = 14,
	LINK_RAW = 101,
	LINK_LOOP = 108,
	LINK_SLL = 113,
	LINK_IPV4 = 228,
	LINK_IPV6 = 229,
	LINK_SLL2 = 276,
};

static const struct {
	uint32_t link;
	const char *name;
} links[] = {
	{ 6, "IEEE 802.5" },
	{ 7, "ARCNET" },
	{ 8, "SLIP" },
	{ 9, "PPP" },
	{ 10, "FDDI" },
	{ 50, "PPP, HDLC" },
	{ 51, "PPPoE" },
	{ 105, "IEEE 802.11" },
	{ 119, "IEEE 802.11, Prism" },
	{ 127, "IEEE 802.11, radiotap" },
	{ 147, "USER0" },
	{ 163, "IEEE 802.11, AVS" },
	{ 187, "Bluetooth HCI" },
	{ 189, "USB" },
	{ 192, "PPI" },
	{ 195, "IEEE 802.15.4" },
	{ 201, "Bluetooth HCI" },
	{ 220, "USB" },
	{ 227, "CAN" },
	{ 239, "NFLOG" },
	{ 249, "USBPcap" },
	{ 251, "Bluetooth LE" },
	{ 253, "Netlink" },
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

uint32_t
pcap_get32(const struct pcap *p, const unsigned char *at)
{
	uint32_t n;

	memcpy(&n, at, sizeof(n));
	return p->swapped ? __builtin_bswap32(n) : n;
}

uint16_t
pcap_get16(const struct pcap *p, const unsigned char *at)
{
	uint16_t n;

	memcpy(&n, at, sizeof(n));
	return p->swapped ? __builtin_bswap16(n) : n;
}

int
pcap_read(struct pcap *p, void *to, size_t n, char **cause)
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
	p->cut = true;
	*cause = xstrdup(_("the file ends within a frame"));
	return -1;
}

bool
pcap_read_data(struct pcap *p, struct strbuf *data, size_t n, char **cause)
{
	int got;

	sb_clear(data);
	got = n != 0 ? pcap_read(p, sb_reserve(data, n), n, cause) : 1;
	if (got == 0) {
		p->cut = true;
		return cause_set(cause, _("the file ends within a frame"));
	}
	if (got < 0)
		return false;
	data->len += n;
	if (n != 0)
		data->data[data->len] = '\0';
	return true;
}

bool
pcap_skip(struct pcap *p, uint64_t n, char **cause)
{
	unsigned char room[4096];

	while (n != 0) {
		size_t some = n < sizeof(room) ? (size_t)n : sizeof(room);
		int got = pcap_read(p, room, some, cause);

		if (got == 0) {
			p->cut = true;
			return cause_set(cause,
			    _("the file ends within a frame"));
		}
		if (got < 0)
			return false;
		n -= some;
	}
	return true;
}

enum frame_proto
pcap_first(uint32_t link, const struct strbuf *data)
{
	switch (link) {
	case LINK_ETHERNET:
		return FRAME_ETHERNET;
	case LINK_NULL:
	case LINK_LOOP:
		return FRAME_NULL;
	case LINK_SLL:
		return FRAME_SLL;
	case LINK_SLL2:
		return FRAME_SLL2;
	case LINK_IPV4:
		return FRAME_IPV4;
	case LINK_IPV6:
		return FRAME_IPV6;
	case LINK_RAW:
	case LINK_RAW_BSD:
	case LINK_RAW_OPENBSD:
		return data->len != 0 && (data->data[0] >> 4 & 15) == 6 ?
		    FRAME_IPV6 :
		    FRAME_IPV4;
	default:
		return FRAME_PROTOS;
	}
}

char *
pcap_link_name(uint32_t link)
{
	for (size_t i = 0; i < sizeof(links) / sizeof(links[0]); i++) {
		if (links[i].link == link)
			return xasprintf("%u (%s)", link, links[i].name);
	}
	return xasprintf("%u", link);
}

/* The rest of the header of a pcap file. */
static bool
open_plain(struct pcap *p, const unsigned char *head, char **cause)
{
	const struct strbuf none = { 0 };
	struct pcap_interface *i = &p->interfaces[0];
	char *name;
	bool ok;

	i->power = pcap_get32(p, head) == MAGIC_NANO ? 9 : 6;
	i->link = pcap_get32(p, head + 20) & LINK_MASK;
	p->n = 1;
	if (pcap_first(i->link, &none) != FRAME_PROTOS)
		return true;
	name = pcap_link_name(i->link);
	ok = cause_set(cause,
	    _("its frames are of link type %s, which is not read here; what "
	      "is: Ethernet, IP, loopback, Linux cooked captures"),
	    name);
	free(name);
	return ok;
}

bool
pcap_open(struct pcap *p, FILE *file, char **cause)
{
	unsigned char head[PCAP_HEAD] = { 0 };
	uint32_t magic;

	*p = (struct pcap){ .file = file, .most = PCAP_FRAME_MAX };
	if (fread(head, 1, sizeof(head), file) != sizeof(head)) {
		if (ferror(file))
			return cause_set(cause,
			    _("the file cannot be read: %s"), strerror(errno));
		return cause_set(cause,
		    _("this is neither a pcap nor a pcapng file"));
	}
	magic = pcap_get32(p, head);
	if (magic == MAGIC_NG) {
		p->ng = true;
		return pcapng_open(p, head, cause);
	}
	p->swapped = magic == __builtin_bswap32(MAGIC_MICRO) ||
	    magic == __builtin_bswap32(MAGIC_NANO);
	magic = pcap_get32(p, head);
	if (magic != MAGIC_NANO && magic != MAGIC_MICRO)
		return cause_set(cause,
		    _("this is neither a pcap nor a pcapng file"));
	return open_plain(p, head, cause);
}

static int
plain_next(struct pcap *p, struct pcap_record *record, struct strbuf *data,
    char **cause)
{
	bool nano = p->interfaces[0].power == 9;
	unsigned char head[PCAP_RECORD];
	int got = pcap_read(p, head, sizeof(head), cause);
	uint32_t part;

	if (got != 1)
		return got;
	part = pcap_get32(p, head + 4);
	record->len = pcap_get32(p, head + 8);
	record->wire = pcap_get32(p, head + 12);
	record->ns = (int64_t)pcap_get32(p, head) * SECOND +
	    (int64_t)part * (nano ? 1 : 1000);
	if (record->len > p->most || part >= (nano ? SECOND : 1000000)) {
		*cause = xstrdup(_("the file is damaged: a frame's head is "
				   "impossible"));
		return -1;
	}
	if (!pcap_read_data(p, data, record->len, cause))
		return -1;
	record->first = pcap_first(p->interfaces[0].link, data);
	return 1;
}

int
pcap_next(struct pcap *p, struct pcap_record *record, struct strbuf *data,
    char **cause)
{
	return p->ng ? pcapng_next(p, record, data, cause) :
		       plain_next(p, record, data, cause);
}
