/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Fuzzing addresses: literals, pairs, fields, and the kernel's bytes. */
#include "fuzz.h"

#include <string.h>

#include "base/alloc.h"
#include "model/addr.h"

static void
drop_addr(struct addr *a)
{
	value_drop(&(struct value){ .type = VAL_ADDR, .addr = a });
}

/* The literal of an address reads back as the same address. Escapes are not
 * addr_parse's to read but the lexer's. */
static void
check_there_and_back(const struct addr *a)
{
	struct strbuf text = { 0 };
	struct addr *again = NULL;
	struct addr_names names;
	char *cause = NULL;

	addr_text(&text, &a->u.sa, a->len);
	fuzz_check_safe(&text, false);
	if (strchr(sb_text(&text), '\\') == NULL) {
		FUZZ_CHECK(addr_parse(sb_text(&text), text.len, AF_UNSPEC,
			       &again, &names, &cause) == ADDR_NUMERIC);
		FUZZ_CHECK(addr_equal(a, again));
		drop_addr(again);
	}
	sb_free(&text);
}

static void
check_form(enum addr_form form, struct addr *a, const struct addr_names *names,
    char *cause)
{
	FUZZ_CHECK(form == ADDR_BAD || cause == NULL);
	FUZZ_CHECK(form == ADDR_NUMERIC || a == NULL);
	switch (form) {
	case ADDR_BAD:
		FUZZ_CHECK(cause != NULL && *cause != '\0');
		free(cause);
		break;
	case ADDR_NAMED:
		FUZZ_CHECK(strnlen(names->host, sizeof(names->host)) <
		    sizeof(names->host));
		FUZZ_CHECK(strnlen(names->service, sizeof(names->service)) <
		    sizeof(names->service));
		break;
	default:
		FUZZ_CHECK(a != NULL && a->len <= sizeof(a->u));
		check_there_and_back(a);
		drop_addr(a);
		break;
	}
}

static void
check_literal(const char *s, size_t len)
{
	static const int families[] = { AF_UNSPEC, AF_INET, AF_INET6, AF_UNIX };

	for (size_t i = 0; i < 4; i++) {
		struct addr *a = NULL;
		struct addr_names names;
		char *cause = NULL;
		enum addr_form form =
		    addr_parse(s, len, families[i], &a, &names, &cause);

		check_form(form, a, &names, cause);
	}
}

static void
check_pair(const char *host, size_t len, const char *service)
{
	static const int families[] = { AF_UNSPEC, AF_INET, AF_INET6, AF_UNIX };

	for (size_t i = 0; i < 4; i++) {
		struct addr *a = NULL;
		struct addr_names names;
		char *cause = NULL;
		enum addr_form form = addr_parse_pair(host, len, service,
		    families[i], &a, &names, &cause);

		check_form(form, a, &names, cause);
	}
}

static void
check_field(struct addr *a, const char *name, const struct value *v)
{
	struct value got;
	char *cause = NULL;

	if (addr_field_get(a, name, &got, &cause))
		value_drop(&got);
	else
		FUZZ_CHECK(cause != NULL);
	free(cause);
	cause = NULL;
	if (!addr_field_set(a, name, v, &cause))
		FUZZ_CHECK(cause != NULL);
	free(cause);
	FUZZ_CHECK(a->len <= sizeof(a->u));
}

/* An address as the kernel may give it, of any length. */
static void
check_kernel(const uint8_t *data, size_t size, const char *field)
{
	static const char *const fields[] = { "sin_family", "sin_port",
		"sin_addr", "sin_addr.s_addr", "sin6_port", "sin6_addr",
		"sin6_scope_id", "sun_path", "sun_family", "ss_family",
		"sa_family" };
	size_t len = size < sizeof(struct sockaddr_storage) ?
	    size :
	    sizeof(struct sockaddr_storage);
	struct sockaddr_storage sa = { 0 };
	struct strbuf text = { 0 };
	struct value v, host, port;
	struct addr *a;

	memcpy(&sa, data, len);
	a = addr_from_sa((struct sockaddr *)&sa, (socklen_t)len);
	host = addr_host(a);
	port = addr_port(a);
	v = len % 2 != 0 ? VALUE_INT(sa.ss_family) :
			   value_bytes((char *)&sa, len);
	addr_text(&text, &a->u.sa, a->len);
	for (size_t i = 0; i < sizeof(fields) / sizeof(fields[0]); i++)
		check_field(a, fields[i], &v);
	check_field(a, field, &host);
	check_field(a, field, &port);
	value_drop(&v);
	value_drop(&host);
	value_drop(&port);
	drop_addr(a);
	sb_free(&text);
}

void
fuzz_addr(const uint8_t *data, size_t size)
{
	struct fuzz_input in = { data, size };
	size_t len, service_len;
	char *s = fuzz_string(&in, '\n', &len);
	char *service = fuzz_string(&in, '\n', &service_len);

	check_literal(s, len);
	check_pair(s, len, service);
	check_kernel(in.size != 0 ? in.data : (const uint8_t *)"", in.size,
	    service);
	free(service);
	free(s);
}
