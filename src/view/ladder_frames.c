/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * The frames of the lab, in the ladder: from which descriptor to which, by the
 * addresses they bear. A frame that no descriptor of ours sent, as those of ARP,
 * goes between two lanes that stand for the hosts.
 */
#include "view/ladder_track.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/addr.h"
#include "wire/frame.h"

static struct ladder_addr
addr_of(unsigned version, const unsigned char *host, uint16_t port)
{
	struct ladder_addr addr = { 0 };

	if (version == 6) {
		struct sockaddr_in6 *in6 = (struct sockaddr_in6 *)&addr.sa;

		in6->sin6_family = AF_INET6;
		in6->sin6_port = htons(port);
		memcpy(&in6->sin6_addr, host, sizeof(in6->sin6_addr));
		addr.len = sizeof(*in6);
	} else {
		struct sockaddr_in *in = (struct sockaddr_in *)&addr.sa;

		in->sin_family = AF_INET;
		in->sin_port = htons(port);
		memcpy(&in->sin_addr, host, sizeof(in->sin_addr));
		addr.len = sizeof(*in);
	}
	return addr;
}

/* "SYN ACK", "data 5": as wire and its filters call it. */
static void
name_tcp(char *to, size_t size, const struct frame_key *key)
{
	const bool data = key->len != 0;

	snprintf(to, size, "%s%s%s%s", (key->flags & FRAME_SYN) ? "SYN " : "",
	    (key->flags & FRAME_FIN) ? "FIN " : "",
	    (key->flags & FRAME_RST) ? "RST " : "",
	    (key->flags & FRAME_ACK) && !data ? "ACK " : "");
	if (data)
		snprintf(to + strlen(to), size - strlen(to), "data %u ",
		    (unsigned)key->len);
	/* Without the last space; without any flag it has no name. */
	if (to[0] == '\0')
		snprintf(to, size, "TCP");
	else
		to[strlen(to) - 1] = '\0';
}

static void
name_frame(char *to, size_t size, const struct frame_key *key)
{
	if (key->version == 0)
		snprintf(to, size, key->op != 0 ? "ARP" : "Ethernet");
	else if (key->fragment)
		snprintf(to, size, "IP");
	else if (key->protocol == IPPROTO_TCP)
		name_tcp(to, size, key);
	else if (key->protocol == IPPROTO_UDP)
		snprintf(to, size, "UDP %u", (unsigned)key->len);
	else if (key->protocol == IPPROTO_ICMP ||
	    key->protocol == IPPROTO_ICMPV6)
		snprintf(to, size, "ICMP");
	else
		snprintf(to, size, "IP");
}

static enum ladder_fate
fate_of(const struct frames_head *head)
{
	switch ((enum frames_fate)head->fate) {
	case FATE_HELD:
		return LADDER_HELD;
	case FATE_DROPPED:
		return LADDER_DROPPED;
	case FATE_ABSORBED:
		return LADDER_ABSORBED;
	default:
		return (head->marks & MARK_DUPLICATED) ? LADDER_REPEATED :
							 LADDER_PASSED;
	}
}

/* How well a track fits one end of a frame: 0 if it is not that one's. */
static int
fits(const struct reading *r, const struct track *t,
    const struct ladder_passing *f, const struct ladder_addr *own,
    const struct ladder_addr *peer, unsigned host)
{
	static const unsigned char zero[16];
	const struct event *born = r->ts.seen[t->born].ev;
	uint16_t port =
	    (uint16_t)addr_sa_port((const struct sockaddr *)&own->sa);
	struct ladder_addr any, any6;
	bool here;

	if ((t->type == SOCK_STREAM) != f->stream ||
	    (t->family != AF_INET && t->family != AF_INET6))
		return 0;
	/* It came to be later; or it is another host's. */
	if (t->whole && (t->accepted ? born->end : born->start) > f->sent)
		return 0;
	if (t->whole && born->host != 0 && host != 0 && born->host != host)
		return 0;
	any = addr_of(4, zero, port);
	any6 = addr_of(6, zero, port);
	here = ladder_addr_same(&t->local, own, false) ||
	    ladder_addr_same(&t->local, &any, false) ||
	    ladder_addr_same(&t->local, &any6, false);
	if (here && ladder_addr_same(&t->peer, peer, false))
		return 4;
	if (here && t->peer.len == 0)
		return 2;
	/* The own port of one that is closed is in nobody's log, but its other
	 * end's peer tells it. */
	if (t->local.len != 0 || !ladder_addr_same(&t->peer, peer, false))
		return 0;
	if (t->other == -1 || r->ts.t[t->other].peer.len == 0)
		return 1;
	return ladder_addr_same(&r->ts.t[t->other].peer, own, false) ? 3 : 0;
}

