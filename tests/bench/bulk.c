/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bytes by the gigabyte between two hosts, for tests/bench/run:
 *
 *	bulk recv PORT             takes one connection to its end
 *	bulk echo PORT             gives one connection back what it sends
 *	bulk send HOST PORT BYTES  sends so many; prints the seconds it took until
 *	                           the other end had them all
 *	bulk ping HOST PORT TRIPS  one byte there and back, so often; prints the
 *	                           median of the seconds a trip took
 *	bulk forward DEV DEV       puts the frames of each interface out of the other,
 *	                           looking at nothing: what a wire costs at least
 */
#include <arpa/inet.h>
#include <errno.h>
#include <net/ethernet.h>
#include <net/if.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <netpacket/packet.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>

enum {
	CHUNK = 64 << 10,
	QUEUE = 32 << 20,
	TRIES = 5000, /* of a millisecond each */
	TRIPS_MAX = 1000000,
	QDISC_BYPASS = 20,    /* PACKET_QDISC_BYPASS, since Linux 3.14 */
	IGNORE_OUTGOING = 23, /* PACKET_IGNORE_OUTGOING, since Linux 4.20 */
};

static _Noreturn void
die(const char *what)
{
	perror(what);
	exit(1);
}

static double
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

static int
serve(unsigned short port, int echoes)
{
	struct sockaddr_in at = { .sin_family = AF_INET,
		.sin_port = htons(port) };
	static char room[CHUNK];
	int listener = socket(AF_INET, SOCK_STREAM, 0), fd;
	const int on = 1;
	ssize_t n;

	setsockopt(listener, SOL_SOCKET, SO_REUSEADDR, &on, sizeof(on));
	if (bind(listener, (struct sockaddr *)&at, sizeof(at)) == -1 ||
	    listen(listener, 1) == -1)
		die("listen");
	fd = accept(listener, NULL, NULL);
	if (fd == -1)
		die("accept");
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	while ((n = recv(fd, room, sizeof(room), 0)) > 0) {
		if (echoes && send(fd, room, (size_t)n, 0) != n)
			die("send");
	}
	/* The other end waits for this one's close. */
	return n == 0 ? 0 : 1;
}

static int
connect_to(const char *host, unsigned short port)
{
	struct sockaddr_in to = { .sin_family = AF_INET,
		.sin_port = htons(port) };

	inet_pton(AF_INET, host, &to.sin_addr);
	for (int i = 0; i < TRIES; i++) {
		int fd = socket(AF_INET, SOCK_STREAM, 0);

		if (connect(fd, (struct sockaddr *)&to, sizeof(to)) == 0)
			return fd;
		close(fd);
		usleep(1000); /* nobody listens yet */
	}
	die("connect");
}

static int
send_all(int fd, long long left)
{
	static char room[CHUNK];
	double begin = now();

	while (left > 0) {
		ssize_t n = send(fd, room,
		    left < CHUNK ? (size_t)left : sizeof(room), 0);

		if (n == -1)
			die("send");
		left -= n;
	}
	shutdown(fd, SHUT_WR);
	if (recv(fd, room, 1, 0) != 0)
		die("recv");
	printf("%.9f\n", now() - begin);
	return 0;
}

static int
compare(const void *a, const void *b)
{
	double one = *(const double *)a, other = *(const double *)b;

	return (one > other) - (one < other);
}

static int
ping(int fd, int trips)
{
	static double took[TRIPS_MAX];
	const int on = 1;
	char byte = 'x';

	if (trips < 1 || trips > TRIPS_MAX)
		return 2;
	setsockopt(fd, IPPROTO_TCP, TCP_NODELAY, &on, sizeof(on));
	for (int i = 0; i < trips; i++) {
		double begin = now();

		if (send(fd, &byte, 1, 0) != 1 || recv(fd, &byte, 1, 0) != 1)
			die("trip");
		took[i] = now() - begin;
	}
	qsort(took, (size_t)trips, sizeof(took[0]), compare);
	printf("%.9f\n", took[trips / 2]);
	return 0;
}

static int
open_packet(const char *dev)
{
	struct sockaddr_ll at = { .sll_family = AF_PACKET,
		.sll_protocol = htons(ETH_P_ALL),
		.sll_ifindex = (int)if_nametoindex(dev) };
	const int on = 1, queue = QUEUE;
	int fd = socket(AF_PACKET, SOCK_RAW | SOCK_NONBLOCK, 0);

	setsockopt(fd, SOL_PACKET, IGNORE_OUTGOING, &on, sizeof(on));
	setsockopt(fd, SOL_PACKET, QDISC_BYPASS, &on, sizeof(on));
	setsockopt(fd, SOL_SOCKET, SO_RCVBUFFORCE, &queue, sizeof(queue));
	if (fd == -1 || bind(fd, (struct sockaddr *)&at, sizeof(at)) == -1)
		die(dev);
	return fd;
}

/* Until it is killed. */
static int
forward(const char *one, const char *other)
{
	static char room[CHUNK];
	struct pollfd fds[] = { { open_packet(one), POLLIN, 0 },
		{ open_packet(other), POLLIN, 0 } };

	printf("ready\n");
	fflush(stdout);
	for (;;) {
		ssize_t n;

		if (poll(fds, 2, -1) == -1 && errno != EINTR)
			die("poll");
		for (int i = 0; i < 2; i++) {
			while ((n = recv(fds[i].fd, room, sizeof(room), 0)) > 0)
				send(fds[1 - i].fd, room, (size_t)n, 0);
		}
	}
}

static long long
number_of(const char *word)
{
	char *end;
	long long n;

	errno = 0;
	n = strtoll(word, &end, 10);
	if (errno != 0 || end == word || *end != '\0')
		die(word);
	return n;
}

static unsigned short
port_of(const char *word)
{
	return (unsigned short)number_of(word);
}

int
main(int argc, char **argv)
{
	if (argc == 3 && strcmp(argv[1], "recv") == 0)
		return serve(port_of(argv[2]), 0);
	if (argc == 3 && strcmp(argv[1], "echo") == 0)
		return serve(port_of(argv[2]), 1);
	if (argc == 5 && strcmp(argv[1], "ping") == 0)
		return ping(connect_to(argv[2], port_of(argv[3])),
		    (int)number_of(argv[4]));
	if (argc == 5 && strcmp(argv[1], "send") == 0)
		return send_all(connect_to(argv[2], port_of(argv[3])),
		    number_of(argv[4]));
	if (argc == 4 && strcmp(argv[1], "forward") == 0)
		return forward(argv[2], argv[3]);
	fprintf(stderr, "bulk: recv, send, echo, ping, forward\n");
	return 2;
}
