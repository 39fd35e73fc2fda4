/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * A frame taken apart, header by header in the order in which they stand: the
 * bytes in hexadecimal, what each field is, the data last.
 */
#include <stdlib.h>
#include <string.h>
#include <strings.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/picture.h"
#include "view/draw.h"
#include "view/width.h"
#include "view/wrap.h"
#include "wire/frame.h"

enum {
	INDENT = 2,
	GAP = 2,
	MOST = 120,       /* columns: wider than that is hard to read */
	VALUE_WIDTH = 36, /* columns for a value beside its purpose */
	WIDE = 100,       /* columns from which on each field has its purpose */
	MIDDLE = 76,
	PIECES_WIDE = 8, /* bytes of a field in one row */
	PIECES_MIDDLE = 6,
	PIECES_NARROW = 4,
	DUMP_MOST = 256, /* bytes of data that are shown */
};

struct sheet {
	struct strbuf *out;
	unsigned width;
	unsigned hex;  /* columns for bytes */
	bool purposes; /* of fields, too */
	bool beside;   /* … in a column of their own */
	bool plain;    /* words alone */
	struct frame f;
};

static const char *
osi_name(unsigned layer)
{
	static const char *const names[] = { NULL, N_("physical"),
		N_("data link"), N_("network"), N_("transport"), N_("session"),
		N_("presentation"), N_("application") };

	return _(names[layer]);
}

/* A field's bytes as pieces: of those that it has only in part, its bits. */
static void
put_piece(struct strbuf *piece, const struct frame_field *field, uint32_t byte,
    unsigned char value)
{
	uint32_t first = field->bit, end = field->bit + field->bits;

	if (byte * 8 >= first && byte * 8 + 8 <= end) {
		sb_printf(piece, "%02x", value);
		return;
	}
	for (uint32_t i = 0; i < 8; i++) {
		uint32_t bit = byte * 8 + i;

		if (bit < first || bit >= end)
			sb_char(piece, '.');
		else
			sb_char(piece, (value >> (7 - i) & 1) != 0 ? '1' : '0');
	}
}

/* The rows of a field's bytes, each as wide as its column allows, with a newline
 * at the end of each. */
static void
hex_rows(const struct sheet *s, const struct frame_field *field,
    struct strbuf *rows)
{
	struct strbuf piece = { 0 };
	size_t n, columns = 0;
	const unsigned char *bytes = frame_field_bytes(&s->f, field, &n);

	for (size_t i = 0; i < n; i++) {
		sb_clear(&piece);
		put_piece(&piece, field, field->bit / 8 + (uint32_t)i,
		    bytes[i]);
		if (columns != 0 && columns + 1 + piece.len > s->hex) {
			sb_char(rows, '\n');
			columns = 0;
		}
		if (columns != 0) {
			sb_char(rows, ' ');
			columns++;
		}
		sb_add(rows, piece.data, piece.len);
		columns += piece.len;
	}
	sb_char(rows, '\n');
	sb_free(&piece);
}

static void
put_checksum(struct strbuf *out, const struct frame_field *field)
{
	switch (field->mark) {
	case FRAME_RIGHT:
		sb_str(out, _(", right"));
		break;
	case FRAME_WRONG:
		sb_printf(out, _(", wrong: 0x%04x would be right"),
		    field->expect);
		break;
	case FRAME_PARTIAL:
		sb_str(out,
		    _(", for the network card to complete: so far it sums "
		      "addresses and length alone"));
		break;
	case FRAME_UNUSED:
		sb_str(out, _(", not used"));
		break;
	default:
		sb_str(out,
		    _(", not verified: not all that it covers is here"));
		break;
	}
}

/* What a field is worth, in words. */
static void
put_value(const struct sheet *s, struct strbuf *out,
    const struct frame_field *field)
{
	const struct frame_row *row = field->row;
	const char *meaning = frame_meaning(row, field->value);
	struct strbuf text = { 0 };

	if (row->form == FRAME_BYTES) {
		sb_printf(out, ngettext("%u byte", "%u bytes", field->bits / 8),
		    field->bits / 8);
		return;
	}
	if (row->form == FRAME_FLAG) {
		sb_str(out, field->value != 0 ? _("set") : _("not set"));
		return;
	}
	frame_value_text(&text, &s->f, field);
	if (row->scale != 0)
		sb_printf(out, _("%s bytes"), sb_text(&text));
	else
		sb_str(out, sb_text(&text));
	if (meaning != NULL && row->form != FRAME_CHECKSUM)
		sb_printf(out, " (%s)", meaning);
	if (row->form == FRAME_CHECKSUM)
		put_checksum(out, field);
	sb_free(&text);
}

