/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A program run from within a program: source. */
#include "lang/interp.h"

#include <stdlib.h>

#include "lang/parse.h"

/* Notes what is wrong with a text; takes over the message. */
static enum exec
not_parsed(struct interp *in, struct unit *unit, struct parse_error *error)
{
	interp_clear_trouble(in);
	if (unit != NULL) {
		unit->refs++;
		in->trouble.unit = unit;
	}
	in->trouble.message = error->message;
	in->trouble.pos = (uint32_t)error->pos;
	in->trouble.end = (uint32_t)error->end;
	return EXEC_MISTAKE;
}

/* As a def without parameters runs, but for its variables: they are the
 * program's. */
static enum exec
run_unit(struct interp *in, struct unit *unit, bool shown)
{
	struct unit *before = in->unit;
	struct value *frame = in->frame;
	uint32_t nframe = in->nframe;
	unsigned handled = in->handled;
	bool interactive = in->interactive;
	enum exec rc;

	in->unit = unit;
	in->frame = NULL;
	in->nframe = 0;
	in->handled = 0;
	in->interactive = shown;
	in->included++;
	rc = interp_step(in);
	if (rc == EXEC_OK)
		rc = exec_block(in, unit->body);
	in->included--;
	in->interactive = interactive;
	in->handled = handled;
	in->nframe = nframe;
	in->frame = frame;
	in->unit = before;
	if (rc == EXEC_RETURN) {
		value_drop(&in->result);
		rc = EXEC_OK;
	} else if (rc == EXEC_FAILED) {
		/* It ended inside: no expect outside can take it. */
		in->failing = false;
		if (handled != 0)
			rc = EXEC_OK;
	}
	return rc;
}

static enum exec
include(struct interp *in, const char *name, const char *text, size_t len,
    bool shown)
{
	struct parse_error error = { 0 };
	struct unit *unit = NULL;
	enum exec rc = EXEC_OK;
	struct lexer lx;

	lexer_init(&lx, 1);
	sb_add(&lx.text, text, len);
	lexer_skip_bom(&lx);
	switch (
	    parse_unit(&lx, in->symbols, name, PARSE_WHOLE, &unit, &error)) {
	case PARSE_OK:
		rc = run_unit(in, unit, shown);
		break;
	case PARSE_END:
		break;
	default:
		rc = not_parsed(in, unit, &error);
		break;
	}
	if (unit != NULL)
		unit_release(unit);
	lexer_free(&lx);
	return rc;
}

enum exec
interp_include(struct interp *in, const char *name, const char *text,
    size_t len)
{
	return include(in, name, text, len, false);
}

enum exec
interp_include_shown(struct interp *in, const char *name, const char *text,
    size_t len)
{
	return include(in, name, text, len, true);
}

bool
interp_parses(struct interp *in, const char *text, size_t len)
{
	struct parse_error error = { 0 };
	struct unit *unit = NULL;
	struct lexer lx;
	bool ok;

	lexer_init(&lx, 1);
	sb_add(&lx.text, text, len);
	ok = parse_unit(&lx, in->symbols, NULL, PARSE_WHOLE, &unit, &error) ==
	    PARSE_OK;
	free(error.message);
	if (unit != NULL)
		unit_release(unit);
	lexer_free(&lx);
	return ok;
}
