/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Words into arguments, by the types of the parameters. */
#include "lang/word.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "base/text.h"
#include "lang/planned.h"
#include "model/addr.h"
#include "model/option.h"
#include "model/xlat.h"

/* Whether the text could be a variable's name. */
static bool
word_is_name(const struct word *w)
{
	const char *s = sb_text(&w->text);
	struct lexer lx = { .text = w->text };

	return !w->quoted && !w->escaped && *s != '\0' &&
	    lexer_name_end(&lx, 0) == w->text.len;
}

/* Whether the text is the beginning of an expression on a variable: a[0]. */
static bool
word_is_access(const struct word *w)
{
	struct lexer lx = { .text = w->text };
	size_t end = lexer_name_end(&lx, 0);

	return !w->quoted && !w->escaped && end != 0 && end < w->text.len &&
	    strchr("[.(", w->text.data[end]) != NULL &&
	    strchr(w->text.data, ':') == NULL;
}

/* Whether a name is an option's, or a constant, and so hardly a variable's. */
static bool
word_is_constant(const struct word *w)
{
	const char *s = sb_text(&w->text);
	int64_t value;
	uint16_t tag;

	return option_guess(s) != NULL || xlat_constant(s, &value, &tag);
}

/* Whether a word can stand for a parameter, as far as its text tells. */
static bool
word_could_be(enum param_type type, const struct word *w)
{
	struct value v;
	char *cause = NULL;
	bool could;

	if (type == PARAM_KIND && w->dynamic)
		return false;
	if (w->dynamic || type == PARAM_VALUE || type == PARAM_BYTES ||
	    type == PARAM_OPTVAL || type == PARAM_PIECE)
		return true;
	could =
	    param_from_word(type, sb_text(&w->text), w->text.len, &v, &cause);
	if (could)
		value_drop(&v);
	free(cause);
	if (type == PARAM_KIND)
		return could;
	if (type == PARAM_LEVEL || type == PARAM_OPTION)
		could = could || (word_is_name(w) && !word_is_constant(w));
	else
		could = could || word_is_name(w);
	return could || word_is_access(w);
}

/* Host and port as two words: neither has a port in it already. */
static bool
words_are_pair(const struct word *host, const struct word *port)
{
	const char *h = sb_text(&host->text), *s = sb_text(&port->text);
	const char *colon = strchr(h, ':');

	if (!host->dynamic &&
	    ((colon != NULL && strchr(colon + 1, ':') == NULL) ||
		strchr(h, '/') != NULL || *h == '@' || *h == '['))
		return false;
	return port->dynamic || (*s != '\0' && strpbrk(s, ":/@[]*") == NULL);
}

/* One way to lay the words out on a form's parameters. */
struct placing {
	const struct form *form;
	int merge; /* the word that is a host, the port following; or -1 */
};

/* How many arguments n words make, and which parameter word i is of. */
static int
placing_param(const struct placing *l, size_t i)
{
	size_t at = i - (l->merge >= 0 && i > (size_t)l->merge);

	if (at >= l->form->n)
		at = l->form->n - 1u;
	return l->form->param[at];
}

static bool
placing_counts(const struct placing *l, size_t n)
{
	size_t args = n - (l->merge >= 0);

	return args >= l->form->min &&
	    (args <= l->form->n || l->form->variadic);
}

static bool
placing_fits(const struct placing *l, const struct command *cmd,
    const struct words *ws)
{
	if (!placing_counts(l, ws->n))
		return false;
	for (size_t i = 0; i < ws->n; i++) {
		enum param_type type =
		    cmd->prim->params[placing_param(l, i)].type;

		if (l->merge >= 0 && i == (size_t)l->merge) {
			if (!words_are_pair(&ws->w[i], &ws->w[i + 1]))
				return false;
			i++;
		} else if (!word_could_be(type, &ws->w[i])) {
			return false;
		}
	}
	return true;
}

/* The word at which form has an address, with another behind it; or -1. */
static int
placing_merge(const struct form *form, const struct command *cmd, size_t n)
{
	for (int i = 0; i < form->n && (size_t)i + 1 < n; i++) {
		if (cmd->prim->params[form->param[i]].type == PARAM_ADDR)
			return i;
	}
	return -1;
}

/*
 * The first form of ours that the words fit, else the first whose number of
 * words is right, so that the error is about the word. merge only where it
 * would not do without.
 */
