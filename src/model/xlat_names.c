/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The constants of looking names up. */
#include <netdb.h>

#include "base/i18n.h"
#include "model/xlat.h"

/* A row: the name as text, and its number. */
#define ROW(constant) .name = #constant, .value = constant

static const struct xlat ai_flags[] = {
	{ ROW(AI_PASSIVE) },
	{ ROW(AI_CANONNAME) },
	{ ROW(AI_NUMERICHOST) },
	{ ROW(AI_V4MAPPED) },
	{ ROW(AI_ALL) },
	{ ROW(AI_ADDRCONFIG) },
	{ ROW(AI_NUMERICSERV) },
#ifdef AI_IDN
	{ ROW(AI_IDN) },
#endif
#ifdef AI_CANONIDN
	{ ROW(AI_CANONIDN) },
#endif
};

const struct xlat_table xlat_ai_flags = {
	.prefix = "AI_",
	.what = N_("flag"),
	.rows = ai_flags,
	.n = sizeof(ai_flags) / sizeof(ai_flags[0]),
	.kind = XLAT_FLAGS,
};

static const struct xlat ni_flags[] = {
	{ ROW(NI_NUMERICHOST) },
	{ ROW(NI_NUMERICSERV) },
	{ ROW(NI_NOFQDN) },
	{ ROW(NI_NAMEREQD) },
	{ ROW(NI_DGRAM) },
#ifdef NI_IDN
	{ ROW(NI_IDN) },
#endif
};

const struct xlat_table xlat_ni_flags = {
	.prefix = "NI_",
	.what = N_("flag"),
	.rows = ni_flags,
	.n = sizeof(ni_flags) / sizeof(ni_flags[0]),
	.kind = XLAT_FLAGS,
};
