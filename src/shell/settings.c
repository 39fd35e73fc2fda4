/* SPDX-License-Identifier: GPL-3.0-or-later */
/* vars: the variables; set: the settings. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "model/call.h"
#include "model/layout.h"
#include "shell/history.h"
#include "shell/shell.h"
#include "view/color.h"

enum {
	/* A value that would make the list too deep or too heavy is its text. */
	VALUE_DEPTH = TUPLE_DEPTH_MAX - 4,
	VALUE_WEIGHT = 1000,
	VALUE_TEXT = 4096,
	COLUMNS_MIN = 40,
	COLUMNS_MAX = 1000,
};

struct list {
	struct value *v;
	size_t n;
};

/* Adds a record; takes over the values. */
static void
list_add(struct list *list, const char *layout, struct value *items, size_t n)
{
	struct value record;
	char *cause = NULL;

	if (!layout_record(layout_find(layout), items, n, &record, &cause)) {
		/* All of them were made small enough. */
		free(cause);
		return;
	}
	list->v = xgrow(list->v, list->n, sizeof(list->v[0]));
	list->v[list->n++] = record;
}

static void
list_give(struct call *call, struct list *list)
{
	struct value v;

	if (value_tuple(&v, list->v, list->n, &call->cause))
		call_give(call, v);
	else
		call->status = CALL_MISTAKE;
	free(list->v);
}

static int
compare_symbols(const void *a, const void *b)
{
	const struct symbol *const *x = a, *const *y = b;
	bool digit_x = (*x)->name[0] <= '9', digit_y = (*y)->name[0] <= '9';

	/* $1, $2, … in the order of numbers, behind the names. */
	if (digit_x != digit_y)
		return digit_x - digit_y;
	if (digit_x && strlen((*x)->name) != strlen((*y)->name))
		return strlen((*x)->name) < strlen((*y)->name) ? -1 : 1;
	return strcmp((*x)->name, (*y)->name);
}

/* The names that have a value here, sorted; the caller's to free. */
static const struct symbol **
named(const struct interp *in, size_t *n)
{
	const struct symbol **found = NULL;
	struct symbol *sym = NULL;
	size_t bucket = 0;

	*n = 0;
	while ((sym = symbol_walk(in->symbols, &bucket, sym)) != NULL) {
		const struct vars *vars =
		    sym->slot < in->nshared && in->shared[sym->slot] ?
		    in->shell :
		    in->vars;

		if (sym->slot >= vars->n ||
		    vars->v[sym->slot].type == VAL_UNSET)
			continue;
		found = xgrow(found, *n, sizeof(found[0]));
		found[(*n)++] = sym;
	}
	if (*n > 1)
		qsort(found, *n, sizeof(found[0]), compare_symbols);
	return found;
}

static struct value
listed_value(const struct value *v)
{
	struct strbuf text = { 0 };
	struct value shown;

	if (v->type != VAL_TUPLE ||
	    (v->tuple->depth < VALUE_DEPTH && v->tuple->weight < VALUE_WEIGHT))
		return value_copy(v);
	value_repr(&text, v, VALUE_TEXT);
	shown = value_bytes(sb_text(&text), text.len);
	sb_free(&text);
	return shown;
}

/* Whether a descriptor is still the one that the variable was given. */
static bool
is_open(const struct session *s, const struct value *v)
{
	const struct fd_info *info = session_fd(s, v->i);

	return info != NULL && info->open && info->generation == v->generation;
}

/* By the names that the language has for them (int, str, …); C's struct. */
static const char *
type_of(const struct session *s, const struct value *v)
{
	static const char *const names[] = {
		[VAL_NONE] = "none",
		[VAL_INT] = "int",
		[VAL_FLOAT] = "float",
		[VAL_BYTES] = "bytes",
		[VAL_ADDR] = "address",
		[VAL_TUPLE] = "tuple",
	};

	if (v->type == VAL_INT && v->tag == VALUE_TAG_FD)
		return is_open(s, v) ? "fd" : "closed";
	if (value_layout(v) != NULL)
		return value_layout(v)->name;
	return names[v->type];
}

static void
vars_call(struct call *call)
{
	struct interp *in = interp_of(call->task);
	struct list list = { 0 };
	size_t n;
	const struct symbol **found = named(in, &n);

	for (size_t i = 0; i < n; i++) {
		const struct value *v = interp_global(in, found[i]);
		bool argument = found[i]->name[0] <= '9';
		char *name =
		    xasprintf("%s%s", argument ? "$" : "", found[i]->name);
		struct value items[] = { value_str(name),
			value_str(type_of(call->task->session, v)),
			listed_value(v) };

		list_add(&list, "variable", items, 3);
		free(name);
	}
	free(found);
	list_give(call, &list);
}

/* The settings. What one is set to is a number: of its words by their place, or
 * the number that was given. */

static int64_t
get_color(const struct shell *sh)
{
	return sh->color;
}