static bool
placing_find(const struct command *cmd, const struct words *ws,
    struct placing *best)
{
	for (int fits = 1; fits >= 0; fits--) {
		for (int merged = 0; merged <= 1; merged++) {
			for (unsigned f = 0; f < cmd->nforms; f++) {
				struct placing l = { &cmd->forms[f], -1 };

				if (l.form->c)
					continue;
				if (merged)
					l.merge =
					    placing_merge(l.form, cmd, ws->n);
				if (merged && l.merge < 0)
					continue;
				if (fits ? !placing_fits(&l, cmd, ws) :
					   !placing_counts(&l, ws->n))
					continue;
				*best = l;
				return true;
			}
		}
	}
	return false;
}

/* Says which argument is missing, or that there is one too many. */
static bool
words_miscounted(struct parser *p, const struct command *cmd,
    const struct words *ws, size_t pos)
{
	const struct form *form = &cmd->forms[0], *f;
	struct strbuf usage = { 0 };

	/* The form that comes nearest is shown. */
	for (f = cmd->forms; f < cmd->forms + cmd->nforms && !f->c; f++) {
		if (ws->n >= f->min ||
		    (ws->n < form->min && f->min < form->min))
			form = f;
	}
	command_usage(&usage, cmd, form);
	if (ws->n < form->min)
		lexer_error(p->lx, p->lx->start + pos,
		    p->lx->start + pos + strlen(cmd->prim->name),
		    _("%s: %s is missing; usage: %s"), cmd->prim->name,
		    cmd->prim->params[form->param[ws->n]].name,
		    sb_text(&usage));
	else
		lexer_error(p->lx, ws->w[form->n].pos, ws->w[ws->n - 1].end,
		    ws->n - form->n == 1 ?
			_("%s: one word too many (text with spaces goes in "
			  "quotes); usage: %s") :
			_("%s: too many words (text with spaces goes in "
			  "quotes); usage: %s"),
		    cmd->prim->name, sb_text(&usage));
	sb_free(&usage);
	return false;
}

/* bind s, :80 */
static bool
word_has_comma(const struct word *w)
{
	return !w->quoted && !w->dynamic && w->text.len > 1 &&
	    w->text.data[w->text.len - 1] == ',';
}

static bool
word_comma(struct parser *p, size_t pos)
{
	return lexer_error(p->lx, pos, pos + 1,
	    _("no commas between words: write spaces, or name(a, b)"));
}

/* A word is cut out of the text and read as an expression. */
static struct node *
word_expr(struct parser *p, const struct word *w)
{
	struct lexer *lx = p->lx;
	size_t len = lx->text.len;
	bool (*more)(void *, struct strbuf *) = lx->more;
	char c = lx->text.data[w->end];
	bool unfinished = lx->unfinished;
	struct node *node;

	lx->text.len = w->end;
	lx->text.data[w->end] = '\0';
	lx->more = NULL;
	lexer_seek(lx, w->pos);
	node = parse_expr(p);
	if (node != NULL && lexer_peek(lx)->kind == TOK_COMMA) {
		word_comma(p, lexer_peek(lx)->pos);
		node = NULL;
	} else if (node != NULL && lexer_peek(lx)->kind != TOK_EOF) {
		parse_expected(p, _("the end of the word"));
		node = NULL;
	}
	lexer_seek(lx, lx->pos);
	lx->text.len = len;
	lx->text.data[w->end] = c;
	lx->more = more;
	/* Inside a word nothing can be waited for. */
	lx->unfinished = unfinished;
	return node;
}

/* Pieces joined at run time, then converted. */
static struct node *
word_make(struct parser *p, struct word *w, enum param_type type)
{
	struct node *node;

	if (w->pieces.n == 1 && w->text.len == 0 &&
	    w->pieces.nodes[0]->kind != NODE_CONST &&
	    (type == PARAM_VALUE || type == PARAM_FD || type == PARAM_BYTES ||
		type == PARAM_PIECE || type == PARAM_ANCDATA ||
		type == PARAM_FDS || type == PARAM_IOV))
		return w->pieces.nodes[0];
	node = parse_node(p, NODE_WORD_MAKE, parse_pos(p, w->pos));
	node->end = (uint32_t)parse_pos(p, w->end);
	node->type = (uint8_t)type;
	list_give(&w->pieces, p, node);
	return node;
}

