/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What C has and Python has not: declarations, casts, sizeof. */
#include <assert.h>
#include <netinet/in.h>
#include <poll.h>
#include <pthread.h>
#include <stdbool.h>
#include <string.h>
#include <sys/select.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/i18n.h"
#include "lang/parser.h"
#include "model/addr.h"

/* A type: how large it is, and what a variable of it holds. */
struct c_type {
	const char *name;
	size_t size;
	enum declare declare;
	int family;                  /* of a struct sockaddr_… */
	const struct layout *layout; /* of another struct */
	unsigned stars;
	bool array;
};

#define NUMBER(type)                                                           \
	{                                                                      \
		.name = #type, .size = sizeof(type), .declare = DECLARE_NUMBER \
	}
/* Words that only tell more of a type. */
#define QUALIFIER(word)                                  \
	{                                                \
		.name = #word, .declare = DECLARE_NUMBER \
	}

static const struct c_type c_types[] = {
	NUMBER(int),
	NUMBER(char),
	NUMBER(unsigned),
	NUMBER(signed),
	NUMBER(long),
	NUMBER(short),
	{ .name = "void", .size = 1, .declare = DECLARE_NUMBER },
	QUALIFIER(const),
	QUALIFIER(static),
	QUALIFIER(volatile),
	QUALIFIER(extern),
	NUMBER(bool),
	{ .name = "float", .size = sizeof(float), .declare = DECLARE_FLOAT },
	{ .name = "double", .size = sizeof(double), .declare = DECLARE_FLOAT },
	NUMBER(size_t),
	NUMBER(ssize_t),
	NUMBER(socklen_t),
	NUMBER(sa_family_t),
	NUMBER(in_port_t),
	NUMBER(in_addr_t),
	NUMBER(off_t),
	NUMBER(pid_t),
	NUMBER(nfds_t),
	NUMBER(time_t),
	NUMBER(pthread_t),
	NUMBER(int8_t),
	NUMBER(int16_t),
	NUMBER(int32_t),
	NUMBER(int64_t),
	NUMBER(uint8_t),
	NUMBER(uint16_t),
	NUMBER(uint32_t),
	NUMBER(uint64_t),
	{ .name = "fd_set", .size = sizeof(fd_set), .declare = DECLARE_SET },
};

/* type is ours where libc has none that can stand beside the others. */
#define ADDRESS(c_name, type, number)                         \
	{                                                     \
		.name = #c_name, .size = sizeof(struct type), \
		.declare = DECLARE_ADDR, .family = number     \
	}

static const struct c_type c_structs[] = {
	ADDRESS(sockaddr_in, sockaddr_in, AF_INET),
	ADDRESS(sockaddr_in6, sockaddr_in6, AF_INET6),
	ADDRESS(sockaddr_un, sockaddr_un, AF_UNIX),
	ADDRESS(sockaddr_storage, sockaddr_storage, AF_UNSPEC),
	ADDRESS(sockaddr_ll, sockaddr_ll, AF_PACKET),
	ADDRESS(sockaddr_nl, addr_netlink, AF_NETLINK),
	ADDRESS(sockaddr_vm, addr_vsock, AF_VSOCK),
	ADDRESS(sockaddr_can, addr_can, AF_CAN),
	ADDRESS(sockaddr, sockaddr, AF_UNSPEC),
};

static const struct c_type *
type_find(const struct c_type *types, size_t n, const char *s, size_t len)
{
	for (size_t i = 0; i < n; i++) {
		if (strncmp(types[i].name, s, len) == 0 &&
		    types[i].name[len] == '\0')
			return &types[i];
	}
	return NULL;
}

#define TYPE_FIND(types, s, len) \
	type_find((types), sizeof(types) / sizeof((types)[0]), (s), (len))

/* A struct by its name. One that is not known can be pointed to all the same. */
static struct c_type
struct_find(const char *s, size_t len)
{
	const struct c_type *addr = TYPE_FIND(c_structs, s, len);
	struct c_type type = { .declare = DECLARE_STRUCT };
	char name[64];

	if (addr != NULL)
		return *addr;
	if (len < sizeof(name)) {
		memcpy(name, s, len);
		name[len] = '\0';
		type.layout = layout_find(name);
	}
	type.size = type.layout != NULL ? type.layout->size : 0;
	return type;
}

static bool
is_word(const char *s, size_t len, const char *word)
{
	return len == strlen(word) && strncmp(s, word, len) == 0;
}

/* Whether a type's name comes next: register is a command, too. */
static bool
type_follows(struct lexer *lx, size_t pos)
{
	size_t at = lexer_skip(lx, pos);
	size_t len = lexer_name_end(lx, at) - at;
	const char *s = lx->text.data + at;

	return is_word(s, len, "struct") || TYPE_FIND(c_types, s, len) != NULL;
}

