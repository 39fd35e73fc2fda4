/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages in events. */
#include "model/msg.h"

#include <string.h>
#include <sys/uio.h>

/* The beginning; then the name, the control messages, and the buffers, each
 * with a struct chunk_head before it. Nothing is aligned. */
struct head {
	uint64_t controllen;
	uint64_t iovlen;
	uint32_t flags;
	int32_t namelen;
	int32_t name_room;
	uint16_t name_len;
	uint16_t control_len;
	uint8_t no_name;
	uint8_t no_iov;
};

struct chunk_head {
	uint64_t len;
	uint64_t filled;
	uint16_t kept;
};

/* Where the next bytes go. */
struct packing {
	unsigned char *at;
	size_t left;
};

static size_t
least(size_t a, size_t b)
{
	return a < b ? a : b;
}

static size_t
pack(struct packing *p, const void *data, size_t len)
{
	len = least(len, p->left);
	if (len != 0)
		memcpy(p->at, data, len);
	p->at += len;
	p->left -= len;
	return len;
}

static bool
pack_chunk(struct packing *p, const struct iovec *iov, uint64_t *bytes)
{
	struct chunk_head h = { .len = iov->iov_len };
	unsigned char *head = p->at;

	if (p->left < sizeof(h))
		return false;
	h.filled = iov->iov_len < *bytes ? iov->iov_len : *bytes;
	*bytes -= h.filled;
	p->at += sizeof(h);
	p->left -= sizeof(h);
	h.kept = (uint16_t)pack(p, iov->iov_base,
	    h.filled < MSG_CHUNK_MAX ? (size_t)h.filled : MSG_CHUNK_MAX);
	memcpy(head, &h, sizeof(h));
	return true;
}

size_t
msg_pack(void *to, size_t room, const struct msg *msg, uint64_t bytes)
{
	const struct msghdr *hdr = msg->hdr;
	struct packing p = { to, room };
	struct head h = {
		.controllen = hdr->msg_controllen,
		.iovlen = hdr->msg_iovlen,
		.flags = (uint32_t)hdr->msg_flags,
		.namelen = (int32_t)hdr->msg_namelen,
		.name_room = (int32_t)msg->name_room,
		.no_name = hdr->msg_name == NULL,
		.no_iov = hdr->msg_iov == NULL,
	};

	/* What the kernel wrote of a name ends with the room for it. */
	if (!h.no_name)
		h.name_len =
		    (uint16_t)least(least(hdr->msg_namelen, msg->name_room),
			sizeof(struct sockaddr_storage));
	if (hdr->msg_control != NULL)
		h.control_len =
		    (uint16_t)least(hdr->msg_controllen, MSG_CONTROL_MAX);
	pack(&p, &h, sizeof(h));
	pack(&p, hdr->msg_name, h.name_len);
	pack(&p, hdr->msg_control, h.control_len);
	for (size_t i = 0; i < hdr->msg_iovlen && !h.no_iov; i++) {
		if (!pack_chunk(&p, &hdr->msg_iov[i], &bytes))
			break;
	}
	return room - p.left;
}

bool
msg_unpack(const void *data, size_t len, struct msg_view *view)
{
	const unsigned char *at = data;
	struct head h;

	if (data == NULL || len < sizeof(h))
		return false;
	memcpy(&h, at, sizeof(h));
	if ((size_t)h.name_len + h.control_len > len - sizeof(h) ||
	    h.name_len > sizeof(struct sockaddr_storage))
		return false;
	*view = (struct msg_view){
		.name = at + sizeof(h),
		.control = at + sizeof(h) + h.name_len,
		.next = at + sizeof(h) + h.name_len + h.control_len,
		.end = at + len,
		.name_len = h.name_len,
		.control_len = h.control_len,
		.controllen = h.controllen,
		.iovlen = h.iovlen,
		.flags = h.flags,
		.namelen = h.namelen,
		.name_room = h.name_room,
		.no_name = h.no_name != 0,
		.no_iov = h.no_iov != 0,
	};
	return true;
}

bool
msg_view_next(struct msg_view *view, struct msg_chunk *chunk)
{
	size_t left = (size_t)(view->end - view->next);
	struct chunk_head h;

	if (left < sizeof(h))
		return false;
	memcpy(&h, view->next, sizeof(h));
	if (h.kept > left - sizeof(h))
		return false;
	*chunk = (struct msg_chunk){
		.data = view->next + sizeof(h),
		.kept = h.kept,
		.filled = h.filled,
		.len = h.len,
	};
	view->next += sizeof(h) + h.kept;
	return true;
}
