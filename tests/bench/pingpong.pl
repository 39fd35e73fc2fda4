#!/usr/bin/perl
# SPDX-License-Identifier: GPL-3.0-or-later
# usage: pingpong.pl tcp|unix TRIPS: pingpong.c in Perl
use strict;
use warnings;
use Socket;
use Time::HiRes qw(clock_gettime CLOCK_MONOTONIC);

my ($kind, $trips) = @ARGV;
my ($c, $s, $l, $buf);

if ($kind eq 'unix') {
	socketpair($c, $s, AF_UNIX, SOCK_STREAM, 0) or die "socketpair: $!";
} else {
	socket($l, AF_INET, SOCK_STREAM, 0) or die "socket: $!";
	bind($l, sockaddr_in(0, INADDR_LOOPBACK)) or die "bind: $!";
	listen($l, 1) or die "listen: $!";
	socket($c, AF_INET, SOCK_STREAM, 0) or die "socket: $!";
	connect($c, getsockname($l)) or die "connect: $!";
	accept($s, $l) or die "accept: $!";
}
my $start = clock_gettime(CLOCK_MONOTONIC);
for (my $i = 0; $i < $trips; $i++) {
	send($c, 'x', 0);
	recv($s, $buf, 1, 0);
	send($s, 'x', 0);
	recv($c, $buf, 1, 0);
}
printf("%.9f\n", clock_gettime(CLOCK_MONOTONIC) - $start);
