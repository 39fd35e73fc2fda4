/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Claims: a list of them, or one with its experiment. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/layout.h"
#include "model/picture.h"
#include "view/draw.h"
#include "view/width.h"

enum {
	TAG_COLUMNS = 4,
	GAP = 2,
};

/* A field as text; NULL where there is nothing to tell. */
static const char *
text_of(const struct value *claim, int field)
{
	const struct value *v = picture_field(claim, field);

	return v->type == VAL_BYTES ? v->bytes->data : NULL;
}

static bool
is_claim(const struct value *v)
{
	if (!picture_is(v, layout_find("claim")))
		return false;
	for (int i = CLAIM_TAG; i < CLAIM_LESSON; i++) {
		if (text_of(v, i) == NULL)
			return false;
	}
	return true;
}

/* The verdicts' words are translated where they were made (lesson/claim.c). */
static const char *
verdict(const struct value *claim)
{
	return _(text_of(claim, CLAIM_VERDICT));
}

/* text and as many blanks as bring it to width columns. */
static void
put_column(struct strbuf *out, const char *text, size_t width)
{
	size_t used = text_width(text, strlen(text));

	sb_str(out, text);
	sb_fill(out, ' ', used < width ? width - used : 0);
}

/* "C24  false      send loses … [tcp-send/partial]"; in plain words without the
 * columns. */
static void
draw_row(struct strbuf *out, const struct value *claim, size_t verdicts,
    const struct draw_page *page)
{
	const char *lesson = text_of(claim, CLAIM_LESSON);
	const char *step = text_of(claim, CLAIM_STEP);
	struct strbuf lead = { 0 };
	char *where = lesson != NULL && step != NULL ?
	    xasprintf(_("(lesson %s, step %s)"), lesson, step) :
	    xstrdup(_("(not settled by a lesson yet)"));

	if (page->plain) {
		draw_say(out, page, "", "%s, %s: %s %s",
		    text_of(claim, CLAIM_TAG), verdict(claim),
		    text_of(claim, CLAIM_SAYS), where);
	} else {
		put_column(&lead, text_of(claim, CLAIM_TAG), TAG_COLUMNS + GAP);
		put_column(&lead, verdict(claim), verdicts + GAP);
		draw_say(out, page, sb_text(&lead), "%s %s",
		    text_of(claim, CLAIM_SAYS), where);
	}
	free(where);
	sb_free(&lead);
}

/* As it was on the screen, line by line. */
static void
draw_transcript(struct strbuf *out, const char *text,
    const struct draw_page *page)
{
	while (*text != '\0') {
		size_t len = strcspn(text, "\n");

		sb_str(out, "    ");
		text_safe(out, text, len, page->ascii);
		sb_char(out, '\n');
		text += text[len] == '\n' ? len + 1 : len;
	}
}

/* What came of the experiment. */
static void
draw_outcome(struct strbuf *out, const struct value *claim,
    const struct draw_page *page)
{
	const char *outcome = text_of(claim, CLAIM_OUTCOME);
	const char *reason = text_of(claim, CLAIM_REASON);
	const char *lead = _("  seen: ");

	if (reason == NULL)
		reason = "";
	if (strcmp(outcome, "confirmed") == 0)
		draw_say(out, page, lead, "%s",
		    _("each call gave what the lesson says"));
	else if (strcmp(outcome, "not run") == 0)
		draw_say(out, page, lead, _("it cannot be tried here: %s"),
		    reason);
	else
		draw_say(out, page, lead, _("here it went another way: %s"),
		    reason);
}

static void
draw_claim(struct strbuf *out, const struct value *claim,
    const struct draw_page *page)
{
	const char *transcript = text_of(claim, CLAIM_TRANSCRIPT);

	sb_printf(out, "%s\n", text_of(claim, CLAIM_TAG));
	draw_say(out, page, _("  said: "), "%s", text_of(claim, CLAIM_SAYS));
	if (text_of(claim, CLAIM_OUTCOME) != NULL) {
		draw_say(out, page, _("  tried: "), _("lesson %s, step %s: %s"),
		    text_of(claim, CLAIM_LESSON), text_of(claim, CLAIM_STEP),
		    text_of(claim, CLAIM_TITLE));
		draw_transcript(out, transcript != NULL ? transcript : "",
		    page);
		draw_outcome(out, claim, page);
	} else {
		draw_say(out, page, _("  tried: "), "%s",
		    _("no lesson settles it yet"));
	}
	draw_say(out, page, _("  verdict: "), "%s", verdict(claim));
	draw_say(out, page, _("  right: "), "%s", text_of(claim, CLAIM_RIGHT));
}

static bool
is_list(const struct value *v)
{
	if (v->type != VAL_TUPLE || v->tuple->len == 0)
		return false;
	for (size_t i = 0; i < v->tuple->len; i++) {
		if (!is_claim(&v->tuple->items[i]))
			return false;
	}
	return true;
}

/* How many of them a lesson settles. */
static void
draw_sum(struct strbuf *out, const struct value *v,
    const struct draw_page *page)
{
	size_t settled = 0;

	for (size_t i = 0; i < v->tuple->len; i++)
		settled += text_of(&v->tuple->items[i], CLAIM_LESSON) != NULL;
	draw_say(out, page, "",
	    _("%zu of %zu are settled by an experiment; myth and a number "
	      "makes it"),
	    settled, v->tuple->len);
}

bool
draw_myth(struct strbuf *out, const struct value *v,
    const struct draw_page *page)
{
	size_t verdicts = 0;

	if (!is_list(v))
		return false;
	if (v->tuple->len == 1 &&
	    (text_of(&v->tuple->items[0], CLAIM_OUTCOME) != NULL ||
		text_of(&v->tuple->items[0], CLAIM_LESSON) == NULL)) {
		draw_claim(out, &v->tuple->items[0], page);
		return true;
	}
	for (size_t i = 0; i < v->tuple->len; i++) {
		const char *word = verdict(&v->tuple->items[i]);
		size_t width = text_width(word, strlen(word));

		verdicts = width > verdicts ? width : verdicts;
	}
	for (size_t i = 0; i < v->tuple->len; i++)
		draw_row(out, &v->tuple->items[i], verdicts, page);
	draw_sum(out, v, page);
	return true;
}
