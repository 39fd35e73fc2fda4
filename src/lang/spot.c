/* SPDX-License-Identifier: GPL-3.0-or-later */
/*
 * Where in a text the cursor is. The text need not parse, and mostly does not:
 * it is gone through from its beginning, with a stack of what is open.
 */
#include <string.h>

#include "lang/complete.h"
#include "lang/lexer.h"
#include "lang/parse.h"

enum { FRAMES = 64 };

enum frame_kind {
	FRAME_BLOCK, /* statements */
	FRAME_CALL,  /* name( */
	FRAME_GROUP, /* any other bracket */
	FRAME_WORDS, /* a command and its words, up to the end of the line */
};

/* What can begin here. Behind "on" a host, and then what could begin before. */
enum fresh { FRESH_NOT, FRESH_STATEMENT, FRESH_ASSIGNED };

struct frame {
	enum frame_kind kind;
	enum fresh fresh; /* of a block */
	bool host;        /* … behind "on" */
	const struct command *command;
	bool method;
	int keyword;
	unsigned nargs;
	struct span args[SPOT_ARGS];
	size_t arg; /* where the argument that is being read begins */
};

struct scan {
	const struct knowledge *k;
	struct lexer lx;
	size_t len;
	size_t pos;
	struct frame frames[FRAMES];
	unsigned depth;   /* frames in use */
	struct span last; /* the value just before, if it may have members */
	struct spot *spot;
	bool done;
};

static struct frame *
top(struct scan *s)
{
	return &s->frames[s->depth - 1];
}

/* The sign at pos: of full width, what it stands for. */
static char
at(const struct scan *s, size_t pos)
{
	return lexer_sign(&s->lx, pos);
}

/* Where the next one is. */
static size_t
past(const struct scan *s, size_t pos)
{
	size_t len;

	lexer_wide(&s->lx, pos, &len);
	return pos + len;
}

static bool
is_blank(char c)
{
	return c == ' ' || c == '\t' || c == '\r';
}

static bool
is_digit(char c)
{
	return c >= '0' && c <= '9';
}

static void
stop(struct scan *s, enum spot_kind kind)
{
	s->spot->kind = kind;
	s->done = true;
}

static void
push(struct scan *s, enum frame_kind kind, size_t begin)
{
	if (s->depth == FRAMES) {
		stop(s, SPOT_NONE);
		return;
	}
	s->frames[s->depth++] = (struct frame){
		.kind = kind,
		.fresh = kind == FRAME_BLOCK ? FRESH_STATEMENT : FRESH_NOT,
		.keyword = -1,
		.arg = begin,
	};
	s->last = (struct span){ 0 };
}

static void
end_words(struct scan *s)
{
	if (top(s)->kind == FRAME_WORDS)
		s->depth--;
}

static void
end_arg(struct frame *f, size_t end, size_t next)
{
	if (f->nargs < SPOT_ARGS)
		f->args[f->nargs] = (struct span){ f->arg, end };
	f->nargs++;
	f->arg = next;
	f->keyword = -1;
}

/* The cursor is in what began at start. */
static void
found(struct scan *s, size_t start)
{
	const struct frame *f = top(s);
	struct spot *p = s->spot;

	p->start = start;
	s->done = true;
	if (f->kind == FRAME_BLOCK && f->host) {
		p->kind = SPOT_HOST;
	} else if (f->kind == FRAME_BLOCK) {
		p->kind = f->fresh == FRESH_STATEMENT ? SPOT_STATEMENT :
		    f->fresh == FRESH_ASSIGNED        ? SPOT_ASSIGNED :
							SPOT_VALUE;
	} else if (f->command == NULL) {
		p->kind = SPOT_VALUE;
	} else {
		p->kind = SPOT_PARAM;
		p->command = f->command;
		p->words = f->kind == FRAME_WORDS;
		p->method = f->method;
		p->keyword = f->keyword;
		p->nargs = f->nargs;
		memcpy(p->args, f->args, sizeof(p->args));
	}
}

/* What stands behind a name: does it make a call in words of it? As
 * parse_is_words has it. */
static bool
begins_words(struct scan *s, size_t end, bool assigned)
{
	size_t pos = end;
	char c, next;

	while (is_blank(at(s, pos)))
		pos = past(s, pos);
	c = at(s, pos);
	next = at(s, past(s, pos));
	if (pos == end || c == '=' || c == ',' || c == '(')
		return false;
	if (strchr("+-*/%&|^", c) != NULL && c != '\0' && next == '=')
		return false;
	if (!assigned || c == '\0')
		return true;
	return strchr("<>!|^})]", c) == NULL &&
	    (strchr("+-*/%&", c) == NULL || !is_blank(next));
}