/* The next row of text in rows, which moves on behind it; empty at the end. */
static size_t
next_row(const char **rows, const char **row)
{
	size_t n = strcspn(*rows, "\n");

	*row = *rows;
	*rows += n + ((*rows)[n] == '\n');
	return n;
}

/* Rows of text, and how wide the column is that they stand in. */
struct column {
	const char *rows;
	unsigned width;
};

/* Columns side by side, up to the longest of them. */
static void
put_columns(const struct sheet *s, struct column *columns, size_t n)
{
	for (;;) {
		size_t gap = INDENT;
		bool any = false;

		for (size_t i = 0; i < n; i++)
			any |= *columns[i].rows != '\0';
		if (!any)
			return;
		for (size_t i = 0; i < n; i++) {
			const char *row;
			size_t len = next_row(&columns[i].rows, &row);
			size_t taken = text_width(row, len);
			size_t whole = columns[i].width + GAP;

			if (len != 0) {
				sb_fill(s->out, ' ', gap);
				sb_add(s->out, row, len);
				gap = 0;
			}
			gap += whole > taken ? whole - taken : 1;
		}
		sb_char(s->out, '\n');
	}
}

/* An address of IPv6 can be wider than a narrow column: it is broken behind a
 * colon. */
static void
break_value(struct strbuf *value, unsigned room)
{
	size_t at = room;

	if (value->len <= room)
		return;
	while (at > 1 && value->data[at - 1] != ':')
		at--;
	if (at > 1 && memchr(value->data, ' ', value->len) == NULL) {
		sb_char(value, ' ');
		memmove(value->data + at + 1, value->data + at,
		    value->len - 1 - at);
		value->data[at] = ' ';
	}
}

static void
put_field(const struct sheet *s, const struct frame_field *field)
{
	struct strbuf hex = { 0 }, text = { 0 }, value = { 0 }, right = { 0 },
		      why = { 0 };
	unsigned left = s->plain ? 0 : s->hex + GAP;
	unsigned room = s->beside ? VALUE_WIDTH : s->width - INDENT - left;
	unsigned last = s->width - INDENT - left - VALUE_WIDTH - GAP;
	struct column columns[3];
	size_t n = 0;

	put_value(s, &value, field);
	break_value(&value, room);
	sb_printf(&text, _("%s: %s"), _(field->row->name), sb_text(&value));
	wrap_text(&right, "", sb_text(&text), room);
	if (s->beside)
		wrap_text(&why, "", _(field->row->purpose), last);
	else if (s->purposes)
		wrap_text(&right, "  ", _(field->row->purpose), room);
	if (!s->plain) {
		hex_rows(s, field, &hex);
		columns[n++] = (struct column){ sb_text(&hex), s->hex };
	}
	columns[n++] = (struct column){ sb_text(&right), room };
	columns[n++] = (struct column){ sb_text(&why), last };
	put_columns(s, columns, n);
	sb_free(&hex);
	sb_free(&text);
	sb_free(&value);
	sb_free(&right);
	sb_free(&why);
}

/* A sentence of our own, from the margin or indented. */
static void
put_text(const struct sheet *s, bool indented, char *text)
{
	wrap_text(s->out, indented ? "  " : "", text, s->width);
	free(text);
}

/* Bytes of data in quotes, row by row. */
static void
put_quoted(const struct sheet *s, const unsigned char *data, size_t len)
{
	size_t n = (s->width - INDENT - 2) / 4; /* a byte takes four columns */

	for (size_t at = 0; at < len; at += n) {
		sb_fill(s->out, ' ', INDENT);
		text_quote(s->out, (const char *)data + at,
		    len - at < n ? len - at : n, n);
		sb_char(s->out, '\n');
	}
}

