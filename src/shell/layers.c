/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command layers: a frame, from the wire or as bytes, taken apart. */
#include "shell/layers.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/call.h"
#include "model/frames.h"
#include "model/picture.h"
#include "wire/build.h"
#include "wire/frame.h"

enum { ARG_FRAME, ARG_LAYER };

enum { LEAST = 14 }; /* bytes: Ethernet's header */

/* The frame that is meant, and which of its headers. */
struct looking {
	struct value data; /* bytes; a reference of ours */
	size_t wire;
	enum frame_proto first;
	struct frame f;
};

static bool
find_bytes(struct call *call, struct looking *l)
{
	const struct bytes *b = call->args[ARG_FRAME].v.bytes;
	struct strbuf raw = { 0 };

	build_raw(&raw, b->data, b->len);
	l->data = value_bytes(raw.data, raw.len);
	sb_free(&raw);
	l->wire = l->data.bytes->len;
	l->first = frame_guess(l->data.bytes->data, l->data.bytes->len);
	if (l->wire >= LEAST)
		return true;
	call_mistake(call, ARG_FRAME,
	    _("a frame has %d bytes at least, this has %zu"), LEAST, l->wire);
	return false;
}

/* Frames have numbers from 1 on, and the oldest are forgotten. */
static bool
find_number(struct call *call, struct looking *l)
{
	struct frames *frames = call->task->session->frames;
	int64_t n = call_num(call, ARG_FRAME);
	uint64_t last = frames != NULL ? frames_last(frames) : 0;
	struct frames_kept *kept;
	bool ok;

	if (last == 0) {
		call_mistake(call, ARG_FRAME,
		    _("no frame was seen yet; a frame's bytes are understood "
		      "too"));
		return false;
	}
	if (n < 1 || (uint64_t)n > last) {
		call_mistake(call, ARG_FRAME,
		    _("there is no frame %lld: 1 to %llu were seen"),
		    (long long)n, (unsigned long long)last);
		return false;
	}
	kept = xmalloc(sizeof(*kept));
	ok = frames_get(frames, (uint64_t)n, kept);
	if (ok && kept->head.seq == (uint64_t)n) {
		l->data =
		    value_bytes((const char *)kept->data, kept->head.kept);
		l->wire = kept->head.len;
		l->first = kept->head.first;
	} else {
		call_mistake(call, ARG_FRAME,
		    _("frame %lld is not kept any more: the first that is has "
		      "number %llu"),
		    (long long)n,
		    (unsigned long long)(ok ? kept->head.seq : last));
		ok = false;
	}
	free(kept);
	return ok;
}

static bool
find_frame(struct call *call, struct looking *l)
{
	const struct value *v = &call->args[ARG_FRAME].v;

	if (v->type == VAL_BYTES)
		return find_bytes(call, l);
	if (v->type == VAL_INT)
		return find_number(call, l);
	call_mistake(call, ARG_FRAME,
	    _("the number of a frame, or its bytes, not %s"),
	    value_type_name(v));
	return false;
}

/* A field's value as the language has it: numbers as numbers. */
static struct value
field_value(const struct frame *f, const struct frame_field *field)
{
	struct strbuf text = { 0 };
	struct value v;
	size_t n;

	switch (field->row->form) {
	case FRAME_BYTES: {
		const unsigned char *bytes = frame_field_bytes(f, field, &n);

		return value_bytes((const char *)bytes, n);
	}
	case FRAME_MAC:
	case FRAME_IP4:
	case FRAME_IP6:
		frame_value_text(&text, f, field);
		v = value_bytes(text.data, text.len);
		sb_free(&text);
		return v;
	default:
		return VALUE_INT((int64_t)field->value *
		    (field->row->scale != 0 ? field->row->scale : 1));
	}
}

static struct value
field_record(const struct frame *f, const struct frame_field *field)
{
	const struct frame_kind *kind =
	    frame_kind(f->layers[field->layer].proto);
	const char *meaning = frame_meaning(field->row, field->value);
	struct value items[FRAME_FIELD_FIELDS] = {
		[FRAME_FIELD_LAYER] = value_str(kind->name),
		[FRAME_FIELD_KEY] = value_str(field->row->key),
		[FRAME_FIELD_NAME] = value_str(_(field->row->name)),
		[FRAME_FIELD_BIT] = VALUE_INT(field->bit),
		[FRAME_FIELD_BITS] = VALUE_INT(field->bits),
		[FRAME_FIELD_VALUE] = field_value(f, field),
		[FRAME_FIELD_MEANING] =
		    meaning != NULL ? value_str(meaning) : VALUE_NONE,
		[FRAME_FIELD_RIGHT] = VALUE_NONE,
	};

	if (field->mark == FRAME_RIGHT || field->mark == FRAME_WRONG)
		items[FRAME_FIELD_RIGHT] =
		    VALUE_INT(field->mark == FRAME_RIGHT);
	return picture_record(&frame_field_layout, items);
}