/* A name that a statement begins with. */
static void
take_first(struct scan *s, size_t begin, size_t end)
{
	struct frame *f = top(s);
	const char *name = s->lx.text.data + begin;
	const struct command *cmd = knowledge_command(s->k, name, end - begin);

	if (f->host || (end - begin == 2 && memcmp(name, "on", 2) == 0)) {
		f->host = !f->host;
		return;
	}
	/* explain, watch: what follows is a call, a statement. */
	if (cmd != NULL &&
	    (prim_asks(cmd->prim) ||
		cmd->prim->params[0].type == PARAM_COMMAND))
		return;
	if (cmd != NULL && begins_words(s, end, f->fresh == FRESH_ASSIGNED)) {
		f->fresh = FRESH_NOT;
		push(s, FRAME_WORDS, end);
		if (!s->done)
			top(s)->command = cmd;
	} else if (!parse_leads_statement(name, end - begin)) {
		f->fresh = FRESH_NOT;
	}
}

/* flags= */
static void
take_keyword(struct scan *s, size_t begin, size_t end)
{
	struct frame *f = top(s);
	size_t pos = end;
	const struct param *params;

	while (is_blank(at(s, pos)))
		pos = past(s, pos);
	if (f->command == NULL || at(s, pos) != '=' ||
	    at(s, past(s, pos)) == '=')
		return;
	params = f->command->prim->params;
	for (int i = 0; i < PRIM_PARAMS && params[i].name != NULL; i++) {
		if (strlen(params[i].name) == end - begin &&
		    memcmp(params[i].name, s->lx.text.data + begin,
			end - begin) == 0) {
			f->keyword = i;
			s->pos = past(s, pos);
		}
	}
}

static void
take_name(struct scan *s)
{
	size_t begin = s->pos, end = lexer_name_end(&s->lx, begin);
	enum frame_kind kind = top(s)->kind;

	if (end == s->len) {
		found(s, begin);
		return;
	}
	s->pos = end;
	s->last = (struct span){ begin, end };
	if (parse_wants_more(s->lx.text.data + begin, end - begin))
		s->last = (struct span){ 0 };
	if (kind == FRAME_BLOCK && top(s)->fresh != FRESH_NOT)
		take_first(s, begin, end);
	else if (kind == FRAME_CALL)
		take_keyword(s, begin, end);
}

/* A number; an address too: 127.0.0.1:80. */
static void
take_number(struct scan *s)
{
	size_t begin = s->pos;
	unsigned dots = 0;
	char c;

	while (c = at(s, s->pos),
	    is_digit(c) || c == '.' || ((c | 32) >= 'a' && (c | 32) <= 'z') ||
		(c == ':' && dots == 3)) {
		dots += c == '.';
		s->pos = past(s, s->pos);
	}
	if (s->pos >= s->len)
		found(s, begin);
	top(s)->fresh = FRESH_NOT;
	s->last = (struct span){ begin, s->pos };
}

/* Text in quotes; the cursor may be inside. */
static void
take_string(struct scan *s)
{
	size_t begin = s->pos, quote = lexer_quote(&s->lx, begin);

	s->pos += quote;
	while (s->pos < s->len) {
		if (lexer_char(&s->lx, s->pos) == '\\') {
			s->pos += 2;
		} else if (lexer_closes(&s->lx, begin, s->pos)) {
			s->pos += quote;
			s->last = (struct span){ begin, s->pos };
			return;
		} else {
			s->pos = past(s, s->pos);
		}
	}
	found(s, begin + quote);
	s->spot->quote = at(s, begin);
	s->spot->closes = quote == 1 ? s->spot->quote : '\0';
	/* Only an argument of its own is text that we know something of. */
	if (s->spot->kind != SPOT_PARAM ||
	    (!s->spot->words &&
		strspn(s->lx.text.data + top(s)->arg, " \t\r") <
		    begin - top(s)->arg &&
		s->spot->keyword == -1))
		s->spot->kind = SPOT_NONE;
}

static bool
at_comment(const struct scan *s)
{
	char c = at(s, s->pos), next = at(s, s->pos + 1);

	return c == '#' || (c == '/' && (next == '/' || next == '*'));
}

