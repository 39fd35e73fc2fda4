/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table of names. */
#include "lang/symbol.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>

#include <cmocka.h>

#include "lang/builtin.h"
#include "model/option.h"

enum { MANY = 100000 };

struct table {
	struct session session;
	struct symtab symbols;
};

static void
table_init(struct table *t)
{
	session_init(&t->session, NULL, NULL);
	builtin_add(&t->session);
	symtab_init(&t->symbols, &t->session);
}

static void
table_free(struct table *t)
{
	symtab_free(&t->symbols);
	session_free(&t->session);
}

/* One symbol a name, however many there are, and a slot of its own for each. */
static void
test_many(void **state)
{
	struct table t;
	struct symbol **all = calloc(MANY, sizeof(all[0])), *sym = NULL;
	size_t bucket = 0, n = 0;
	char *seen = calloc(MANY, 1);
	char name[32];

	(void)state;
	table_init(&t);
	for (int i = 0; i < MANY; i++) {
		int len = snprintf(name, sizeof(name), "name%dX", i);

		/* What follows the name is no part of it. */
		all[i] = symbol_get(&t.symbols, name, (size_t)len - 1);
	}
	for (int i = 0; i < MANY; i++) {
		int len = snprintf(name, sizeof(name), "name%d", i);

		assert_ptr_equal(symbol_get(&t.symbols, name, (size_t)len),
		    all[i]);
		assert_string_equal(all[i]->name, name);
		assert_true(all[i]->slot < MANY);
		assert_int_equal(seen[all[i]->slot], 0);
		seen[all[i]->slot] = 1;
	}
	assert_int_equal(t.symbols.n, MANY);
	while ((sym = symbol_walk(&t.symbols, &bucket, sym)) != NULL)
		n++;
	assert_int_equal(n, MANY);
	table_free(&t);
	free(all);
	free(seen);
}

/* One name may stand for a command, a constant or nothing yet. */
static void
test_meanings(void **state)
{
	struct table t;
	const struct symbol *sym;

	(void)state;
	table_init(&t);
	sym = symbol_get(&t.symbols, "print", 5);
	assert_non_null(sym->command);
	assert_int_equal(sym->constant.type, VAL_UNSET);
	sym = symbol_get(&t.symbols, "AF_INET", 7);
	assert_null(sym->command);
	assert_int_equal(sym->constant.type, VAL_INT);
	assert_int_equal(sym->constant.i, AF_INET);
	sym = symbol_get(&t.symbols, "SO_REUSEADDR", 12);
	assert_int_equal(sym->constant.i, SO_REUSEADDR);
	assert_string_equal(option_by_tag(sym->constant.tag)->name,
	    "SO_REUSEADDR");
	assert_int_equal(symbol_get(&t.symbols, "True", 4)->constant.i, 1);
	assert_int_equal(symbol_get(&t.symbols, "false", 5)->constant.i, 0);
	assert_int_equal(symbol_get(&t.symbols, "NULL", 4)->constant.type,
	    VAL_INT);
	assert_int_equal(symbol_get(&t.symbols, "None", 4)->constant.type,
	    VAL_NONE);
	sym = symbol_get(&t.symbols, "prin", 4);
	assert_null(sym->command);
	assert_int_equal(sym->constant.type, VAL_UNSET);
	assert_false(sym->declared);
	table_free(&t);
}

static void
test_empty(void **state)
{
	struct table t;
	size_t bucket = 0;

	(void)state;
	table_init(&t);
	assert_null(symbol_walk(&t.symbols, &bucket, NULL));
	assert_string_equal(symbol_get(&t.symbols, "", 0)->name, "");
	table_free(&t);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_many),
		cmocka_unit_test(test_meanings),
		cmocka_unit_test(test_empty),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
