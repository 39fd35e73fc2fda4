/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command frames: how many went over the lab's wire since session.mark. */
#include <errno.h>
#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include "base/i18n.h"
#include "model/call.h"
#include "wire/ends.h"
#include "wire/lab.h"

/* Whose frames are counted. */
struct owner {
	uint8_t host; /* 0: everybody's */
	uint8_t protocol;
	struct end local;
	struct end peer; /* port 0: any */
};

/* A socket has its port even after an RST, but its peer no more. False with
 * errno. */
static bool
owner_read(struct owner *owner, const struct session *s, int fd)
{
	struct sockaddr_storage ss = { 0 };
	socklen_t len = sizeof(ss);
	int protocol = 0;

	if (getsockname(fd, (struct sockaddr *)&ss, &len) != 0)
		return false;
	end_read(&owner->local, &ss);
	len = sizeof(ss);
	if (getpeername(fd, (struct sockaddr *)&ss, &len) == 0)
		end_read(&owner->peer, &ss);
	len = sizeof(protocol);
	if (getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &len) != 0)
		return false;
	owner->protocol = (uint8_t)protocol;
	owner->host = s->fd_host(s, fd);
	return true;
}

static bool
is_peer(const struct end *peer, uint16_t port, const unsigned char *addr,
    unsigned version)
{
	return peer->port == 0 || end_is(peer, port, addr, version);
}

static bool
owner_has(const struct owner *owner, const struct frame_key *key,
    const struct frames_head *head)
{
	if (owner->host == 0)
		return true;
	if (key->protocol != owner->protocol || owner->local.port == 0)
		return false;
	if (head->from == owner->host)
		return key->sport == owner->local.port &&
		    is_peer(&owner->peer, key->dport, key->dst, key->version);
	return head->to == owner->host && key->dport == owner->local.port &&
	    is_peer(&owner->peer, key->sport, key->src, key->version);
}

static int64_t
count(const struct session *s, const struct filter *filter,
    const struct owner *owner)
{
	struct frames_kept frame;
	struct frame_key key;
	int64_t n = 0;

	for (uint64_t seq = s->frames_mark; frames_get(s->frames, seq, &frame);
	     seq = frame.head.seq + 1) {
		/* The copies of one that is held are no frames that a student
		 * would see. */
		if (frame.head.fate == FATE_ABSORBED ||
		    frame.head.fate == FATE_READ)
			continue;
		frame_key_read(&key, frame.data, frame.head.kept);
		if (owner_has(owner, &key, &frame.head) &&
		    filter_match(filter, &key, frame.head.from - 1,
			frame.head.to == FRAMES_TO_ALL ? -1 :
							 frame.head.to - 1))
			n++;
	}
	return n;
}

static void
frames_call(struct call *call)
{
	const struct session *s = call->task->session;
	const char *names[LAB_HOSTS_MAX];
	const struct value *words = &call->args[1].v;
	struct filter filter = { 0 };
	struct owner owner = { 0 };
	char *cause = NULL;
	unsigned n;

	if (!lab_wanted(call))
		return;
	n = lab_filter_names(s->lab, names);
	if (words->bytes->len != 0 &&
	    !filter_parse(&filter, words->bytes->data, words->bytes->len, names,
		n, &cause)) {
		call_mistake(call, 1, "%s", cause);
	} else if (call_given(call, 0) &&
	    !owner_read(&owner, s, (int)call_num(call, 0))) {
		call->status = CALL_FAILED;
		call->err = errno;
		call->result = -1;
	} else if (call_given(call, 0) && owner.host == 0) {
		call_give(call, VALUE_INT(0)); /* it is on none of the hosts */
	} else {
		call_give(call, VALUE_INT(count(s, &filter, &owner)));
	}
	free(cause);
}

const struct prim lab_frames_prims[] = {
	{
	    .name = "frames",
	    .params = { { "fd", PARAM_FD, 0 }, { "filter", PARAM_TEXT, 0 } },
	    .forms = { "filter", "fd filter" },
	    .call = frames_call,
	    .flags = PRIM_PURE,
	    .help = N_("look how many frames of a kind went over the lab's "
		       "wire: frames(\"SYN\"), frames(c, \"data\")"),
	    .topic = TOPIC_LAB,
	    .example = "lab\n"
		       "lab simple\n"
		       "on server { s = create_server *:8080 }\n"
		       "c = socket tcp\n"
		       "connect c server:8080\n"
		       "print frames(\"SYN\") frames(c, \"SYN ACK\")\n"
		       "> 1 1",
	},
	{ .name = NULL },
};
