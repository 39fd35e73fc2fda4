/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What C has and Python has not: declarations, casts, sizeof. */
#include <assert.h>
#include <netinet/in.h>
#include <string.h>
#include <sys/socket.h>
#include <sys/un.h>

#include "base/i18n.h"
#include "lang/parser.h"
#include "model/addr.h"

/* A type's name: how large it is, and what a variable of it holds. */
struct c_type {
	const char *name;
	size_t size;
	enum declare declare;
	int family; /* of a struct sockaddr_… */
};

static const struct c_type c_types[] = {
	{ "int", sizeof(int), DECLARE_NUMBER, 0 },
	{ "char", 1, DECLARE_NUMBER, 0 },
	{ "unsigned", sizeof(int), DECLARE_NUMBER, 0 },
	{ "signed", sizeof(int), DECLARE_NUMBER, 0 },
	{ "long", sizeof(long), DECLARE_NUMBER, 0 },
	{ "short", sizeof(short), DECLARE_NUMBER, 0 },
	{ "void", 1, DECLARE_NUMBER, 0 },
	{ "const", 0, DECLARE_NUMBER, 0 },
	{ "static", 0, DECLARE_NUMBER, 0 },
	{ "volatile", 0, DECLARE_NUMBER, 0 },
	{ "bool", 1, DECLARE_NUMBER, 0 },
	{ "float", sizeof(float), DECLARE_FLOAT, 0 },
	{ "double", sizeof(double), DECLARE_FLOAT, 0 },
	{ "size_t", sizeof(size_t), DECLARE_NUMBER, 0 },
	{ "ssize_t", sizeof(ssize_t), DECLARE_NUMBER, 0 },
	{ "socklen_t", sizeof(socklen_t), DECLARE_NUMBER, 0 },
	{ "sa_family_t", sizeof(sa_family_t), DECLARE_NUMBER, 0 },
	{ "in_port_t", sizeof(in_port_t), DECLARE_NUMBER, 0 },
	{ "in_addr_t", sizeof(in_addr_t), DECLARE_NUMBER, 0 },
	{ "off_t", sizeof(off_t), DECLARE_NUMBER, 0 },
	{ "pid_t", sizeof(pid_t), DECLARE_NUMBER, 0 },
	{ "time_t", sizeof(long), DECLARE_NUMBER, 0 },
	{ "int8_t", 1, DECLARE_NUMBER, 0 },
	{ "int16_t", 2, DECLARE_NUMBER, 0 },
	{ "int32_t", 4, DECLARE_NUMBER, 0 },
	{ "int64_t", 8, DECLARE_NUMBER, 0 },
	{ "uint8_t", 1, DECLARE_NUMBER, 0 },
	{ "uint16_t", 2, DECLARE_NUMBER, 0 },
	{ "uint32_t", 4, DECLARE_NUMBER, 0 },
	{ "uint64_t", 8, DECLARE_NUMBER, 0 },
};