static void
set_color(struct shell *sh, int64_t n)
{
	sh->color = (int)n;
	atomic_store(&sh->out.color,
	    n == SHELL_AUTO ? color_wanted(getenv("NO_COLOR"), getenv("TERM")) :
			      n != 0);
}

static int64_t
get_columns(const struct shell *sh)
{
	return sh->columns;
}

static void
set_columns(struct shell *sh, int64_t n)
{
	sh->columns = (unsigned)n;
}

static int64_t
get_history(const struct shell *sh)
{
	return (int64_t)history_limit(sh->history);
}

static void
set_history(struct shell *sh, int64_t n)
{
	history_set_limit(sh->history, (size_t)n);
}

static int64_t
get_log(const struct shell *sh)
{
	return !sh->session.unlogged;
}

static void
set_log(struct shell *sh, int64_t on)
{
	sh->session.unlogged = on == 0;
}

static int64_t
get_quiet(const struct shell *sh)
{
	return sh->session.quiet;
}

static void
set_quiet(struct shell *sh, int64_t on)
{
	sh->session.quiet = on != 0;
}

static int64_t
get_notify(const struct shell *sh)
{
	return sh->notify;
}

static void
set_notify(struct shell *sh, int64_t on)
{
	sh->notify = on != 0;
	shell_poke(sh);
}

static int64_t
get_private(const struct shell *sh)
{
	return history_is_private(sh->history);
}

static void
set_private(struct shell *sh, int64_t on)
{
	history_private(sh->history, on != 0);
}

static int64_t
get_why(const struct shell *sh)
{
	return !sh->why_off;
}

static void
set_why(struct shell *sh, int64_t on)
{
	sh->why_off = on == 0;
}

enum { SETTING_WORDS = 3 };

static const struct setting {
	const char *name;
	const char *words[SETTING_WORDS]; /* by the number that each is */
	int64_t least; /* of the numbers that it takes beside the words, */
	int64_t most;  /* if this is not 0 */
	int64_t (*get)(const struct shell *sh);
	void (*set)(struct shell *sh, int64_t n);
	bool prompt; /* it means something at a prompt alone */
	const char *help;
} settings[] = {
	{ "color", { "off", "on", "auto" }, 0, 0, get_color, set_color, false,
	    N_("colour what is shown; auto: as the terminal and NO_COLOR "
	       "say") },
	{ "columns", { "auto" }, COLUMNS_MIN, COLUMNS_MAX, get_columns,
	    set_columns, false,
	    N_("how wide text is wrapped; auto: as wide as the terminal") },
	{ "history", { NULL }, 1, HISTORY_LIMIT_MAX, get_history, set_history,
	    true, N_("how many lines the history keeps, in its file too") },
	{ "log", { "off", "on" }, 0, 0, get_log, set_log, false,
	    N_("keep what calls are made, for all that looks back at them") },
	{ "notify", { "off", "on" }, 0, 0, get_notify, set_notify, true,
	    N_("tell of what comes in on descriptors that nobody reads") },
	{ "private", { "off", "on" }, 0, 0, get_private, set_private, true,
	    N_("keep nothing that is typed in the file of the history") },
	{ "quiet", { "off", "on" }, 0, 0, get_quiet, set_quiet, false,
	    N_("do not show the system calls made") },
	{ "why", { "off", "on" }, 0, 0, get_why, set_why, false,
	    N_("say below a failed call why it failed, and what to try") },
};

enum { NSETTINGS = sizeof(settings) / sizeof(settings[0]) };

static bool
applies(const struct shell *sh, const struct setting *setting)
{
	return sh == NULL || !setting->prompt || sh->history != NULL;
}

/* The words, with something between them. */
static void
add_words(struct strbuf *out, const struct setting *setting,
    const char *between)
{
	for (int i = 0; i < SETTING_WORDS && setting->words[i] != NULL; i++)
		sb_printf(out, "%s%s", i != 0 ? between : "",
		    setting->words[i]);
}

bool
setting_at(const struct shell *sh, size_t i, const char **name,
    const char **help, struct strbuf *words)
{
	if (i >= NSETTINGS)
		return false;
	*name = applies(sh, &settings[i]) ? settings[i].name : NULL;
	*help = settings[i].help;
	add_words(words, &settings[i], " ");
	return true;
}

/* The setting of params[0]; NULL after a mistake. */
static const struct setting *
wanted(struct call *call, const struct shell *sh)
{
	const char *name = call->args[0].v.bytes->data;
	struct nearest nearest = { .name = name };

	for (size_t i = 0; i < NSETTINGS; i++) {
		if (strcmp(settings[i].name, name) != 0) {
			nearest_offer(&nearest, settings[i].name);
			continue;
		}
		if (applies(sh, &settings[i]))
			return &settings[i];
		call_mistake(call, 0,
		    _("%s: only at a prompt; this is a script"), name);
		return NULL;
	}
	if (nearest.best != NULL)
		call_mistake(call, 0,
		    _("%s: no such setting; did you mean %s?"), name,
		    nearest.best);
	else
		call_mistake(call, 0, _("%s: no such setting; set lists them"),
		    name);
	return NULL;
}

