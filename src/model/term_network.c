/* SPDX-License-Identifier: GPL-3.0-or-later */
#include "model/term.h"

#include "base/i18n.h"

const struct term term_network[] = {
	{ .name = NULL },
};
