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

int
main(void)
{
	char line[9000], what[8], arg[8300];
	int fd, level, number;

	while (fgets(line, sizeof(line), stdin) != NULL) {
		socklen_t len;
		int rc;

		arg[0] = '\0';
		if (sscanf(line, "%7s %d %d %d %8299s", what, &fd, &level,
			&number, arg) < 4)
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
