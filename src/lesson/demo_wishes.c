/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command line of socksh demo. */
#include "lesson/demo_wishes.h"

#include <getopt.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "base/text.h"
#include "lesson/modes.h"
#include "lesson/presenter.h"
#include "view/width.h"
#include "view/wrap.h"

enum option_id {
	OPT_AUTO = 256,
	OPT_BIG,
	OPT_NOTES,
	OPT_PLAIN,
	OPT_RECORD,
	OPT_SPEED,
};

enum {
	HELP_COLUMN = 20,
	SHOWN_MAX = 60, /* bytes of a word that is wrong */
};

/* What getopt knows, and the usage shows. */
static const struct choice_row {
	const char *name;
	enum option_id id;
	const char *arg; /* NULL: none */
	const char *help;
} rows[] = {
	{ "auto", OPT_AUTO, N_("SECONDS"),
	    N_("go on by itself, after a pause") },
	{ "big", OPT_BIG, NULL, N_("for a projector: 60 columns") },
	{ "notes", OPT_NOTES, NULL,
	    N_("no lesson: the speaker's notes of the one that is shown") },
	{ "plain", OPT_PLAIN, NULL, N_("no screen is cleared, no colour") },
	{ "record", OPT_RECORD, N_("FILE"),
	    N_("record it in a new file, an asciicast") },
	{ "speed", OPT_SPEED, N_("NUMBER"),
	    N_("characters typed in a second; 0: all at once") },
};

enum { NROWS = sizeof(rows) / sizeof(rows[0]) };

static void
usage(void)
{
	struct strbuf out = { 0 };

	lesson_usage("demo");
	for (size_t i = 0; i < NROWS; i++) {
		struct strbuf lead = { 0 };
		size_t width;

		sb_printf(&lead, "  --%s %s", rows[i].name,
		    rows[i].arg != NULL ? _(rows[i].arg) : "");
		width = text_width(lead.data, lead.len);
		sb_fill(&lead, ' ',
		    width < HELP_COLUMN ? HELP_COLUMN - width : 1);
		wrap_text(&out, sb_text(&lead), _(rows[i].help), WRAP_WIDTH);
		sb_free(&lead);
	}
	fputs(sb_text(&out), stderr);
	sb_free(&out);
}

/* A number from 0 to max; false, said why, if it is none. */
static bool
read_number(const char *option, const char *text, double max, double *number)
{
	struct strbuf safe = { 0 };
	char *end;

	*number = strtod(text, &end);
	if (*text >= '0' && *text <= '9' && *end == '\0' && *number <= max)
		return true;
	text_safe(&safe, text, strnlen(text, SHOWN_MAX), true);
	fprintf(stderr,
	    _("socksh: %s: %s: a number from 0 to %.0f is wanted\n"), option,
	    sb_text(&safe), max);
	sb_free(&safe);
	return false;
}

static bool
take_option(struct demo_wishes *w, int option)
{
	double number;

	switch (option) {
	case OPT_AUTO:
		if (!read_number("--auto", optarg, PRESENTER_AUTO_MAX, &number))
			return false;
		w->pause = (int64_t)(number * 1e9);
		return true;
	case OPT_SPEED:
		if (!read_number("--speed", optarg, PRESENTER_SPEED_MAX,
			&number))
			return false;
		w->speed = (unsigned)ceil(number);
		return true;
	case OPT_BIG:
		w->big = true;
		return true;
	case OPT_NOTES:
		w->notes = true;
		return true;
	case OPT_PLAIN:
		w->plain = true;
		return true;
	case OPT_RECORD:
		w->record = optarg;
		return true;
	default:
		usage();
		return false;
	}
}

bool
demo_wishes_read(struct demo_wishes *w, char **args)
{
	struct option options[NROWS + 1] = { 0 };
	int argc = 0, option;

	for (size_t i = 0; i < NROWS; i++)
		options[i] = (struct option){ .name = rows[i].name,
			.has_arg = rows[i].arg != NULL ? required_argument :
							 no_argument,
			.val = (int)rows[i].id };
	w->speed = PRESENTER_SPEED;
	w->pause = -1;
	/* getopt wants the name before the words. */
	args--;
	while (args[argc] != NULL)
		argc++;
	optind = 0;
	opterr = 0;
	while ((option = getopt_long(argc, args, ":", options, NULL)) != -1) {
		if (!take_option(w, option))
			return false;
	}
	w->lesson = args[optind];
	if (w->notes ? w->lesson == NULL :
		       w->lesson != NULL && args[optind + 1] == NULL)
		return true;
	usage();
	return false;
}
