/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statements of words: bind srv 127.0.0.1:8080. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "lang/parser.h"
#include "lang/word.h"
#include "model/addr.h"

static bool
is_end(const struct lexer *lx, size_t pos)
{
	char c = lexer_sign(lx, pos);

	return pos >= lx->text.len || c == '\n' || c == ';';
}

bool
parse_is_operator_word(const struct lexer *lx, size_t pos)
{
	static const char *const names[] = { "and", "or", "in", "not" };
	size_t end = lexer_name_end(lx, pos);

	for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
		if (strlen(names[i]) == end - pos &&
		    strncmp(lx->text.data + pos, names[i], end - pos) == 0)
			return true;
	}
	return false;
}

/*
 * After "x = name", an operator speaks for a variable: "x = count + 1". Ruby's
 * rule for - and the like: with a space on either side it is an operator, close
 * to the next word ("recv -1") it is part of that.
 */
static bool
begins_operator(const struct lexer *lx, size_t pos)
{
	size_t len;
	char c = lexer_wide(lx, pos, &len), next = lexer_sign(lx, pos + len);

	if (is_end(lx, pos) || c == '}' || c == ')' || c == ']' || c == '#')
		return true;
	if (parse_is_operator_word(lx, pos))
		return true;
	if (strchr("<>!|^", c) != NULL)
		return true;
	return strchr("+-*/%&", c) != NULL &&
	    (lexer_blank(lx, pos + len) != 0 || is_end(lx, pos + len) ||
		next == c);
}

/* Whether += or the like stands at pos. */
static bool
at_assignment(const struct lexer *lx, size_t pos)
{
	size_t len, more;
	char c = lexer_wide(lx, pos, &len);
	char next = lexer_wide(lx, pos + len, &more);

	if ((c == '<' || c == '>') && next == c)
		return lexer_sign(lx, pos + len + more) == '=';
	return c != '\0' && strchr("+-*/%&|^", c) != NULL && next == '=';
}

bool
parse_is_words(struct parser *p, size_t pos, bool after)
{
	struct lexer *lx = p->lx;
	size_t end = lexer_name_end(lx, pos), at = end;
	struct symbol *sym;
	char c;

	if (end == pos || (!is_end(lx, end) && lexer_blank(lx, end) == 0))
		return false;
	sym = symbol_get(p->symbols, lx->text.data + pos, end - pos);
	if (sym->command == NULL || sym->declared)
		return false;
	while (lexer_blank(lx, at) != 0)
		at += lexer_blank(lx, at);
	c = lexer_sign(lx, at);
	/* An opening bracket: a call. */
	if (c == '=' || c == ',' || c == '(' || at_assignment(lx, at))
		return false;
	return !after || !begins_operator(lx, at);
}

/* Where the next word begins; blanks and comments passed over. */
static size_t
word_skip(struct parser *p, size_t pos)
{
	struct lexer *lx = p->lx;

	for (;;) {
		char c = lexer_char(lx, pos), next = lexer_char(lx, pos + 1);

		if (lexer_blank(lx, pos) != 0)
			pos += lexer_blank(lx, pos);
		else if (lexer_joins(lx, pos) != 0)
			pos = lexer_skip(lx, pos);
		else if (c == '/' && (next == '/' || next == '*'))
			pos = lexer_skip(lx, pos);
		else
			return pos;
	}
}

static bool
word_alone(const struct lexer *lx, size_t pos)
{
	size_t len;

	lexer_wide(lx, pos, &len);
	return is_end(lx, pos + len) || lexer_blank(lx, pos + len) != 0;
}

/* Whether the words end at pos: {, } and & count only as whole words. */
static bool
words_end(const struct lexer *lx, size_t pos)
{
	char c = lexer_sign(lx, pos);

	return is_end(lx, pos) || c == '#' ||
	    ((c == '{' || c == '}' || c == '&') && word_alone(lx, pos));
}

static void
word_flush(struct parser *p, struct word *w, size_t *from)
{
	if (w->text.len == *from)
		return;
	list_add(&w->pieces,
	    unit_const(p->unit,
		value_bytes(w->text.data + *from, w->text.len - *from),
		parse_pos(p, w->pos), parse_pos(p, w->pos)));
	*from = w->text.len;
}

/* $name, $(…): what stands before becomes a piece of its own. */
static bool
word_insert(struct parser *p, struct word *w, size_t *pos, size_t *from)
{
	struct node *node;

	word_flush(p, w, from);
	node = parse_dollar(p, *pos);
	if (node == NULL)
		return false;
	list_add(&w->pieces, node);
	w->dynamic = true;
	*pos = p->lx->pos;
	return true;
}