/* Bytes of data as a dump. */
static void
put_rows(const struct sheet *s, const unsigned char *data, size_t shown)
{
	size_t n = (s->width - INDENT - 10) / 4;

	n = n >= 16 ? 16 : n >= 8 ? 8 : 4;
	for (size_t at = 0; at < shown; at += n) {
		sb_fill(s->out, ' ', INDENT);
		sb_printf(s->out, "%04zx ", at);
		for (size_t i = at; i < at + n; i++) {
			if (i < shown)
				sb_printf(s->out, " %02x", data[i]);
			else
				sb_str(s->out, "   ");
		}
		sb_str(s->out, "  |");
		for (size_t i = at; i < at + n && i < shown; i++)
			sb_char(s->out,
			    data[i] >= 0x20 && data[i] < 0x7f ? (char)data[i] :
								'.');
		sb_str(s->out, "|\n");
	}
}

static void
put_dump(const struct sheet *s, const unsigned char *data, size_t len)
{
	size_t shown = len < DUMP_MOST ? len : DUMP_MOST;

	if (s->plain)
		put_quoted(s, data, shown);
	else
		put_rows(s, data, shown);
	if (len > shown)
		put_text(s, true,
		    xasprintf(ngettext("%zu more byte", "%zu more bytes",
				  len - shown),
			len - shown));
}

static bool
has_transport(const struct frame *f)
{
	for (size_t i = 0; i < f->nlayers; i++) {
		if (!f->layers[i].quoted &&
		    (f->layers[i].proto == FRAME_TCP ||
			f->layers[i].proto == FRAME_UDP))
			return true;
	}
	return false;
}

static void
put_middle_layers(const struct sheet *s)
{
	put_text(s, false,
	    xasprintf(_("layers 5 and 6, %s and %s: no header"), osi_name(5),
		osi_name(6)));
	put_text(s, true,
	    xstrdup(_("TCP/IP leaves both to the program: a session is what it "
		      "makes of one or more connections (a login, a download "
		      "that goes on), presentation how it writes values as "
		      "bytes (UTF-8, JSON, encryption by TLS)")));
	sb_char(s->out, '\n');
}

static void
put_data(const struct sheet *s, const struct frame_layer *layer)
{
	const struct frame *f = &s->f;
	size_t there = f->len > layer->off ? f->len - layer->off : 0;

	if (there > layer->len)
		there = layer->len;
	if (layer->proto == FRAME_PADDING || !has_transport(f) ||
	    layer->quoted) {
		put_text(s, false,
		    xasprintf(ngettext("%s, %u byte", "%s, %u bytes",
				  layer->len),
			_(frame_kind(layer->proto)->name), layer->len));
		if (layer->proto == FRAME_PADDING)
			put_text(s, true,
			    xstrdup(
				_(frame_kind(layer->proto)->rows[0].purpose)));
	} else {
		put_middle_layers(s);
		put_text(s, false,
		    xasprintf(ngettext("layer 7, %s: %u byte of data",
				  "layer 7, %s: %u bytes of data", layer->len),
			osi_name(7), layer->len));
	}
	put_dump(s, f->data + layer->off, there);
}

static void
put_header(const struct sheet *s, const struct frame_layer *layer)
{
	const struct frame_kind *kind = frame_kind(layer->proto);

	if (layer->quoted)
		put_text(s, false,
		    xasprintf(ngettext("of the packet that is quoted: %s, %u "
				       "byte",
				  "of the packet that is quoted: %s, %u bytes",
				  layer->len),
			_(kind->name), layer->len));
	else
		put_text(s, false,
		    xasprintf(ngettext("layer %d, %s: %s, %u byte",
				  "layer %d, %s: %s, %u bytes", layer->len),
			kind->osi, osi_name(kind->osi), _(kind->name),
			layer->len));
	put_text(s, true,
	    xasprintf(_("%s: %s"), _(kind->title), _(kind->purpose)));
}

static void
put_fault(const struct sheet *s, size_t i)
{
	const struct frame *f = &s->f;

	if (f->fault != NULL && f->fault_layer == i)
		put_text(s, true,
		    xasprintf(_("damaged, at byte %u: %s"), f->fault_at,
			_(f->fault)));
	if (f->cut && i + 1U == f->nlayers)
		put_text(s, true,
		    xasprintf(_("only %u of its %u bytes are kept here"),
			f->len, f->wire));
}

static void
put_layer(const struct sheet *s, size_t i)
{
	const struct frame_layer *layer = &s->f.layers[i];

	if (layer->proto == FRAME_DATA || layer->proto == FRAME_PADDING) {
		put_data(s, layer);
	} else {
		put_header(s, layer);
		for (size_t k = 0; k < layer->n; k++)
			put_field(s, &s->f.fields[layer->first + k]);
	}
	put_fault(s, i);
}