static void
take_comment(struct scan *s)
{
	const char *text = s->lx.text.data;
	const char *end = at(s, s->pos) == '/' && at(s, s->pos + 1) == '*' ?
	    strstr(text + s->pos + 2, "*/") :
	    memchr(text + s->pos, '\n', s->len - s->pos);

	if (end == NULL) {
		stop(s, SPOT_NONE);
		return;
	}
	s->pos = (size_t)(end - text);
	if (*end == '*')
		s->pos += 2;
}

static void
open_bracket(struct scan *s, char c)
{
	struct span last = s->last;
	const char *text = s->lx.text.data;
	const struct command *cmd = c == '(' && last.end != last.start ?
	    knowledge_command(s->k, text + last.start, last.end - last.start) :
	    NULL;
	size_t dot = last.start;

	push(s, cmd != NULL ? FRAME_CALL : FRAME_GROUP, past(s, s->pos));
	s->pos = past(s, s->pos);
	if (s->done || cmd == NULL)
		return;
	top(s)->command = cmd;
	while (dot > 0 && is_blank(text[dot - 1]))
		dot--;
	if (dot == 0 || text[dot - 1] != '.')
		return;
	top(s)->method = true;
	end_arg(top(s), dot - 1, s->pos);
	/* The receiver: as far as a name goes back. */
	dot--;
	while (dot > 0 && !is_blank(text[dot - 1]) &&
	    strchr("=(,;{|!", text[dot - 1]) == NULL)
		dot--;
	top(s)->args[0].start = dot;
}

static void
close_bracket(struct scan *s)
{
	enum frame_kind kind = top(s)->kind;
	size_t begin = s->pos;

	s->pos = past(s, s->pos);
	if (kind != FRAME_CALL && kind != FRAME_GROUP)
		return;
	s->depth--;
	s->last = (struct span){ begin, s->pos };
}

/* } ends a block, and all that is open in it. */
static void
close_block(struct scan *s)
{
	unsigned depth = s->depth;

	while (depth > 1 && s->frames[depth - 1].kind != FRAME_BLOCK)
		depth--;
	s->depth = depth > 1 ? depth - 1 : 1;
	if (top(s)->kind == FRAME_BLOCK)
		top(s)->fresh = FRESH_STATEMENT;
	s->pos = past(s, s->pos);
	s->last = (struct span){ 0 };
}

static void
take_dot(struct scan *s)
{
	size_t name = past(s, s->pos), end = lexer_name_end(&s->lx, name);

	top(s)->fresh = FRESH_NOT;
	if (end == s->len && s->last.end == s->pos && s->pos != 0) {
		s->spot->start = name;
		s->spot->base = s->last;
		stop(s, SPOT_MEMBER);
		return;
	}
	s->pos = name;
	if (end != name && s->last.end != 0 && at(s, end) != '(') {
		/* a.b.c: one base. */
		s->last.end = end;
		s->pos = end;
	}
}

static void
take_sign(struct scan *s, char c)
{
	struct frame *f = top(s);
	size_t begin = s->pos;
	char next = at(s, past(s, begin));
	char before = begin > 0 ? at(s, begin - 1) : '\0';

	if (begin >= 3 && past(s, begin - 3) == begin)
		before = at(s, begin - 3);
	s->pos = past(s, begin);
	s->last = (struct span){ 0 };
	if (c == ',' && f->kind == FRAME_CALL) {
		end_arg(f, begin, s->pos);
	} else if (f->kind == FRAME_BLOCK) {
		f->fresh = FRESH_NOT;
		f->host = false;
		if (c == ';' || c == '\n')
			f->fresh = FRESH_STATEMENT;
		else if (c == '=' && next != '=' && before != '=' &&
		    before != '<' && before != '>' && before != '!')
			f->fresh = FRESH_ASSIGNED;
	}
}

/* One step through an expression or between statements. */
static void
step(struct scan *s)
{
	char c = at(s, s->pos);

	if (is_blank(c))
		s->pos = past(s, s->pos);
	else if (at_comment(s))
		take_comment(s);
	else if (lexer_quote(&s->lx, s->pos) != 0)
		take_string(s);
	else if (lexer_name_end(&s->lx, s->pos) != s->pos)
		take_name(s);
	else if (is_digit(c))
		take_number(s);
	else if (c == '(' || c == '[')
		open_bracket(s, c);
	else if (c == ')' || c == ']')
		close_bracket(s);
	else if (c == '{')
		push(s, FRAME_BLOCK, s->pos = past(s, s->pos));
	else if (c == '}')
		close_block(s);
	else if (c == '.')
		take_dot(s);
	else
		take_sign(s, c);
}