/* One word of a type, which ends at *end; false if it is none. */
static bool
type_word(struct lexer *lx, size_t at, size_t *end, struct c_type *type)
{
	const char *s = lx->text.data + at;
	const struct c_type *found;
	size_t name;

	*end = lexer_name_end(lx, at);
	if (*end == at)
		return false;
	if (is_word(s, *end - at, "struct")) {
		name = lexer_skip(lx, *end);
		*end = lexer_name_end(lx, name);
		*type = struct_find(lx->text.data + name, *end - name);
		return *end != name;
	}
	found = TYPE_FIND(c_types, s, *end - at);
	if (found == NULL ||
	    (is_word(s, *end - at, "register") && !type_follows(lx, *end)))
		return false;
	*type = *found;
	return true;
}

/*
 * Reads the type that begins at pos: words of it, then stars. Returns where it
 * ends, or pos if there is none. Of "unsigned char" the last word counts.
 */
static size_t
type_end(struct parser *p, size_t pos, struct c_type *type)
{
	struct lexer *lx = p->lx;
	struct c_type word = { 0 };
	size_t at = pos, end = pos, word_end;
	bool any = false;

	*type = (struct c_type){ 0 };
	while (type_word(lx, at, &word_end, &word)) {
		if (!any || word.size != 0 || word.layout != NULL ||
		    word.declare == DECLARE_STRUCT)
			*type = word;
		any = true;
		end = word_end;
		at = lexer_skip(lx, end);
	}
	type->stars = 0;
	while (any && lexer_char(lx, at) == '*') {
		type->stars++;
		end = at + 1;
		at = lexer_skip(lx, end);
	}
	return end;
}

size_t
parse_cast_end(struct parser *p, size_t pos)
{
	size_t len, at, end;
	struct c_type type;

	if (lexer_wide(p->lx, pos, &len) != '(')
		return 0;
	at = lexer_skip(p->lx, pos + len);
	end = type_end(p, at, &type);
	if (end == at)
		return 0;
	end = lexer_skip(p->lx, end);
	return lexer_wide(p->lx, end, &len) == ')' ? end + len : 0;
}

bool
parse_at_struct(struct parser *p, size_t pos)
{
	struct lexer *lx = p->lx;
	size_t end;

	if (lexer_char(lx, pos) != '(')
		return false;
	while (lexer_char(lx, pos) == '(' || lexer_char(lx, pos) == ' ')
		pos++;
	end = lexer_name_end(lx, pos);
	return is_word(lx->text.data + pos, end - pos, "struct");
}

/* A struct that nobody points to has to be known. */
static bool
parse_type_known(struct parser *p, const struct c_type *type, size_t pos,
    size_t end)
{
	struct nearest nearest = { 0 };
	const char *text = p->lx->text.data;
	size_t name = end;
	char *copy;

	if (type->declare != DECLARE_STRUCT || type->layout != NULL ||
	    type->stars != 0)
		return true;
	while (name > pos && text[name - 1] != ' ' && text[name - 1] != '\t')
		name--;
	copy = unit_strdup(p->unit, text + name,
	    lexer_name_end(p->lx, name) - name);
	nearest.name = copy;
	layout_offer(&nearest);
	for (size_t i = 0; i < sizeof(c_structs) / sizeof(c_structs[0]); i++)
		nearest_offer(&nearest, c_structs[i].name);
	if (nearest.best != NULL)
		return lexer_error(p->lx, pos, end,
		    _("struct %s is not known; did you mean struct %s?"), copy,
		    nearest.best);
	return lexer_error(p->lx, pos, end,
	    _("struct %s is not known; here a tuple keeps values together: "
	      "p = (1, 2)"),
	    copy);
}

static struct node *
declare_node(struct parser *p, const struct c_type *type, struct node **kids,
    size_t pos)
{
	struct node *node = parse_node_of(p, NODE_DECLARE, pos, kids, 3);

	node->op = (uint8_t)type->declare;
	node->declare.family = type->family;
	node->declare.layout = type->layout;
	if (type->stars != 0)
		node->op = DECLARE_POINTER;
	if (!type->array)
		return node;
	if (type->stars != 0 || type->declare == DECLARE_FLOAT ||
	    type->declare == DECLARE_NUMBER)
		node->op = type->stars == 0 && type->size == 1 ?
		    DECLARE_CHARS :
		    DECLARE_NUMBERS;
	else
		node->declare.array = true;
	return node;
}

/* cast := '(' type ')' (unary | initializer) */
struct node *
parse_cast(struct parser *p, size_t pos, size_t end)
{
	struct node *kids[3] = { NULL, NULL, NULL };
	struct c_type type;

	type_end(p, lexer_skip(p->lx, pos + 1), &type);
	lexer_seek(p->lx, end);
	if (lexer_peek(p->lx)->kind != TOK_LBRACE)
		return parse_unary(p);
	if (!parse_type_known(p, &type, pos, end) ||
	    (kids[2] = parse_init(p)) == NULL)
		return NULL;
	return declare_node(p, &type, kids, parse_pos(p, pos));
}

