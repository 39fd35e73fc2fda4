/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Records from which pictures are drawn. */
#include "model/picture.h"

#include <stdlib.h>

#define FIELDS(array) .n = sizeof(array) / sizeof((array)[0]), .fields = (array)
#define ANY(text)                                  \
	{                                          \
		.name = (text), .kind = LAYOUT_ANY \
	}

static const struct layout_field queued_fields[] = {
	ANY("data"),
	ANY("send"),
	ANY("begin"),
	ANY("size"),
	ANY("whole"),
	ANY("source"),
};
const struct layout queued_layout = { "queued", FIELDS(queued_fields) };

static const struct layout_field pending_fields[] = {
	ANY("peer"),
	ANY("fd"),
	ANY("name"),
};
const struct layout pending_layout = { "pending", FIELDS(pending_fields) };

static const struct layout_field queue_fields[] = {
	ANY("fd"),
	ANY("name"),
	ANY("kind"),
	ANY("waiting"),
	ANY("limit"),
	ANY("pieces"),
	ANY("asked"),
	ANY("mark"),
	ANY("urgent"),
	ANY("sender"),
	ANY("lacks"),
};
const struct layout queue_layout = { "queue", FIELDS(queue_fields) };

static const struct layout_field layers_fields[] = {
	ANY("data"),
	ANY("wire"),
	ANY("first"),
	ANY("chosen"),
};
const struct layout layers_layout = { "layers", FIELDS(layers_fields) };

static const struct layout_field frame_field_fields[] = {
	ANY("layer"),
	ANY("key"),
	ANY("name"),
	ANY("bit"),
	ANY("bits"),
	ANY("value"),
	ANY("meaning"),
	ANY("right"),
};
const struct layout frame_field_layout = { "frame_field",
	FIELDS(frame_field_fields) };

static const struct layout_field step_fields[] = {
	ANY("from"),
	ANY("to"),
	ANY("call"),
	ANY("received"),
	ANY("sent"),
	ANY("by_peer"),
	ANY("inferred"),
	ANY("arrow"),
};
const struct layout step_layout = { "step", FIELDS(step_fields) };

static const struct layout_field state_fields[] = {
	ANY("fd"),
	ANY("name"),
	ANY("kind"),
	ANY("state"),
	ANY("value"),
	ANY("steps"),
	ANY("made"),
	ANY("left"),
	ANY("local"),
	ANY("peer"),
	ANY("seconds"),
	ANY("orphan"),
};
const struct layout state_layout = { "state", FIELDS(state_fields) };

struct value
picture_record(const struct layout *layout, struct value *items)
{
	struct value v = VALUE_NONE;
	char *cause = NULL;

	if (!layout_record(layout, items, layout->n, &v, &cause)) {
		free(cause);
		return VALUE_NONE;
	}
	return v;
}

bool
picture_is(const struct value *v, const struct layout *layout)
{
	return v->type == VAL_TUPLE && v->tuple->layout == layout &&
	    v->tuple->len == layout->n;
}