static const struct c_type c_structs[] = {
	{ "sockaddr_in", sizeof(struct sockaddr_in), DECLARE_ADDR, AF_INET },
	{ "sockaddr_in6", sizeof(struct sockaddr_in6), DECLARE_ADDR, AF_INET6 },
	{ "sockaddr_un", sizeof(struct sockaddr_un), DECLARE_ADDR, AF_UNIX },
	{ "sockaddr_storage", sizeof(struct sockaddr_storage), DECLARE_ADDR,
	    AF_UNSPEC },
	{ "sockaddr_ll", sizeof(struct sockaddr_ll), DECLARE_ADDR, AF_PACKET },
	{ "sockaddr_nl", sizeof(struct addr_netlink), DECLARE_ADDR,
	    AF_NETLINK },
	{ "sockaddr_vm", sizeof(struct addr_vsock), DECLARE_ADDR, AF_VSOCK },
	{ "sockaddr_can", sizeof(struct addr_can), DECLARE_ADDR, AF_CAN },
	{ "sockaddr", sizeof(struct sockaddr), DECLARE_ADDR, AF_UNSPEC },
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

/*
 * Reads the type that begins at pos: words of it, then stars. Returns where it
 * ends, or pos if there is none. Of "unsigned char" the last word counts.
 */
static size_t
type_end(struct parser *p, size_t pos, const struct c_type **type,
    unsigned *stars)
{
	struct lexer *lx = p->lx;
	size_t at = pos, end = pos, start = pos;

	*type = NULL;
	*stars = 0;
	for (;;) {
		const struct c_type *found;
		size_t name_end = lexer_name_end(lx, at);

		if (name_end == at)
			break;
		if (name_end - at == 6 &&
		    strncmp(lx->text.data + at, "struct", 6) == 0) {
			at = lexer_skip(lx, name_end);
			name_end = lexer_name_end(lx, at);
			found = TYPE_FIND(c_structs, lx->text.data + at,
			    name_end - at);
		} else {
			found = TYPE_FIND(c_types, lx->text.data + at,
			    name_end - at);
		}
		if (found == NULL)
			break;
		if (*type == NULL || found->size != 0)
			*type = found;
		end = name_end;
		at = lexer_skip(lx, name_end);
	}
	if (*type == NULL)
		return start;
	while (lexer_char(lx, at) == '*') {
		(*stars)++;
		end = at + 1;
		at = lexer_skip(lx, end);
	}
	return end;
}

size_t
parse_cast_end(struct parser *p, size_t pos)
{
	const struct c_type *type;
	size_t at = lexer_skip(p->lx, pos + 1), end;
	unsigned stars;

	if (lexer_char(p->lx, pos) != '(')
		return 0;
	end = type_end(p, at, &type, &stars);
	if (end == at)
		return 0;
	end = lexer_skip(p->lx, end);
	return lexer_char(p->lx, end) == ')' ? end + 1 : 0;
}

struct node *
parse_sizeof(struct parser *p, size_t pos)
{
	size_t at = lexer_peek(p->lx)->pos, end;
	const struct c_type *type;
	struct node *kid, *node;
	unsigned stars;

	if (!parse_enter(p))
		return NULL;
	p->depth--;
	end = parse_cast_end(p, at);
	if (end != 0) {
		type_end(p, lexer_skip(p->lx, at + 1), &type, &stars);
		lexer_seek(p->lx, end);
		return unit_const(p->unit,
		    VALUE_INT(stars != 0 ? (int64_t)sizeof(void *) :
					   (int64_t)type->size),
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
	const struct c_type *type;
	unsigned stars;
	size_t end = type_end(p, pos, &type, &stars), name, name_end;

	if (end == pos)
		return false;
	name = lexer_skip(p->lx, end);
	name_end = lexer_name_end(p->lx, name);
	return name_end != name && (name != end || stars != 0);
}

/* initializer := '{' [expr {',' expr} [',']] '}' */
static struct node *
parse_braces(struct parser *p)
{
	return parse_items(p, TOK_RBRACE, "}");
}

/* A struct may only be set to zero here; its fields are assigned one by one. */
static bool
braces_are_zero(const struct node *node)
{
	return node->nkids == 0 ||
	    (node->nkids == 1 && node->kids[0]->kind == NODE_CONST &&
		node->kids[0]->value.type == VAL_INT &&
		node->kids[0]->value.i == 0);
}

/* declarator := name ['[' [expr] ']'] ['=' (expr | initializer)] */
static struct node *
parse_declarator(struct parser *p, const struct c_type *type, unsigned stars)
{
	struct token tok = lexer_take(p->lx);
	struct symbol *sym = symbol_get(p->symbols, p->lx->text.data + tok.pos,
	    tok.end - tok.pos);
	struct node *kids[3] = { NULL, NULL, NULL }, *node;
	size_t pos = parse_pos(p, tok.pos);
	enum declare declare = stars != 0 ? DECLARE_POINTER : type->declare;

	if (lexer_peek(p->lx)->kind == TOK_LPAREN) {
		lexer_error(p->lx, tok.pos, tok.end,
		    _("here a function is defined by def %s(a, b) { … }"),
		    sym->name);
		return NULL;
	}
	kids[0] = parse_name_node(p, sym, pos, parse_pos(p, tok.end));
	parse_assigned(p, kids[0]);
	if (parse_accept(p, TOK_LBRACKET)) {
		declare = type->size == 1 ? DECLARE_CHARS : DECLARE_NUMBERS;
		if (lexer_peek(p->lx)->kind != TOK_RBRACKET &&
		    (kids[1] = parse_expr(p)) == NULL)
			return NULL;
		if (!parse_accept(p, TOK_RBRACKET)) {
			parse_expected(p, "]");
			return NULL;
		}
	}
	if (parse_accept(p, TOK_ASSIGN)) {
		bool braces = lexer_peek(p->lx)->kind == TOK_LBRACE;

		kids[2] = braces ? parse_braces(p) : parse_expr(p);
		if (kids[2] == NULL)
			return NULL;
		if (braces && declare != DECLARE_NUMBERS) {
			if (!braces_are_zero(kids[2])) {
				parse_error_at(p, kids[2],
				    _("only {0} is understood here; assign "
				      "the fields one by one"));
				return NULL;
			}
			kids[2] = NULL;
		}
	}
	node = parse_node(p, NODE_DECLARE, pos);
	node->op = (uint8_t)declare;
	node->type = (uint8_t)type->family;
	unit_kids(p->unit, node, kids, 3);
	return node;
}

/* declaration := type {'*'} declarator {',' {'*'} declarator} */
struct node *
parse_declaration(struct parser *p)
{
	const struct c_type *type;
	struct node_list list = { 0 };
	size_t pos = lexer_peek(p->lx)->pos;
	struct node *node = NULL, *one;
	unsigned stars;

	lexer_seek(p->lx, type_end(p, pos, &type, &stars));
	assert(type != NULL);
	do {
		while (lexer_peek(p->lx)->kind == TOK_OP &&
		    lexer_peek(p->lx)->op == OP_MUL) {
			lexer_take(p->lx);
			stars++;
		}
		if (lexer_peek(p->lx)->kind != TOK_NAME) {
			parse_expected(p, _("a name"));
			one = NULL;
		} else {
			one = parse_declarator(p, type, stars);
		}
		if (one != NULL)
			list_add(&list, one);
		stars = 0;
	} while (one != NULL && parse_accept(p, TOK_COMMA));
	if (one != NULL) {
		node = parse_node(p, NODE_BLOCK, parse_pos(p, pos));
		list_give(&list, p, node);
	} else {
		list_free(&list);
	}
	return node;
}