/* Says what a setting takes. */
static void
unfit(struct call *call, const struct setting *setting)
{
	struct strbuf words = { 0 };

	add_words(&words, setting, _(", "));
	if (setting->most == 0)
		call_mistake(call, 1, _("%s is one of: %s"), setting->name,
		    sb_text(&words));
	else if (words.len == 0)
		call_mistake(call, 1, _("%s is a number, %lld to %lld"),
		    setting->name, (long long)setting->least,
		    (long long)setting->most);
	else
		call_mistake(call, 1,
		    _("%s is a number, %lld to %lld, or one of: %s"),
		    setting->name, (long long)setting->least,
		    (long long)setting->most, sb_text(&words));
	sb_free(&words);
}

/* The number that params[1] is for a setting; false after a mistake. */
static bool
value_wanted(struct call *call, const struct setting *setting, int64_t *n)
{
	const struct value *v = &call->args[1].v;
	char *cause = NULL;
	bool number = v->type == VAL_INT;

	if (number)
		*n = v->i;
	for (int i = 0; !number && i < SETTING_WORDS; i++) {
		if (setting->words[i] != NULL &&
		    strcmp(setting->words[i], v->bytes->data) == 0) {
			*n = i;
			return true;
		}
	}
	if (!number)
		number = strlen(v->bytes->data) == v->bytes->len &&
		    number_parse(v->bytes->data, v->bytes->len, false, n,
			&cause) == 1;
	free(cause);
	/* 0 and 1 serve where on and off do. */
	if (number && setting->most == 0 && *n >= 0 && *n <= 1)
		return true;
	if (number && *n >= setting->least && *n <= setting->most &&
	    setting->most != 0)
		return true;
	unfit(call, setting);
	return false;
}

static void
list_setting(struct list *list, const struct shell *sh,
    const struct setting *setting)
{
	int64_t n = setting->get(sh);
	const char *word =
	    n >= 0 && n < SETTING_WORDS ? setting->words[n] : NULL;
	char number[24];

	snprintf(number, sizeof(number), "%lld", (long long)n);
	list_add(list, "setting",
	    (struct value[]){ value_str(setting->name),
		value_str(word != NULL ? word : number),
		value_str(_(setting->help)) },
	    3);
}

static void
set_call(struct call *call)
{
	struct shell *sh = shell_of(call->task->session);
	const struct setting *setting = NULL;
	struct list list = { 0 };
	int64_t n;

	if (call_given(call, 0)) {
		setting = wanted(call, sh);
		if (setting == NULL)
			return;
	}
	if (setting != NULL && call_given(call, 1)) {
		if (value_wanted(call, setting, &n)) {
			setting->set(sh, n);
			call_give(call, VALUE_NONE);
		}
		return;
	}
	for (size_t i = 0; i < NSETTINGS; i++) {
		if (setting == &settings[i] ||
		    (setting == NULL && applies(sh, &settings[i])))
			list_setting(&list, sh, &settings[i]);
	}
	list_give(call, &list);
}

static void
log_call(struct call *call)
{
	call->task->session->unlogged = call_num(call, 0) == 0;
	call_give(call, VALUE_NONE);
}

const struct prim setting_prims[] = {
	{
	    .name = "log",
	    .params = { { "onoff", PARAM_ONOFF, 1 } },
	    .forms = { "[onoff]" },
	    .call = log_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .help = N_("stop keeping the calls made, or go on; they are shown "
		       "all the same"),
	    .topic = TOPIC_SHELL,
	    .example = "log off\n"
		       "a, b = socketpair()\n"
		       "log on\n"
		       "print calls(socketpair)\n"
		       "> 0",
	},
	{
	    .name = "set",
	    .params = { { "name", PARAM_SETTING, 0 },
		{ "value", PARAM_SETVAL, 0 } },
	    .forms = { "[name] [value]" },
	    .call = set_call,
	    .flags = PRIM_PURE | PRIM_LOOKS | PRIM_SILENT,
	    .help = N_("list the settings, or change one: set quiet on"),
	    .topic = TOPIC_SHELL,
	    .example = "set why off\n"
		       "print set(\"why\")[0].value\n"
		       "> off",
	},
	{
	    .name = "vars",
	    .forms = { "" },
	    .call = vars_call,
	    .flags = PRIM_PURE | PRIM_LOOKS | PRIM_SILENT,
	    .help = N_("list the variables, with their types and values"),
	    .topic = TOPIC_SHELL,
	    .example =
		"port = 8080\n"
		"for v in vars() { if v.name == \"port\" { print v.type v.value } }\n"
		"> int 8080",
	},
	{ .name = NULL },
};