/* One character, escape, quoted part or insertion of a word. */
static bool
word_part(struct parser *p, struct word *w, size_t *pos, size_t *from)
{
	struct lexer *lx = p->lx;
	char c = lexer_char(lx, *pos), next = lexer_sign(lx, *pos + 1);

	/* Those of full width only where a word begins: don’t is a word. */
	if (c == '"' || c == '\'' ||
	    (*pos == w->pos && lexer_quote(lx, *pos) != 0)) {
		w->quoted = true;
		lx->wide |= lexer_quote(lx, *pos) != 1;
		return lexer_string(lx, pos, false, &w->text);
	}
	if (c == '\\') {
		w->escaped = true;
		return lexer_escape(lx, pos, &w->text);
	}
	if (c == '$' &&
	    (next == '(' || (next >= '0' && next <= '9') ||
		lexer_name_end(lx, *pos + 1) != *pos + 1))
		return word_insert(p, w, pos, from);
	if (c == '\0')
		return lexer_nul(lx, *pos);
	sb_char(&w->text, c);
	++*pos;
	return true;
}

/* Where a word that is an expression ends: at white space outside of brackets
 * and quotes. Open brackets go on to the next line. */
static size_t
value_end(struct parser *p, size_t pos)
{
	struct lexer *lx = p->lx;
	struct strbuf skipped = { 0 };
	int open = 0;

	for (;;) {
		size_t len;
		char c = lexer_wide(lx, pos, &len);

		if (pos >= lx->text.len) {
			if (open <= 0 || !lexer_more(lx))
				break;
		} else if (lexer_quote(lx, pos) != 0) {
			if (!lexer_string(lx, &pos, false, &skipped))
				break;
		} else if (open <= 0 &&
		    (lexer_blank(lx, pos) != 0 || is_end(lx, pos))) {
			break;
		} else {
			open += c == '(' || c == '[';
			open -= c == ')' || c == ']';
			pos += len;
		}
	}
	sb_free(&skipped);
	return pos;
}

/* A word that stands for any value, read later as a number or an expression. */
static bool
read_value(struct parser *p, struct word *w)
{
	w->end = value_end(p, w->pos);
	sb_add(&w->text, p->lx->text.data + w->pos, w->end - w->pos);
	return p->lx->cause == NULL;
}

/* word := '(' … ')' */
static bool
read_bracketed(struct parser *p, struct word *w)
{
	struct node *node;

	lexer_seek(p->lx, w->pos);
	node = parse_paren(p);
	if (node == NULL)
		return false;
	list_add(&w->pieces, node);
	w->dynamic = true;
	w->end = p->lx->pos;
	return true;
}

/* Whether a word ends at pos. In Chinese text ； is text, as ， is. */
static bool
word_ends(const struct lexer *lx, const struct word *w, size_t pos)
{
	uint32_t cp;

	if (lexer_blank(lx, pos) != 0)
		return true;
	if (!is_end(lx, pos) || pos >= lx->text.len ||
	    (unsigned char)lx->text.data[pos] < 0x80 || w->quoted)
		return is_end(lx, pos);
	for (size_t i = w->pos; i < pos; i++) {
		size_t len;

		if ((unsigned char)lx->text.data[i] >= 0x80 &&
		    lexer_wide(lx, i, &len) == lx->text.data[i] &&
		    utf8_decode(lx->text.data + i, pos - i, &cp) != 0)
			return false;
	}
	return true;
}

/* word := part {part} */
static bool
read_word(struct parser *p, struct word *w, bool value)
{
	struct lexer *lx = p->lx;
	size_t pos = w->pos, from = 0;
	char first = lexer_sign(lx, pos);
	bool ok = true;

	if (value && first != '"' && first != '\'' && first != '$')
		return read_value(p, w);
	if (first == '(')
		return read_bracketed(p, w);
	while (ok && !word_ends(lx, w, pos)) {
		if (lexer_joins(lx, pos) != 0)
			break;
		ok = word_part(p, w, &pos, &from);
	}
	if (ok && w->dynamic)
		word_flush(p, w, &from);
	w->end = pos;
	return ok;
}

void
words_free(struct words *ws)
{
	for (size_t i = 0; i < ws->n; i++) {
		sb_free(&ws->w[i].text);
		sb_free(&ws->w[i].typed);
		list_free(&ws->w[i].pieces);
	}
	free(ws->w);
	*ws = (struct words){ 0 };
}

/* Whether the i-th word is any value, which may be written as an expression. */
static bool
word_is_value(const struct command *cmd, size_t i)
{
	const struct form *form = &cmd->forms[0];

	if (form->n == 0)
		return false;
	if (i >= form->n)
		i = form->n - 1u;
	return cmd->prim->params[form->param[i]].type == PARAM_VALUE;
}