static bool
is_chosen(const struct frame *f, const struct frame_field *field,
    const char *chosen)
{
	const char *name = frame_kind(f->layers[field->layer].proto)->name;

	return chosen == NULL || strcasecmp(name, chosen) == 0;
}

static bool
give_fields(struct call *call, const struct frame *f, const char *chosen)
{
	struct value *items =
	    xreallocarray(NULL, f->nfields + 1U, sizeof(*items));
	struct value list = VALUE_NONE;
	size_t n = 0;
	bool ok;

	for (size_t i = 0; i < f->nfields; i++) {
		if (is_chosen(f, &f->fields[i], chosen))
			items[n++] = field_record(f, &f->fields[i]);
	}
	ok = value_tuple(&list, items, n, &call->cause);
	free(items);
	if (!ok) {
		call->status = CALL_MISTAKE;
		return false;
	}
	call_give(call, list);
	return true;
}

/* The layer that was asked for; false if the frame has none of that name. */
static bool
choose(struct call *call, const struct frame *f)
{
	const char *name = call->args[ARG_LAYER].v.bytes->data;
	struct nearest nearest = { .name = name };
	struct strbuf have = { 0 };

	for (size_t i = 0; i < f->nlayers; i++) {
		const char *has = frame_kind(f->layers[i].proto)->name;

		if (strcasecmp(has, name) == 0) {
			sb_free(&have);
			return true;
		}
		nearest_offer(&nearest, has);
		sb_printf(&have, "%s%s", i != 0 ? ", " : "", has);
	}
	if (nearest.best != NULL)
		call_mistake(call, ARG_LAYER,
		    _("the frame has no such header; did you mean %s?"),
		    nearest.best);
	else
		call_mistake(call, ARG_LAYER,
		    _("the frame has no such header; it has %s"),
		    sb_text(&have));
	sb_free(&have);
	return false;
}

static void
look(struct call *call, struct looking *l)
{
	const char *chosen = NULL;
	struct value items[LAYERS_FIELDS];

	if (!find_frame(call, l))
		return;
	frame_decode_from(&l->f, l->first, l->data.bytes->data,
	    l->data.bytes->len, l->wire);
	if (call_given(call, ARG_LAYER)) {
		if (!choose(call, &l->f))
			return;
		chosen = call->args[ARG_LAYER].v.bytes->data;
	}
	if (!give_fields(call, &l->f, chosen))
		return;
	if (!call->drawn)
		return;
	items[LAYERS_DATA] = value_copy(&l->data);
	items[LAYERS_WIRE] = VALUE_INT((int64_t)l->wire);
	items[LAYERS_FIRST] = VALUE_INT(l->first);
	items[LAYERS_CHOSEN] = chosen != NULL ? value_str(chosen) : VALUE_NONE;
	call->picture = picture_record(&layers_layout, items);
}

static void
layers_call(struct call *call)
{
	struct looking *l = xcalloc(1, sizeof(*l));

	look(call, l);
	value_drop(&l->data);
	free(l);
}

const struct prim layers_prims[] = {
	{
	    .name = "layers",
	    .params = { { "frame", PARAM_VALUE, 0 },
		{ "layer", PARAM_TEXT, 0 } },
	    .forms = { "frame [layer]" },
	    .call = layers_call,
	    .flags = PRIM_PURE | PRIM_LOOKS,
	    .help =
		N_("look at a frame, taken apart: by its number on the wire, "
		   "or by its bytes; at one of its headers"),
	    .topic = TOPIC_LOOKING,
	    .example =
		"f = \"02000000000202000000000108004500001e00004000401126cd\"\n"
		"f += \"0a0000010a0000029c401f90000ac79d6869\"\n"
		"for x in layers(f, \"UDP\") { print(x.key, x.value) }\n"
		"> udp.srcport 40000\n"
		"> udp.dstport 8080\n"
		"> udp.length 10\n"
		"> udp.checksum 51101",
	},
	{ .name = NULL },
};
