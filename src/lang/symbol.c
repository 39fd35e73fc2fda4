/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names. */
#include "lang/symbol.h"

#include <netinet/in.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "lang/tree.h"
#include "model/xlat.h"

enum { SYMTAB_FIRST = 256 };

void
symtab_init(struct symtab *t, struct session *s)
{
	*t = (struct symtab){ .session = s, .nbuckets = SYMTAB_FIRST };
	t->buckets = xcalloc(t->nbuckets, sizeof(t->buckets[0]));
}

static void
symbol_free(struct symbol *sym)
{
	if (sym->def != NULL)
		def_release(sym->def);
	value_drop(&sym->constant);
	free(sym);
}

void
symtab_free(struct symtab *t)
{
	for (size_t i = 0; i < t->nbuckets; i++) {
		struct symbol *sym = t->buckets[i];

		while (sym != NULL) {
			struct symbol *next = sym->next;

			symbol_free(sym);
			sym = next;
		}
	}
	free(t->buckets);
	*t = (struct symtab){ 0 };
}

/* FNV-1a. */
static size_t
name_hash(const char *name, size_t len)
{
	uint64_t h = 0xcbf29ce484222325;

	for (size_t i = 0; i < len; i++)
		h = (h ^ (unsigned char)name[i]) * 0x100000001b3;
	return (size_t)(h ^ h >> 32);
}

static void
symtab_grow(struct symtab *t)
{
	size_t nbuckets = t->nbuckets * 2;
	struct symbol **buckets = xcalloc(nbuckets, sizeof(buckets[0]));

	for (size_t i = 0; i < t->nbuckets; i++) {
		struct symbol *sym = t->buckets[i];

		while (sym != NULL) {
			struct symbol *next = sym->next;
			size_t b = name_hash(sym->name, strlen(sym->name)) &
			    (nbuckets - 1);

			sym->next = buckets[b];
			buckets[b] = sym;
			sym = next;
		}
	}
	free(t->buckets);
	t->buckets = buckets;
	t->nbuckets = nbuckets;
}

/* The names that Python and C have for plain values. */
static bool
literal_find(const char *name, struct value *v)
{
	static const struct {
		const char *name;
		struct value value;
	} literals[] = {
		{ "True", { .type = VAL_INT, .i = 1 } },
		{ "False", { .type = VAL_INT, .i = 0 } },
		{ "true", { .type = VAL_INT, .i = 1 } },
		{ "false", { .type = VAL_INT, .i = 0 } },
		{ "NULL", { .type = VAL_INT, .tag = VALUE_TAG_NULL, .i = 0 } },
		{ "None", { .type = VAL_NONE } },
		{ "PIPE", { .type = VAL_INT, .i = -1 } },
		{ "STDOUT", { .type = VAL_INT, .i = -2 } },
		{ "DEVNULL", { .type = VAL_INT, .i = -3 } },
		{ "stdin", { .type = VAL_INT, .i = STDIN_FILENO } },
		{ "stdout", { .type = VAL_INT, .i = STDOUT_FILENO } },
		{ "stderr", { .type = VAL_INT, .i = STDERR_FILENO } },
	};

	for (size_t i = 0; i < sizeof(literals) / sizeof(literals[0]); i++) {
		if (strcmp(literals[i].name, name) == 0) {
			*v = literals[i].value;
			return true;
		}
	}
	return false;
}

/* C's two addresses of IPv6, as their 16 bytes. */
static bool
in6_find(const char *name, struct value *v)
{
	const struct in6_addr *in6 = strcmp(name, "in6addr_any") == 0 ?
	    &in6addr_any :
	    strcmp(name, "in6addr_loopback") == 0 ? &in6addr_loopback :
						    NULL;

	if (in6 == NULL)
		return false;
	*v = value_bytes((const char *)in6, sizeof(*in6));
	return true;
}

static struct symbol *
symbol_new(struct symtab *t, const char *name, size_t len)
{
	struct symbol *sym = xmalloc(sizeof(*sym) + len + 1);
	char *copy = (char *)(sym + 1);
	int64_t number;
	uint16_t tag;

	memcpy(copy, name, len);
	copy[len] = '\0';
	*sym = (struct symbol){ .name = copy, .slot = (uint32_t)t->n++ };
	sym->command = session_command(t->session, copy);
	if (!literal_find(copy, &sym->constant) &&
	    !in6_find(copy, &sym->constant) &&
	    xlat_constant(copy, &number, &tag))
		sym->constant =
		    (struct value){ .type = VAL_INT, .tag = tag, .i = number };
	return sym;
}

struct symbol *
symbol_get(struct symtab *t, const char *name, size_t len)
{
	size_t hash = name_hash(name, len);
	struct symbol *sym = t->buckets[hash & (t->nbuckets - 1)];

	while (sym != NULL &&
	    (strncmp(sym->name, name, len) != 0 || sym->name[len] != '\0'))
		sym = sym->next;
	if (sym != NULL)
		return sym;
	if (t->n >= t->nbuckets)
		symtab_grow(t);
	sym = symbol_new(t, name, len);
	sym->next = t->buckets[hash & (t->nbuckets - 1)];
	t->buckets[hash & (t->nbuckets - 1)] = sym;
	return sym;
}

struct symbol *
symbol_walk(const struct symtab *t, size_t *bucket, struct symbol *last)
{
	struct symbol *sym = last != NULL ? last->next : t->buckets[0];

	if (last == NULL)
		*bucket = 0;
	while (sym == NULL && ++*bucket < t->nbuckets)
		sym = t->buckets[*bucket];
	return sym;
}