/* Whether a command takes all that stands behind it as another command. */
static bool
takes_command(const struct lexer *lx, const struct command *cmd, size_t pos)
{
	const struct form *form = &cmd->forms[0];
	char c = lexer_sign(lx, pos);

	return form->n != 0 &&
	    cmd->prim->params[form->param[0]].type == PARAM_COMMAND &&
	    c != '$' && c != '(';
}

/* A command in quotes, as which it may hold several statements: what it is, and
 * where it ends; false if this is the beginning of an expression. */
static bool
read_quoted(struct parser *p, struct word *w, size_t *pos)
{
	struct lexer *lx = p->lx;
	size_t end = *pos;

	if (lexer_quote(lx, end) == 0)
		return false;
	if (lexer_string(lx, &end, false, &w->text) &&
	    (is_end(lx, end) || lexer_blank(lx, end) != 0)) {
		*pos = end;
		return true;
	}
	sb_clear(&w->text);
	return false;
}

/* A command with its words, one after another, as one word; what stands behind
 * one in quotes is on a line of its own. */
static void
read_command(struct parser *p, struct word *w)
{
	size_t pos = w->pos, from = pos;
	bool quoted = read_quoted(p, w, &pos);

	w->end = pos;
	if (quoted)
		from = pos = word_skip(p, pos);
	while (p->lx->cause == NULL && !words_end(p->lx, pos)) {
		w->end = value_end(p, pos);
		pos = word_skip(p, w->end);
	}
	if (quoted && w->end > from)
		sb_char(&w->text, '\n');
	if (w->end > from)
		sb_add(&w->text, p->lx->text.data + from, w->end - from);
}

/* 127.0.0.1：8080 is an address; what is sent stays as it was typed. */
static void
word_fold(struct lexer *lx, struct word *w)
{
	struct strbuf folded = { 0 };

	if (w->quoted || w->escaped || w->dynamic ||
	    !lexer_fold(sb_text(&w->text), w->text.len, &folded))
		return;
	lx->wide = true;
	w->typed = w->text;
	w->text = folded;
}

static bool
read_words(struct parser *p, const struct command *cmd, struct words *ws)
{
	struct lexer *lx = p->lx;
	size_t pos = word_skip(p, lx->pos);

	while (lx->cause == NULL && !words_end(lx, pos)) {
		struct word *w;
		bool ok;

		ws->w = xgrow(ws->w, ws->n, sizeof(ws->w[0]));
		w = &ws->w[ws->n];
		*w = (struct word){ .pos = pos };
		ok = true;
		if (ws->n == 0 && takes_command(lx, cmd, pos))
			read_command(p, w);
		else
			ok = read_word(p, w, word_is_value(cmd, ws->n));
		ws->n++;
		if (!ok)
			return false;
		word_fold(lx, w);
		pos = word_skip(p, w->end);
	}
	lexer_seek(lx, pos);
	return lx->cause == NULL;
}

/* Whether nothing follows but perhaps a ?. */
static bool
asks_for_help(const struct lexer *lx)
{
	size_t at = lx->pos;

	while (lexer_blank(lx, at) != 0)
		at += lexer_blank(lx, at);
	return words_end(lx, at) ||
	    (lexer_sign(lx, at) == '?' && word_alone(lx, at));
}

/* The call that is asked about. */
static struct node *
parse_what(struct parser *p)
{
	size_t at = word_skip(p, p->lx->pos);

	lexer_seek(p->lx, at);
	return parse_is_words(p, at, false) ? parse_words(p) : parse_expr(p);
}

/* words := command {word} ['?'] | command call */
struct node *
parse_words(struct parser *p)
{
	struct token name = lexer_take(p->lx);
	struct symbol *sym = symbol_get(p->symbols, p->lx->text.data + name.pos,
	    name.end - name.pos);
	size_t pos = parse_pos(p, name.pos);
	struct words ws = { 0 };
	struct node *node = NULL;

	if (!parse_enter(p))
		return NULL;
	if (prim_asks(sym->command->prim) && !asks_for_help(p->lx)) {
		node = parse_asked(p, sym->command, parse_what(p), pos);
		p->depth--;
		return node;
	}
	if (read_words(p, sym->command, &ws)) {
		struct word *last = ws.n != 0 ? &ws.w[ws.n - 1] : NULL;

		if (last != NULL && !last->quoted && !last->dynamic &&
		    strcmp(sb_text(&last->text), "?") == 0) {
			node = parse_node(p, NODE_HELP, pos);
			node->call.command = sym->command;
			node->call.outs = (uint32_t)ws.n - 1;
			node->end = (uint32_t)parse_pos(p, last->pos);
		} else {
			node = words_call(p, sym->command, &ws, pos);
		}
	}
	p->depth--;
	words_free(&ws);
	return node;
}
