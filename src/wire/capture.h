/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Capture outside the lab: a thread of its own takes copies of an interface's
 * frames from an AF_PACKET socket, packet(7), and adds them to session.frames.
 * Nothing is held or changed: the kernel delivers the frames all the same.
 */
#ifndef SOCKSH_WIRE_CAPTURE_H
#define SOCKSH_WIRE_CAPTURE_H

#include <stdbool.h>
#include <stdint.h>

#include "model/session.h"
#include "wire/tally.h"

struct capture;

/*
 * Begins to capture on interface dev; all: every frame, else those of TCP and
 * UDP to or from a port of this session's sockets, live or closed within the
 * last minute, and ICMP errors about them. Sets session.capture. With the lock,
 * which is one from now on (session_share). False with an errno: EPERM without
 * CAP_NET_RAW, ENODEV, EPROTONOSUPPORT if its frames are not Ethernet's.
 */
bool capture_start(struct session *s, const char *dev, bool all, int *err);
/* Ends it within a moment, if there is one; what has come by then is kept. With
 * the lock, which it drops meanwhile. */
void capture_stop(struct session *s);

/* Waits until all frames that have come by now are noted, a second at most. With
 * the lock, which it drops meanwhile. */
void capture_settle(struct session *s);

/* What is captured on, valid until it is stopped; with the lock, as below. */
const char *capture_dev(const struct capture *c);
bool capture_all(const struct capture *c);
/* From now on every frame, or this session's own alone; what came before is noted
 * by what was set then. Nothing is missed in between. With the lock, which it
 * drops while it settles. */
void capture_set_all(struct session *s, bool all);
/* What the frames were that were added, and how many the kernel had no room for:
 * tp_drops. */
void capture_counts(struct capture *c, struct tally *seen, uint64_t *lost);

/* Notes the ports of a descriptor on which a call was just made. With the lock;
 * session.capture is not NULL. */
void capture_note(struct session *s, int fd, bool opened);

#endif
