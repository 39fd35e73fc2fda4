/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and bytes by chance: the kernel's own. */
#include <string.h>
#include <sys/random.h>

#include "base/i18n.h"
#include "lang/builtin.h"
#include "lang/builtin_args.h"

enum { URANDOM_MAX = 1 << 20 };

static uint64_t
chance(void)
{
	uint64_t n = 0;

	while (getrandom(&n, sizeof(n), 0) != (ssize_t)sizeof(n))
		;
	return n;
}

/* One of first to last, each as likely as another. */
static void
give_between(struct call *call, int64_t first, int64_t last)
{
	uint64_t span = (uint64_t)last - (uint64_t)first, mask = span, n;

	if (call->status != CALL_OK)
		return;
	if (last < first) {
		call_mistake(call, 0, _("there is no number from %lld to %lld"),
		    (long long)first, (long long)last);
		return;
	}
	for (unsigned shift = 1; shift < 64; shift *= 2)
		mask |= mask >> shift;
	do
		n = chance() & mask;
	while (n > span);
	call_give(call, VALUE_INT((int64_t)((uint64_t)first + n)));
}

/* random: 0 to 1; random 6: 0 to 5; random 1 6: 1 to 6. */
static void
random_call(struct call *call)
{
	if (!call_given(call, 0)) {
		call_give(call,
		    VALUE_FLOAT((double)(chance() >> 11) * 0x1p-53));
		return;
	}
	if (call_given(call, 1))
		give_between(call, builtin_number(call, 0, 0),
		    builtin_number(call, 1, 0));
	else if (builtin_number(call, 0, 0) > 0)
		give_between(call, 0, builtin_number(call, 0, 0) - 1);
	else
		call_mistake(call, 0, _("a: 1 or more"));
}

static void
randint_call(struct call *call)
{
	give_between(call, builtin_number(call, 0, 0),
	    builtin_number(call, 1, 0));
}

static void
urandom_call(struct call *call)
{
	int64_t size = builtin_number(call, 0, 0);
	struct bytes *b;

	if (size < 0 || size > URANDOM_MAX) {
		call_mistake(call, 0,
		    _("size: %lld is out of range, 0 to %lld"), (long long)size,
		    (long long)URANDOM_MAX);
		return;
	}
	b = bytes_new(NULL, (size_t)size);
	for (size_t i = 0; i < b->len; i += 8) {
		uint64_t n = chance();

		memcpy(b->data + i, &n, b->len - i < 8 ? b->len - i : 8);
	}
	call_give(call, value_from_bytes(b));
}

const struct prim builtin_random_prims[] = {
	{
	    .name = "random",
	    .params = { { "a", PARAM_VALUE, 0 }, { "b", PARAM_VALUE, 0 } },
	    .forms = { "[a] [b]" },
	    .call = random_call,
	    .flags = PRIM_PURE,
	    .help = N_("a number by chance: from 0 to 1, below a, from a to b"),
	    .topic = TOPIC_VALUES,
	    .example = "x = random()\n"
		       "print (x >= 0 and x < 1)\n"
		       "> 1",
	},
	{
	    .name = "randint",
	    .params = { { "a", PARAM_VALUE, 0 }, { "b", PARAM_VALUE, 0 } },
	    .forms = { "a b" },
	    .call = randint_call,
	    .flags = PRIM_PURE,
	    .help = N_("a whole number by chance, from a to b"),
	    .topic = TOPIC_VALUES,
	    .example = "n = randint(1, 6)\n"
		       "print (n >= 1 and n <= 6)\n"
		       "> 1",
	},
	{
	    .name = "urandom",
	    .params = { { "size", PARAM_VALUE, 0 } },
	    .forms = { "size" },
	    .call = urandom_call,
	    .flags = PRIM_PURE,
	    .help = N_("bytes by chance"),
	    .topic = TOPIC_VALUES,
	    .example = "print len(urandom(16))\n"
		       "> 16",
	},
	{ .name = NULL },
};