/* The descriptor at one end of a frame; -1. */
static int
end_of(const struct reading *r, const struct ladder_passing *f,
    const struct ladder_addr *own, const struct ladder_addr *peer,
    unsigned host)
{
	int best = -1, most = 0;

	if (own->len == 0 || r->ts.nseen == 0)
		return -1;
	for (size_t k = 0; k < r->ts.n; k++) {
		const struct track *t = &r->ts.t[k];
		int n = fits(r, t, f, own, peer, host);

		/* Of several, the one that came last. */
		if (n > most ||
		    (n != 0 && n == most && t->born > r->ts.t[best].born)) {
			best = (int)k;
			most = n;
		}
	}
	return best;
}

static void
add_frame(struct reading *r, const struct frames_kept *kept)
{
	struct ladder_passing *f;
	struct frame_key key;
	bool known = frame_key_read(&key, kept->data, kept->head.kept);

	r->frames = xgrow(r->frames, r->nframes, sizeof(r->frames[0]));
	f = &r->frames[r->nframes++];
	*f = (struct ladder_passing){ .sent = kept->head.time,
		.done = kept->head.done,
		.from_host = kept->head.from,
		.to_host = kept->head.to,
		.fate = fate_of(&kept->head),
		.waited = (kept->head.marks & (MARK_HELD | MARK_DELAYED)) != 0,
		.from = -1,
		.to = -1 };
	name_frame(f->name, sizeof(f->name), &key);
	if (!known || key.fragment ||
	    (key.protocol != IPPROTO_TCP && key.protocol != IPPROTO_UDP))
		return;
	f->stream = key.protocol == IPPROTO_TCP;
	f->src = addr_of(key.version, key.src, key.sport);
	f->dst = addr_of(key.version, key.dst, key.dport);
	f->from = end_of(r, f, &f->src, &f->dst, f->from_host);
	f->to = end_of(r, f, &f->dst, &f->src, f->to_host);
}

void
ladder_frames_read(struct reading *r)
{
	struct frames_kept *kept;

	if (r->from->frames == NULL)
		return;
	kept = xcalloc(1, sizeof(*kept));
	for (uint64_t seq = r->from->frames_since;
	     frames_get(r->from->frames, seq, kept); seq = kept->head.seq + 1) {
		/* Where it goes is being decided; or it is not the lab's. */
		if (kept->head.fate != FATE_PASSING && kept->head.from != 0)
			add_frame(r, kept);
	}
	free(kept);
}

bool
ladder_frames_during(const struct reading *r, int64_t start, int64_t end)
{
	size_t low = 0, high = r->nframes;

	while (low < high) {
		size_t middle = (low + high) / 2;

		if (r->frames[middle].sent < start)
			low = middle + 1;
		else
			high = middle;
	}
	return low < r->nframes && r->frames[low].sent <= end;
}

static int
host_lane(struct reading *r, unsigned host)
{
	const char *name =
	    r->from->host != NULL ? r->from->host(r->from->ctx, host) : NULL;
	int *lane = &r->hosts[host];

	/* The lane is the index + 1; 0: there is none yet. */
	if (*lane == 0)
		*lane = 1 +
		    ladder_add_lane(r->l, name != NULL ? name : _("all hosts"),
			false);
	return *lane - 1;
}

void
ladder_frames_step(struct reading *r, size_t i, int64_t at,
    enum ladder_part part)
{
	const struct ladder_passing *f = &r->frames[i];
	struct ladder_step *step = ladder_add_step(r->l, LADDER_FRAME);

	step->at = at - r->start;
	step->part = part;
	step->text = xstrdup(f->name);
	step->fate = part == LADDER_BEGINS ? LADDER_HELD : f->fate;
	if (part == LADDER_ENDS)
		step->waited = f->done - f->sent;
	step->from = f->from != -1 ? ladder_lane_of(r, f->from) :
				     host_lane(r, f->from_host);
	step->to =
	    f->to != -1 ? ladder_lane_of(r, f->to) : host_lane(r, f->to_host);
	/* An arrow has two ends: such a frame is a word alone. */
	if (step->from == step->to)
		step->from = step->to = -1;
}