/* Whether { } & stand alone, as a word. */
static bool
words_end(const struct scan *s)
{
	char c = at(s, s->pos), next = at(s, past(s, s->pos));

	if (c == '\n' || c == ';' || c == '#')
		return true;
	return (c == '{' || c == '}' || c == '&') &&
	    (is_blank(next) || next == '\n' || next == ';');
}

static bool
word_is_value(const struct frame *f)
{
	const struct form *form = &f->command->forms[0];
	unsigned i = f->nargs;

	if (f->command->nforms == 0 || form->n == 0)
		return false;
	if (i >= form->n)
		i = form->n - 1u;
	return f->command->prim->params[form->param[i]].type == PARAM_VALUE;
}

/* The cursor is in a word, of which the last piece begins at piece. */
static void
found_word(struct scan *s, size_t begin, size_t piece)
{
	char before = piece > 0 ? lexer_char(&s->lx, piece - 1) : '\0';

	found(s, piece);
	if (piece == begin)
		return;
	s->spot->expression = true;
	if (before == '$')
		s->spot->kind = SPOT_VALUE;
}

/* One word; brackets in it are gone through as expressions. */
static void
step_word(struct scan *s)
{
	size_t begin = s->pos, piece = begin;
	bool value = word_is_value(top(s));

	top(s)->arg = begin;
	while (s->pos < s->len && !is_blank(at(s, s->pos)) &&
	    at(s, s->pos) != '\n' && at(s, s->pos) != ';') {
		char c = at(s, s->pos);
		bool call = value && c == '(';

		if (lexer_quote(&s->lx, s->pos) == 1 ||
		    (s->pos == begin && lexer_quote(&s->lx, begin) != 0)) {
			take_string(s);
		} else if ((c == '(' &&
			       (s->pos == begin || at(s, s->pos - 1) == '$')) ||
		    (value && c == '[') || call) {
			unsigned depth = s->depth;

			s->last = call ? (struct span){ piece, s->pos } :
					 (struct span){ 0 };
			open_bracket(s, c);
			while (!s->done && s->pos < s->len && s->depth > depth)
				step(s);
			if (!s->done && s->depth > depth)
				found(s, s->pos);
			piece = s->pos;
		} else if (value && c == '.' &&
		    lexer_name_end(&s->lx, past(s, s->pos)) == s->len) {
			s->spot->base = (struct span){ piece, s->pos };
			s->spot->start = past(s, s->pos);
			stop(s, SPOT_MEMBER);
		} else {
			s->pos = c == '\\' ? s->pos + 2 : past(s, s->pos);
			if (c == '|' || c == '$' ||
			    (value && strchr("+-*/%,<>=!&^", c) != NULL))
				piece = s->pos;
		}
		if (s->done)
			return;
	}
	if (s->pos >= s->len)
		found_word(s, begin, piece < s->len ? piece : s->len);
	else if (top(s)->kind == FRAME_WORDS)
		end_arg(top(s), s->pos, s->pos);
}

static void
step_words(struct scan *s)
{
	if (is_blank(at(s, s->pos)))
		s->pos = past(s, s->pos);
	else if (words_end(s))
		end_words(s);
	else if (at_comment(s))
		take_comment(s);
	else
		step_word(s);
}

void
spot_find(const struct knowledge *k, const char *text, size_t len,
    struct spot *spot)
{
	struct scan s = { .k = k, .len = len, .spot = spot };

	*spot = (struct spot){ .keyword = -1, .start = len };
	/* No NUL inside. */
	if (memchr(text, '\0', len) != NULL)
		return;
	sb_add(&s.lx.text, text, len);
	sb_add(&s.lx.text, "", 0);
	if (len == 0)
		sb_str(&s.lx.text, "");
	push(&s, FRAME_BLOCK, 0);
	while (!s.done && s.pos < len) {
		if (top(&s)->kind == FRAME_WORDS)
			step_words(&s);
		else
			step(&s);
	}
	/* A blank or a sign before the cursor: something begins there. */
	if (!s.done &&
	    (top(&s)->kind == FRAME_WORDS || s.last.end == 0 ||
		top(&s)->fresh == FRESH_STATEMENT))
		found(&s, len);
	sb_free(&s.lx.text);
}
