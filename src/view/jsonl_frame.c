/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A frame as a JSON line, with all that the decoder makes of it. */
#include "view/jsonl_frame.h"

#include "base/i18n.h"

#ifdef HAVE_JANSSON
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "view/jsonl_part.h"
#include "wire/frame.h"

/* Words of the format: not translated. */
static const char *
fate_word(unsigned fate)
{
	static const char *const words[] = {
		[FATE_PASSING] = "passing",
		[FATE_SEEN] = "seen",
		[FATE_DELIVERED] = "delivered",
		[FATE_HELD] = "held",
		[FATE_DROPPED] = "dropped",
		[FATE_ABSORBED] = "absorbed",
		[FATE_READ] = "read",
	};

	return fate < sizeof(words) / sizeof(words[0]) ? words[fate] : "?";
}

static json_t *
marks_array(unsigned marks)
{
	static const struct {
		unsigned mark;
		const char *word;
	} words[] = {
		{ MARK_HELD, "held" },
		{ MARK_DELAYED, "delayed" },
		{ MARK_DUPLICATED, "duplicated" },
		{ MARK_SWAPPED, "swapped" },
		{ MARK_CORRUPTED, "corrupted" },
		{ MARK_MADE, "made" },
	};
	json_t *array = json_array();

	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++) {
		if (marks & words[i].mark)
			json_array_append_new(array,
			    json_string(words[i].word));
	}
	return array;
}

/* Numbers are numbers; addresses and bytes are text, as the drawings have them. */
static json_t *
field_json(const struct frame *f, const struct frame_field *field)
{
	struct strbuf text = { 0 };
	json_t *json;

	switch (field->row->form) {
	case FRAME_NUMBER:
	case FRAME_HEX:
	case FRAME_FLAG:
	case FRAME_CHECKSUM:
		return json_integer((json_int_t)field->value);
	default:
		frame_value_text(&text, f, field);
		json = jsonl_string(sb_text(&text), text.len);
		sb_free(&text);
		return json;
	}
}

/* What stands more than once, as options do, is an array. */
static void
set_field(json_t *fields, const char *key, json_t *value)
{
	json_t *had = json_object_get(fields, key), *array;

	if (had == NULL) {
		json_object_set_new(fields, key, value);
	} else if (json_is_array(had)) {
		json_array_append_new(had, value);
	} else {
		array = json_array();
		json_array_append(array, had);
		json_array_append_new(array, value);
		json_object_set_new(fields, key, array);
	}
}

static json_t *
layer_json(const struct frame *f, const struct frame_layer *layer)
{
	json_t *object = json_object(), *fields = json_object();

	json_object_set_new(object, "protocol",
	    json_string(frame_kind(layer->proto)->name));
	json_object_set_new(object, "offset", json_integer(layer->off));
	json_object_set_new(object, "length", json_integer(layer->len));
	if (layer->quoted)
		json_object_set_new(object, "quoted", json_true());
	for (unsigned i = 0; i < layer->n; i++) {
		const struct frame_field *field = &f->fields[layer->first + i];

		set_field(fields, field->row->key, field_json(f, field));
	}
	json_object_set_new(object, "fields", fields);
	return object;
}

static void
set_layers(json_t *object, const struct jsonl_frame *frame)
{
	struct frame *f = xcalloc(1, sizeof(*f));
	const struct frame_row *wrong;
	json_t *layers = json_array();

	frame_decode_from(f, (enum frame_proto)frame->head->first, frame->data,
	    frame->head->kept, frame->head->len);
	for (unsigned i = 0; i < f->nlayers; i++)
		json_array_append_new(layers, layer_json(f, &f->layers[i]));
	json_object_set_new(object, "layers", layers);
	wrong = frame_wrong(f);
	if (wrong != NULL)
		json_object_set_new(object, "wrong", json_string(wrong->key));
	if (f->fault != NULL)
		jsonl_set_text(object, "fault", _(f->fault));
	free(f);
}

/* "from", "from_fd", "from_name": null where nothing is known. */
static void
set_end(json_t *object, const char *which, const struct jsonl_end *end)
{
	char key[16];

	snprintf(key, sizeof(key), "%s", which);
	jsonl_set_text(object, key, end->host);
	snprintf(key, sizeof(key), "%s_fd", which);
	json_object_set_new(object, key,
	    end->fd != -1 ? json_integer(end->fd) : json_null());
	snprintf(key, sizeof(key), "%s_name", which);
	jsonl_set_text(object, key, end->name);
}

void
jsonl_frame(struct strbuf *out, const struct jsonl_frame *frame)
{
	const struct frames_head *head = frame->head;
	const unsigned char *data = frame->data;
	json_t *object = jsonl_begin("frame", (struct jsonl_who){ 0 });
	struct strbuf hex = { 0 };

	json_object_set_new(object, "number",
	    json_integer((json_int_t)head->seq));
	json_object_set_new(object, "time", json_integer(head->time));
	set_end(object, "from", &frame->from);
	set_end(object, "to", &frame->to);
	json_object_set_new(object, "fate", json_string(fate_word(head->fate)));
	json_object_set_new(object, "marks", marks_array(head->marks));
	json_object_set_new(object, "copies", json_integer(head->copies));
	json_object_set_new(object, "length", json_integer(head->len));
	for (uint32_t i = 0; i < head->kept; i++)
		sb_printf(&hex, "%02x", data[i]);
	json_object_set_new(object, "hex", json_string(sb_text(&hex)));
	set_layers(object, frame);
	jsonl_set_text(object, "line", frame->line);
	jsonl_end(out, object);
	sb_free(&hex);
}

#else

void
jsonl_frame(struct strbuf *out, const struct jsonl_frame *frame)
{
	(void)out;
	(void)frame;
}

#endif