static struct node *
word_variable(struct parser *p, const struct word *w, enum param_type type)
{
	struct symbol *sym = symbol_get(p->symbols, w->text.data, w->text.len);
	struct node *node, *name;

	name =
	    parse_name_node(p, sym, parse_pos(p, w->pos), parse_pos(p, w->end));
	if (type == PARAM_VALUE || name->kind == NODE_ERRNO ||
	    name->kind == NODE_LAST)
		return name;
	node = unit_node(p->unit, NODE_WORD_NAME, name->pos, name->end);
	node->type = (uint8_t)type;
	node->sym = sym;
	unit_kids(p->unit, node, &name, 1);
	return node;
}

/* What is sent or shown as it was typed; all else is code. */
static bool
type_is_text(enum param_type type)
{
	return type == PARAM_BYTES || type == PARAM_TEXT ||
	    type == PARAM_PIECE || type == PARAM_COMMAND;
}

/* Bytes that happen to be the name of a variable: sent as they stand, but a
 * word is said about it. */
static struct node *
word_text(struct parser *p, const struct word *w, enum param_type type)
{
	const struct strbuf *text = &w->text;
	struct value v;
	struct node *name, *node;

	if (w->typed.len != 0 && type_is_text(type))
		text = &w->typed;
	v = value_bytes(sb_text(text), text->len);
	if (!word_is_name(w))
		return unit_const(p->unit, v, parse_pos(p, w->pos),
		    parse_pos(p, w->end));
	name = word_variable(p, w, PARAM_VALUE);
	node = unit_node(p->unit, NODE_WORD_TEXT, parse_pos(p, w->pos),
	    parse_pos(p, w->end));
	unit_kids(p->unit, node, &name, 1);
	unit_keep_value(p->unit, v);
	node->value = v;
	return node;
}

static bool
word_refuse(struct parser *p, const struct word *w, const struct param *param)
{
	struct nearest nearest = { .name = sb_text(&w->text) };
	const char *s = sb_text(&w->text);

	if (word_has_comma(w))
		return word_comma(p, w->end - 1);
	if (*s == '\0')
		s = "\"\"";
	param_offer(param->type, &nearest);
	if (nearest.best != NULL)
		return lexer_error(p->lx, w->pos, w->end,
		    _("%s: %.60s is not %s; did you mean %s?"), param->name, s,
		    param_wants(param->type), nearest.best);
	return lexer_error(p->lx, w->pos, w->end, _("%s: %.60s is not %s"),
	    param->name, s, param_wants(param->type));
}

/* An address that is given in words, where a comma may have slipped in. */
static bool
word_bad(struct parser *p, const struct word *w, const struct param *param,
    char *cause)
{
	if (cause == NULL || word_has_comma(w)) {
		free(cause);
		return word_refuse(p, w, param);
	}
	lexer_error(p->lx, w->pos, w->end, "%s: %s", param->name, cause);
	free(cause);
	return false;
}

/* print a > b */
static bool
word_is_operator(const struct word *w)
{
	const char *s = sb_text(&w->text);

	return !w->quoted && *s != '\0' &&
	    (strspn(s, "+-*/%<>=!&|^~") == w->text.len ||
		strcmp(s, "in") == 0 || strcmp(s, "and") == 0 ||
		strcmp(s, "or") == 0 || strcmp(s, "not") == 0);
}

static struct node *
word_operator(struct parser *p, const struct word *w)
{
	lexer_error(p->lx, w->pos, w->end,
	    _("an expression with spaces stands in brackets: (a %s b)"),
	    sb_text(&w->text));
	return NULL;
}

/* A file's name, which is no field of a variable: slides.svg. */
static bool
word_is_file(const struct word *w)
{
	return !word_is_name(w) && strpbrk(sb_text(&w->text), "[(") == NULL &&
	    strpbrk(sb_text(&w->text), "./") != NULL;
}

