/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all frames together were. */
#include "wire/tally.h"

#include <inttypes.h>

#include "base/i18n.h"

void
tally_add(struct tally *t, const struct frame *f)
{
	uint32_t has = 0;

	t->frames++;
	t->bytes += f->wire;
	t->fields += f->nfields;
	t->damaged += f->fault != NULL;
	t->wrong += frame_wrong(f) != NULL;
	for (unsigned i = 0; i < f->nlayers; i++) {
		if (!f->layers[i].quoted)
			has |= UINT32_C(1) << f->layers[i].proto;
	}
	for (unsigned p = 0; p < FRAME_PROTOS; p++)
		t->protos[p] += has >> p & 1;
}

void
tally_text(struct strbuf *out, const struct tally *t)
{
	const char *between = " ";

	sb_printf(out,
	    _("decoded frames: %" PRIu64 ", bytes: %" PRIu64
	      ", fields: %" PRIu64 "; damaged: %" PRIu64
	      ", with a wrong checksum: %" PRIu64 "\n"),
	    t->frames, t->bytes, t->fields, t->damaged, t->wrong);
	sb_str(out, _("headers:"));
	for (unsigned p = 0; p < FRAME_PROTOS; p++) {
		if (t->protos[p] == 0)
			continue;
		sb_printf(out, "%s%s %" PRIu64, between, frame_kind(p)->name,
		    t->protos[p]);
		between = ", ";
	}
	sb_char(out, '\n');
}
