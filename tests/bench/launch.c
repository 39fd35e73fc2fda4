/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * usage: launch REPORT PROGRAM [ARGUMENT...]
 * Runs a program and writes the seconds it took and the most memory it had, in
 * KiB, to the file REPORT. A large parent would measure itself: a process that
 * comes from it begins with its memory.
 */
#include <spawn.h>
#include <stdio.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

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
	struct rusage usage;
	double start, seconds;
	int status;
	FILE *report;
	pid_t pid;

	if (argc < 3)
		return 2;
	start = now();
	if (posix_spawn(&pid, argv[2], NULL, NULL, argv + 2, environ) != 0 ||
	    wait4(pid, &status, 0, &usage) != pid)
		return 127;
	seconds = now() - start;
	report = fopen(argv[1], "w");
	if (report == NULL)
		return 127;
	fprintf(report, "%.9f %ld\n", seconds, usage.ru_maxrss);
	if (fclose(report) != 0)
		return 127;
	return WIFEXITED(status) ? WEXITSTATUS(status) : 128;
}
