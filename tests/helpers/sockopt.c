/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * What C does: setsockopt and getsockopt on inherited descriptors, without
 * anything of socksh's. Reads lines "set FD LEVEL NUMBER HEX" and "get FD LEVEL
 * NUMBER SIZE"; answers each with a line, the errno and the bytes in hex.
 */
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

static char value[4096];

static socklen_t
from_hex(const char *hex)
{
	socklen_t n = 0;
	char pair[3] = "";

	for (; hex[0] != '\0' && hex[1] != '\0'; hex += 2) {
		memcpy(pair, hex, 2);
		value[n++] = (char)strtol(pair, NULL, 16);
	}
	return n;
}

static int
number_of(const char *word)
{
	return word != NULL ? (int)strtol(word, NULL, 10) : -1;
}

int
main(void)
{
	char line[9000];

	while (fgets(line, sizeof(line), stdin) != NULL) {
		const char *what = strtok(line, " \n");
		int fd = number_of(strtok(NULL, " \n"));
		int level = number_of(strtok(NULL, " \n"));
		int number = number_of(strtok(NULL, " \n"));
		const char *arg = strtok(NULL, " \n");
		socklen_t len;
		int rc;

		if (arg == NULL)
			arg = "";
		if (what == NULL)
			return 1;
		errno = 0;
		memset(value, 0, sizeof(value));
		if (strcmp(what, "set") == 0) {
			len = from_hex(arg);
			rc = setsockopt(fd, level, number, value, len);
			len = 0;
		} else {
			len = (socklen_t)strtol(arg, NULL, 10);
			rc = getsockopt(fd, level, number, value, &len);
		}
		printf("%d ", errno);
		for (socklen_t i = 0; i < len && rc == 0; i++)
			printf("%02x", (unsigned char)value[i]);
		printf("\n");
	}
	return 0;
}