static bool
data_follows(const struct frame *f)
{
	for (size_t i = 0; i < f->nlayers; i++) {
		if (f->layers[i].proto == FRAME_DATA && !f->layers[i].quoted)
			return true;
	}
	return false;
}

static void
put_head(const struct sheet *s)
{
	const struct frame *f = &s->f;

	if (f->nlayers != 0 && f->layers[0].proto != FRAME_ETHERNET &&
	    frame_kind(f->layers[0].proto)->osi == 2) {
		put_text(s, false,
		    xasprintf(ngettext("%u byte in the file: whoever captured "
				       "put a header there that was on no wire",
				  "%u bytes in the file: whoever captured "
				  "put a header there that was on no wire",
				  f->wire),
			f->wire));
		return;
	}
	if (f->nlayers == 0 || f->layers[0].proto != FRAME_ETHERNET) {
		put_text(s, false,
		    xasprintf(ngettext("a packet of %u byte, without the frame "
				       "that carried it",
				  "a packet of %u bytes, without the frame "
				  "that carried it",
				  f->wire),
			f->wire));
		return;
	}
	put_text(s, false,
	    xasprintf(ngettext("%u byte on the wire: layer 1, %s, carries them "
			       "as bits",
			  "%u bytes on the wire: layer 1, %s, carries them as "
			  "bits",
			  f->wire),
		f->wire, osi_name(1)));
}

static void
put_all(const struct sheet *s)
{
	const struct frame *f = &s->f;

	put_head(s);
	for (size_t i = 0; i < f->nlayers; i++) {
		sb_char(s->out, '\n');
		put_layer(s, i);
	}
	if (has_transport(f) && !data_follows(f)) {
		sb_char(s->out, '\n');
		put_text(s, false,
		    xasprintf(_("layers 5 to 7: no data, so nothing for the "
				"program; this one the kernels have for "
				"themselves")));
	}
}

/* One protocol's headers alone. */
static void
put_chosen(const struct sheet *s, const char *name)
{
	bool first = true;

	for (size_t i = 0; i < s->f.nlayers; i++) {
		if (strcasecmp(frame_kind(s->f.layers[i].proto)->name, name) !=
		    0)
			continue;
		if (!first)
			sb_char(s->out, '\n');
		put_layer(s, i);
		first = false;
	}
}

static enum frame_proto
first_of(const struct value *first, const struct bytes *data)
{
	if (first->type == VAL_INT && first->i >= 0 && first->i < FRAME_PROTOS)
		return (enum frame_proto)first->i;
	return frame_guess(data->data, data->len);
}

bool
draw_layers(struct strbuf *out, const struct value *v,
    const struct draw_page *page)
{
	const struct value *data, *wire, *first, *chosen;
	struct sheet *s;

	if (!picture_is(v, &layers_layout))
		return false;
	data = picture_field(v, LAYERS_DATA);
	wire = picture_field(v, LAYERS_WIRE);
	first = picture_field(v, LAYERS_FIRST);
	chosen = picture_field(v, LAYERS_CHOSEN);
	if (data->type != VAL_BYTES || wire->type != VAL_INT)
		return false;
	s = xcalloc(1, sizeof(*s));
	s->out = out;
	s->width = page->plain ? page->width : page->columns;
	if (s->width > MOST)
		s->width = MOST;
	if (s->width < DRAW_WIDTH_MIN)
		s->width = DRAW_WIDTH_MIN;
	s->hex = s->width >= WIDE ? PIECES_WIDE :
	    s->width >= MIDDLE    ? PIECES_MIDDLE :
				    PIECES_NARROW;
	s->hex = s->hex * 3 - 1;
	s->plain = page->plain;
	s->purposes = chosen->type == VAL_BYTES;
	s->beside = !s->plain && s->width >= WIDE;
	frame_decode_from(&s->f, first_of(first, data->bytes),
	    data->bytes->data, data->bytes->len,
	    wire->i < 0 ? 0 : (size_t)wire->i);
	if (chosen->type == VAL_BYTES)
		put_chosen(s, chosen->bytes->data);
	else
		put_all(s);
	free(s);
	return true;
}
