/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Bytes drawn as a band: as text and, below that, in hex, in cells, with borders
 * between what belongs together. Pure; whatever the bytes are, none reaches the
 * terminal that it would act on.
 */
#ifndef SOCKSH_VIEW_BAND_H
#define SOCKSH_VIEW_BAND_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/strbuf.h"
#include "view/draw.h"

/* A part of the band, with borders at both ends. */
struct band_part {
	const char *data;
	size_t len;
	char *label;     /* stands in its upper border if there is room */
	bool open_start; /* something of it is missing there: no border */
	bool open_end;
};

struct band {
	const struct band_part *parts;
	size_t n;
	size_t taken; /* so many bytes from the start stand on a heavy line */
	int64_t mark; /* before this byte the lower line has a mark; or -1 */
	size_t rows;  /* that are drawn at most */
};

/* Appends it; returns how many bytes were drawn. */
size_t band_draw(struct strbuf *out, const struct band *band,
    const struct draw_page *page);

#endif
