/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Packs and unpacks as its input says, for tests/struct.test, which compares
 * the results with Python's. A line is one of
 *
 *	size FORMAT		-> ok 8
 *	pack FORMAT VALUE...	-> ok b0102
 *	unpack FORMAT bBYTES	-> ok VALUE...
 *
 * or is answered with "error CAUSE". A value is i-5, f0x1.8p+1 or b and its
 * bytes in hexadecimal, as is the format.
 */
#include <errno.h>
#include <inttypes.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "model/pack.h"

enum { ARGS_MAX = 256 };

static _Noreturn void
die(const char *what, const char *s)
{
	fprintf(stderr, "packer: %s: %s\n", what, s);
	exit(2);
}

static int
nibble(char c)
{
	static const char digits[] = "0123456789abcdef";
	const char *at = c != '\0' ? strchr(digits, c) : NULL;

	if (at == NULL)
		die("no hexadecimal digit", (char[]){ c, '\0' });
	return (int)(at - digits);
}

/* "b0102" */
static struct value
read_bytes(const char *word)
{
	size_t len = strlen(word) / 2;
	struct value v;

	if (*word != 'b')
		die("no bytes", word);
	v = value_bytes(NULL, len);
	for (size_t i = 0; i < len; i++)
		v.bytes->data[i] = (char)(nibble(word[1 + 2 * i]) << 4 |
		    nibble(word[2 + 2 * i]));
	return v;
}

static struct value
read_value(const char *word)
{
	char *end;
	struct value v;

	switch (*word) {
	case 'i':
		errno = 0;
		v = VALUE_INT(strtoll(word + 1, &end, 10));
		break;
	case 'f':
		errno = 0;
		v = VALUE_FLOAT(strtod(word + 1, &end));
		break;
	default:
		return read_bytes(word);
	}
	if (*end != '\0')
		die("no number", word);
	return v;
}

static void
write_value(const struct value *v)
{
	switch (v->type) {
	case VAL_INT:
		printf(" i%" PRId64, v->i);
		break;
	case VAL_FLOAT:
		printf(" f%a", v->f);
		break;
	case VAL_BYTES:
		printf(" b");
		for (size_t i = 0; i < v->bytes->len; i++)
			printf("%02x", (unsigned char)v->bytes->data[i]);
		break;
	case VAL_TUPLE:
		for (size_t i = 0; i < v->tuple->len; i++)
			write_value(&v->tuple->items[i]);
		break;
	default:
		printf(" ?");
		break;
	}
}

static bool
do_line(const char *verb, const char *fmt, const struct value *args, size_t n,
    struct value *out, char **cause)
{
	size_t size;

	if (strcmp(verb, "pack") == 0)
		return pack(fmt, args, n, out, cause);
	if (strcmp(verb, "unpack") == 0 && n == 1)
		return unpack(fmt, args[0].bytes->data, args[0].bytes->len, out,
		    cause);
	if (strcmp(verb, "size") != 0)
		die("unknown verb", verb);
	if (!pack_size(fmt, &size, cause))
		return false;
	*out = VALUE_INT((int64_t)size);
	return true;
}

static void
line(char *s)
{
	struct value args[ARGS_MAX], fmt, out;
	size_t n = 0;
	char *verb = strtok_r(s, " ", &s);
	char *word = strtok_r(NULL, " ", &s);
	char *cause;

	if (word == NULL)
		die("incomplete line", verb);
	fmt = read_bytes(word);
	while ((word = strtok_r(NULL, " ", &s)) != NULL && n < ARGS_MAX)
		args[n++] = read_value(word);
	if (do_line(verb, fmt.bytes->data, args, n, &out, &cause)) {
		printf("ok");
		write_value(&out);
		printf("\n");
		value_drop(&out);
	} else {
		printf("error %s\n", cause);
		free(cause);
	}
	value_drop(&fmt);
	while (n > 0)
		value_drop(&args[--n]);
}

int
main(void)
{
	char *s = NULL;
	size_t size = 0;
	ssize_t len;

	while ((len = getline(&s, &size, stdin)) > 0) {
		if (s[len - 1] == '\n')
			s[len - 1] = '\0';
		line(s);
	}
	free(s);
	return fflush(stdout) != 0;
}
