/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists the options that socksh knows: name, level, number, type, flags, and the
 * struct that the value is, or -. */
#include <stdio.h>

#include "model/option.h"

static const char *const types[] = {
	[OPT_INT] = "int",
	[OPT_UINT] = "uint",
	[OPT_U64] = "u64",
	[OPT_BOOL] = "bool",
	[OPT_LINGER] = "linger",
	[OPT_TIMEVAL] = "timeval",
	[OPT_STRING] = "string",
	[OPT_IN_ADDR] = "in_addr",
	[OPT_IFINDEX] = "ifindex",
	[OPT_IFINDEX_NET] = "ifindex_net",
	[OPT_ADDR] = "addr",
	[OPT_STRUCT] = "struct",
	[OPT_INTS] = "ints",
	[OPT_BYTES] = "bytes",
};

int
main(void)
{
	const struct sockopt *o;

	for (size_t i = 0; (o = option_at(i)) != NULL; i++)
		printf("%s %d %d %s %s%s%s%s. %s\n", o->name, o->level,
		    o->number, types[o->type],
		    o->flags & OPTION_READS ? "r" : "",
		    o->flags & OPTION_WRITES ? "w" : "",
		    o->flags & OPTION_TAKES ? "t" : "",
		    o->flags & OPTION_ALIAS ? "a" : "",
		    o->layouts[0] != NULL ? o->layouts[0] : "-");
	return 0;
}