static struct node *
word_argument(struct parser *p, struct word *w, const struct param *param)
{
	enum param_type type = param->type;
	struct value v = { 0 };
	char *cause = NULL;

	if (w->dynamic)
		return word_make(p, w, type);
	/* What a verb takes is never meant as a variable: no hint at one. */
	if ((type == PARAM_VALUE && w->quoted) || type == PARAM_WORDS)
		return unit_const(p->unit,
		    value_bytes(sb_text(&w->text), w->text.len),
		    parse_pos(p, w->pos), parse_pos(p, w->end));
	if (type == PARAM_BYTES || type == PARAM_TEXT || type == PARAM_PIECE ||
	    type == PARAM_SETVAL || param_is_bare(type))
		return word_text(p, w, type);
	if (type == PARAM_COMMAND)
		return unit_const(p->unit,
		    w->typed.len != 0 ?
			value_bytes(w->typed.data, w->typed.len) :
			value_bytes(sb_text(&w->text), w->text.len),
		    parse_pos(p, w->pos), parse_pos(p, w->end));
	if (param_is_open(type) &&
	    (w->quoted || (type == PARAM_LANES && word_is_file(w))))
		return word_text(p, w, type);
	if (type == PARAM_VALUE && word_is_operator(w))
		return word_operator(p, w);
	if (param_from_word(type, sb_text(&w->text), w->text.len, &v, &cause))
		return unit_const(p->unit, v, parse_pos(p, w->pos),
		    parse_pos(p, w->end));
	if (cause == NULL && word_is_name(w))
		return word_variable(p, w, type);
	if (type == PARAM_VALUE || (cause == NULL && word_is_access(w)) ||
	    ((type == PARAM_ADDR || type == PARAM_TO) && word_is_access(w))) {
		struct value addr;

		free(cause);
		cause = NULL;
		if (type == PARAM_VALUE &&
		    param_from_word(PARAM_ADDR, sb_text(&w->text), w->text.len,
			&addr, &cause)) {
			if (addr.type == VAL_ADDR)
				return unit_const(p->unit, addr,
				    parse_pos(p, w->pos), parse_pos(p, w->end));
			value_drop(&addr);
		}
		free(cause);
		return word_expr(p, w);
	}
	if (param_is_open(type)) {
		free(cause);
		return word_text(p, w, type);
	}
	word_bad(p, w, param, cause);
	return NULL;
}

/* What the call writes to: a variable. */
static struct node *
word_out(struct parser *p, const struct word *w, const struct param *param)
{
	struct node *node = NULL;

	if (word_is_name(w))
		node = word_variable(p, w, PARAM_VALUE);
	else if (w->pieces.n == 1 && w->text.len == 0)
		node = w->pieces.nodes[0];
	if (node == NULL || !parse_can_take(node, param->type)) {
		word_refuse(p, w, param);
		return NULL;
	}
	parse_takes(p, node);
	return node;
}

/* Host and port: one node, a pair, which the address parameter takes. */
static struct node *
word_pair(struct parser *p, struct word *w, const struct param *param)
{
	const struct param service = { .name = param->name,
		.type = PARAM_SERVICE };
	const struct param host = { .name = param->name, .type = PARAM_OPTVAL };
	struct node *kids[2], *node;

	if (word_has_comma(&w[0])) {
		word_comma(p, w[0].end - 1);
		return NULL;
	}
	kids[0] = word_is_name(&w[0]) || w[0].dynamic ?
	    word_argument(p, &w[0], &host) :
	    word_text(p, &w[0], host.type);
	kids[1] = word_argument(p, &w[1], &service);
	if (kids[0] == NULL || kids[1] == NULL)
		return NULL;
	node = parse_node(p, NODE_TUPLE, parse_pos(p, w[0].pos));
	node->end = (uint32_t)parse_pos(p, w[1].end);
	unit_kids(p->unit, node, kids, 2);
	return node;
}

struct node *
words_call(struct parser *p, const struct command *cmd, struct words *ws,
    size_t pos)
{
	struct placing l;
	struct node_list list = { 0 };
	struct node *node;
	size_t end = p->lx->pos;
	uint32_t outs = 0;

	if (!placing_find(cmd, ws, &l)) {
		words_miscounted(p, cmd, ws, pos);
		return NULL;
	}
	for (size_t i = 0; i < ws->n; i++) {
		const struct param *param =
		    &cmd->prim->params[placing_param(&l, i)];
		bool pair = l.merge >= 0 && i == (size_t)l.merge;
		bool out = l.form->outs && param_is_out(param->type);
		struct node *arg = pair ? word_pair(p, &ws->w[i], param) :
		    out                 ? word_out(p, &ws->w[i], param) :
					  word_argument(p, &ws->w[i], param);

		if (arg == NULL) {
			list_free(&list);
			return NULL;
		}
		outs |= out ? 1u << list.n : 0;
		list_add(&list, arg);
		i += pair;
	}
	lexer_seek(p->lx, end);
	node = parse_node(p, NODE_CALL, pos);
	node->end =
	    (uint32_t)parse_pos(p, ws->n != 0 ? ws->w[ws->n - 1].end : end);
	node->flag = true;
	if (cmd->prim->flags & PRIM_DEFINES)
		p->defines = true;
	node->call.command = cmd;
	node->call.form = (int8_t)(l.form - cmd->forms);
	node->call.outs = outs;
	list_give(&list, p, node);
	return node;
}
