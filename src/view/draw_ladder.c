/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drawing of ladder's value. */
#include "view/draw.h"
#include "view/ladder.h"

bool
draw_ladder(struct strbuf *out, const struct value *v,
    const struct draw_page *page)
{
	struct ladder l;

	if (v->type == VAL_NONE)
		return true;
	if (!ladder_take(&l, v))
		return false;
	if (page->plain)
		ladder_plain(out, &l, page);
	else
		ladder_text(out, &l, page);
	ladder_free(&l);
	return true;
}
