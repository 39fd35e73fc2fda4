/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * usage: pingpong tcp|unix TRIPS
 * One byte there and back, both ends in one thread, four system calls a trip;
 * prints the seconds that it took. pingpong.* beside it do the same.
 */
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>

static void
check(int ok, const char *what)
{
	if (!ok) {
		perror(what);
		exit(1);
	}
}

static void
connect_tcp(int *pair)
{
	struct sockaddr_in a = { .sin_family = AF_INET,
		.sin_addr.s_addr = htonl(INADDR_LOOPBACK) };
	socklen_t len = sizeof(a);
	struct sockaddr *sa = (struct sockaddr *)&a;
	int listener = socket(AF_INET, SOCK_STREAM, 0);

	check(bind(listener, sa, len) == 0, "bind");
	check(listen(listener, 1) == 0, "listen");
	check(getsockname(listener, sa, &len) == 0, "getsockname");
	pair[0] = socket(AF_INET, SOCK_STREAM, 0);
	check(connect(pair[0], sa, len) == 0, "connect");
	pair[1] = accept(listener, NULL, NULL);
	check(pair[1] != -1, "accept");
}

static double
now(void)
{
	struct timespec ts;

	clock_gettime(CLOCK_MONOTONIC, &ts);
	return (double)ts.tv_sec + (double)ts.tv_nsec / 1e9;
}

int
main(int argc, char **argv)
{
	char c = 'x';
	double start;
	long trips;
	int pair[2];

	if (argc != 3)
		return 2;
	trips = strtol(argv[2], NULL, 10);
	if (strcmp(argv[1], "tcp") == 0)
		connect_tcp(pair);
	else
		check(socketpair(AF_UNIX, SOCK_STREAM, 0, pair) == 0,
		    "socketpair");
	start = now();
	for (long i = 0; i < trips; i++) {
		check(send(pair[0], &c, 1, 0) == 1, "send");
		check(recv(pair[1], &c, 1, 0) == 1, "recv");
		check(send(pair[1], &c, 1, 0) == 1, "send");
		check(recv(pair[0], &c, 1, 0) == 1, "recv");
	}
	printf("%.9f\n", now() - start);
	return 0;
}