struct node *
parse_sizeof(struct parser *p, size_t pos)
{
	size_t at = lexer_peek(p->lx)->pos, end;
	struct node *kid, *node;
	struct c_type type;

	if (!parse_enter(p))
		return NULL;
	p->depth--;
	end = parse_cast_end(p, at);
	if (end != 0) {
		type_end(p, lexer_skip(p->lx, at + 1), &type);
		if (!parse_type_known(p, &type, at, end))
			return NULL;
		lexer_seek(p->lx, end);
		return unit_const(p->unit,
		    VALUE_INT(type.stars != 0 ? (int64_t)sizeof(void *) :
						(int64_t)type.size),
		    pos, parse_pos(p, end));
	}
	if (lexer_peek(p->lx)->kind == TOK_LPAREN) {
		kid = parse_paren(p);
	} else if (lexer_peek(p->lx)->kind == TOK_NAME) {
		struct token tok = lexer_take(p->lx);

		kid = parse_name_node(p,
		    symbol_get(p->symbols, p->lx->text.data + tok.pos,
			tok.end - tok.pos),
		    parse_pos(p, tok.pos), parse_pos(p, tok.end));
	} else {
		parse_expected(p, _("a variable or a type"));
		return NULL;
	}
	if (kid == NULL)
		return NULL;
	node = parse_node(p, NODE_SIZEOF, pos);
	unit_kids(p->unit, node, &kid, 1);
	return node;
}

bool
parse_is_declaration(struct parser *p, size_t pos)
{
	struct c_type type;
	size_t end = type_end(p, pos, &type), name, name_end;

	if (end == pos)
		return false;
	name = lexer_skip(p->lx, end);
	name_end = lexer_name_end(p->lx, name);
	return name_end != name && (name != end || type.stars != 0);
}

/* A whole main() is not typed here. */
static void
refuse_function(struct parser *p, const struct token *tok, const char *name)
{
	if (strcmp(name, "main") == 0)
		lexer_error(p->lx, tok->pos, tok->end,
		    _("there is no main here: type what stands in it, line by "
		      "line, or put it into a file for socksh FILE"));
	else
		lexer_error(p->lx, tok->pos, tok->end,
		    _("here a function is defined by def %s(a, b) { … }"),
		    name);
}

/* size := '[' [expr] ']' */
static bool
parse_size(struct parser *p, struct c_type *type, struct node **size)
{
	struct token open;
	bool ok = true;

	if (lexer_peek(p->lx)->kind != TOK_LBRACKET)
		return true;
	type->array = true;
	if (!parse_open(p, &open))
		return false;
	if (lexer_peek(p->lx)->kind != TOK_RBRACKET)
		ok = (*size = parse_expr(p)) != NULL;
	return parse_close(p, &open, TOK_RBRACKET, "]", ok);
}

/* declarator := name ['[' [expr] ']'] ['=' (expr | initializer)] */
static struct node *
parse_declarator(struct parser *p, struct c_type type)
{
	struct token tok = lexer_take(p->lx);
	struct symbol *sym = symbol_get(p->symbols, p->lx->text.data + tok.pos,
	    tok.end - tok.pos);
	struct node *kids[3] = { NULL, NULL, NULL };
	size_t pos = parse_pos(p, tok.pos);

	if (lexer_peek(p->lx)->kind == TOK_LPAREN) {
		refuse_function(p, &tok, sym->name);
		return NULL;
	}
	kids[0] = parse_name_node(p, sym, pos, parse_pos(p, tok.end));
	if (!node_is_target(kids[0]) || !parse_size(p, &type, &kids[1]))
		return NULL;
	parse_assigned(p, kids[0]);
	if (parse_accept(p, TOK_ASSIGN)) {
		if (lexer_peek(p->lx)->kind == TOK_LBRACE)
			kids[2] = parse_init(p);
		else
			kids[2] = parse_declared_value(p);
		if (kids[2] == NULL)
			return NULL;
	}
	return declare_node(p, &type, kids, pos);
}

/* declaration := type {'*'} declarator {',' {'*'} declarator} */
struct node *
parse_declaration(struct parser *p)
{
	struct node_list list = { 0 };
	size_t pos = lexer_peek(p->lx)->pos, end;
	struct c_type type;
	struct node *node = NULL, *one;

	end = type_end(p, pos, &type);
	assert(end != pos);
	lexer_seek(p->lx, end);
	do {
		while (lexer_peek(p->lx)->kind == TOK_OP &&
		    lexer_peek(p->lx)->op == OP_MUL) {
			lexer_take(p->lx);
			type.stars++;
		}
		one = NULL;
		if (lexer_peek(p->lx)->kind != TOK_NAME)
			parse_expected(p, _("a name"));
		else if (parse_type_known(p, &type, pos, end))
			one = parse_declarator(p, type);
		if (one != NULL)
			list_add(&list, one);
		type.stars = 0;
	} while (one != NULL && parse_accept(p, TOK_COMMA));
	if (one != NULL) {
		node = parse_node(p, NODE_BLOCK, parse_pos(p, pos));
		list_give(&list, p, node);
	} else {
		list_free(&list);
	}
	return node;
}
