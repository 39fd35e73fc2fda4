/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames that wait on the wire. */
#include "wire/parcel.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"

struct parcel *
parcel_new(const struct frames_head *head, const void *data)
{
	struct parcel *p = xmalloc(sizeof(*p) + head->len);

	*p = (struct parcel){ .head = *head };
	memcpy(p->data, data, head->len);
	p->known = frame_key_read(&p->key, p->data, head->len);
	return p;
}

void
parcel_free(struct parcel *p)
{
	free(p);
}

void
parcels_put(struct parcels *list, struct parcel *p)
{
	struct parcel **at = &list->first;

	while (*at != NULL && (*at)->due <= p->due)
		at = &(*at)->next;
	p->next = *at;
	*at = p;
	list->n++;
}

void
parcels_remove(struct parcels *list, struct parcel *p)
{
	struct parcel **at = &list->first;

	while (*at != p)
		at = &(*at)->next;
	*at = p->next;
	list->n--;
}

struct parcel *
parcels_take(struct parcels *list)
{
	struct parcel *p = list->first;

	if (p != NULL)
		parcels_remove(list, p);
	return p;
}

void
parcels_free(struct parcels *list)
{
	struct parcel *p;

	while ((p = parcels_take(list)) != NULL)
		parcel_free(p);
}

/* The sequence number behind a segment: SYN and FIN count as a byte each, RFC
 * 9293, section 3.4. */
static uint32_t
seq_end(const struct frame_key *key)
{
	return key->seq + key->len + ((key->flags & FRAME_SYN) != 0) +
	    ((key->flags & FRAME_FIN) != 0);
}

/* Whether a comes before b, where numbers begin again at 0 behind the last. */
static bool
seq_before(uint32_t a, uint32_t b)
{
	return (int32_t)(a - b) < 0;
}

static bool
same_addr(const unsigned char *a, const unsigned char *b)
{
	return memcmp(a, b, 16) == 0;
}

static bool
same_arp(const struct frame_key *a, const struct frame_key *b)
{
	return a->op == b->op && same_addr(a->src, b->src) &&
	    same_addr(a->dst, b->dst);
}

/* A segment that takes up sequence numbers, again: all of it is held. */
static bool
same_segment(const struct frame_key *held, const struct frame_key *key)
{
	const uint16_t counted = FRAME_SYN | FRAME_FIN | FRAME_RST;

	return held->sport == key->sport && held->dport == key->dport &&
	    same_addr(held->src, key->src) && same_addr(held->dst, key->dst) &&
	    (held->flags & counted) == (key->flags & counted) &&
	    seq_end(key) != key->seq && !seq_before(key->seq, held->seq) &&
	    !seq_before(seq_end(held), seq_end(key));
}

/* A segment whose acknowledgement is held. */
static bool
acknowledges(const struct frame_key *held, const struct frame_key *key)
{
	return held->sport == key->dport && held->dport == key->sport &&
	    same_addr(held->src, key->dst) && same_addr(held->dst, key->src) &&
	    (held->flags & FRAME_ACK) && seq_end(key) != key->seq &&
	    !seq_before(held->ack, seq_end(key));
}

bool
parcel_explains(const struct parcel *held, unsigned from,
    const struct frame_key *key)
{
	const struct frame_key *has = &held->key;

	if (!held->known || has->ethertype != key->ethertype)
		return false;
	if (key->version == 0)
		return held->head.from == from && key->op != 0 &&
		    same_arp(has, key);
	if (key->protocol != IPPROTO_TCP || has->protocol != IPPROTO_TCP ||
	    !key->whole || !has->whole)
		return false;
	return held->head.from == from ? same_segment(has, key) :
					 acknowledges(has, key);
}
