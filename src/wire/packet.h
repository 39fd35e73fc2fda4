/* SPDX-License-Identifier: GPL-3.0-or-later */
/* AF_PACKET sockets, packet(7), in a file of their own: <linux/if_packet.h> and
 * <netpacket/packet.h>, which our headers have, cannot be included together. */
#ifndef SOCKSH_WIRE_PACKET_H
#define SOCKSH_WIRE_PACKET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/types.h>

enum {
	PACKET_QUEUE = 32 << 20
}; /* bytes of frames that nobody has taken yet */

/*
 * A socket that gets every frame of the interface dev, which has to be up; NULL:
 * of all. Never blocks. outgoing: also those that this host sends. -1 with errno.
 *
 * What it sends bypasses the queue of the interface: otherwise one in a hundred
 * first frames was lost in the moment in which the queue is set up.
 */
int packet_open(const char *dev, bool outgoing);
/*
 * Takes the next frame, at most len bytes of it, without waiting: how many, or
 * -1 with errno. The tag of a VLAN, which the kernel takes out and
 * tells beside the frame (PACKET_AUXDATA), is put back where it was.
 */
ssize_t packet_next(int fd, void *data, size_t len);
/* The same, but gives its whole length, whatever of it there was room for.
 * *outgoing: this host sends it; *age: ns since the
 * kernel saw it. packet_stamp has to have been called, or the age is 0. */
ssize_t packet_take(int fd, void *data, size_t len, bool *outgoing,
    int64_t *age);
void packet_stamp(int fd);
/* Frames that found no room since this was asked last: PACKET_STATISTICS. */
uint64_t packet_lost(int fd);
/* Frames that the kernel dropped before any packet socket of the interface dev
 * had them, as its queue of what comes in was full: rx_dropped, netdev(7), since
 * the interface was made. The network is that of one of our threads. 0 where it
 * cannot be known. */
uint64_t packet_dropped(pid_t thread, const char *dev);

#endif
