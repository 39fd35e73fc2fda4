/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The echo of look-ups: what they take, and the structs that they give. */
#include <netdb.h>

#include "model/answer.h"
#include "model/xlat.h"
#include "sock/names.h"

#include "echo_rows.h"

#define INFO_4(type, proto)                                             \
	"{ai_socktype=" type ", ai_protocol=" proto                     \
	", ai_addr={sa_family=AF_INET, sin_port=htons(8080), sin_addr=" \
	"inet_addr(\"127.0.0.1\")}"

static const struct prim *
row_of(const struct prim *prims, const char *name)
{
	while (strcmp(prims->name, name) != 0)
		prims++;
	return prims;
}

static void
add_info(struct strbuf *out, int type, int proto)
{
	struct answer_info info = { 0, type, proto };
	char room[sizeof(info) + sizeof(in_8080)];

	memcpy(room, &info, sizeof(info));
	memcpy(room + sizeof(info), &in_8080, sizeof(in_8080));
	answer_add(out, ANSWER_INFO, room, sizeof(room));
}

static void
add_text(struct strbuf *out, enum answer_kind kind, const char *s)
{
	answer_add(out, kind, s, strlen(s));
}

static void
test_getaddrinfo(void **state)
{
	static const int hints[4] = { 0, AF_INET, SOCK_STREAM, 0 };
	static const int flags[4] = { AI_PASSIVE | AI_NUMERICSERV, AF_UNSPEC, 0,
		IPPROTO_TCP };
	const struct prim *row = row_of(names_prims, "getaddrinfo");
	struct strbuf one = { 0 }, two = { 0 };

	(void)state;
	add_info(&one, SOCK_STREAM, IPPROTO_TCP);
	add_text(&one, ANSWER_CANON, "a\033b");
	add_info(&two, SOCK_STREAM, IPPROTO_TCP);
	add_info(&two, SOCK_DGRAM, 250);
	{
		const struct line lines[] = {
			{ "getaddrinfo(\"nowhere\", \"http\", "
			  "{ai_family=AF_INET, ai_socktype=SOCK_STREAM}, res) "
			  "= -2 EAI_NONAME (Name or service not known)",
			    row, EAI_NONAME, EAI_NONAME,
			    { TEXT("nowhere"), TEXT("http"), OBJ(hints),
				N(0) } },
			{ "getaddrinfo(\"h\", \"1\", {ai_flags=AI_PASSIVE|"
			  "AI_NUMERICSERV, ai_family=AF_UNSPEC, "
			  "ai_socktype=0, ai_protocol=IPPROTO_TCP}, [" INFO_4(
			      "SOCK_STREAM",
			      "IPPROTO_TCP") ", ai_canonname=\"a\\33b\"}]) = 0",
			    row, 0, 0,
			    { TEXT("h"), TEXT("1"), OBJ(flags),
				BYTES(one.data, one.len) } },
			{ "getaddrinfo(\"x\", \"y\", hints, [" INFO_4(
			      "SOCK_STREAM",
			      "IPPROTO_TCP") "}, " INFO_4("SOCK_DGRAM",
			      "0xfa /* IPPROTO_??? */") "}]) = 0",
			    row, 0, 0,
			    { TEXT("x"), TEXT("y"), BYTES(hints, 7),
				BYTES(two.data, two.len) } },
			/* As much as the log has of it. */
			{ "getaddrinfo(\"x\", \"y\", hints, [" INFO_4(
			      "SOCK_STREAM", "IPPROTO_TCP") "}, ...]) = 0",
			    row, 0, 0,
			    { TEXT("x"), TEXT("y"), BYTES(hints, 7),
				BYTES(two.data, two.len - 1) } },
			{ "getaddrinfo(\"x\", \"y\", hints, [...]) = 0", row, 0,
			    0,
			    { TEXT("x"), TEXT("y"), BYTES(hints, 7),
				BYTES(two.data, 5) } },
		};

		assert_lines(lines, LEN(lines));
	}
	sb_free(&one);
	sb_free(&two);
}

static void
test_structs(void **state)
{
	struct strbuf host = { 0 }, service = { 0 }, protocol = { 0 },
		      interfaces = { 0 };

	(void)state;
	add_text(&host, ANSWER_NAME, "a.example");
	add_text(&host, ANSWER_ALIAS, "b");
	add_text(&host, ANSWER_ALIAS, "c\n");
	answer_add(&host, ANSWER_ADDR, "\177\0\0\1", 4);
	answer_add(&host, ANSWER_ADDR, "\12\0\0\2", 4);
	add_text(&service, ANSWER_NAME, "http");
	answer_add_number(&service, ANSWER_PORT, 80);
	add_text(&service, ANSWER_PROTO, "tcp");
	add_text(&protocol, ANSWER_NAME, "icmp");
	add_text(&protocol, ANSWER_ALIAS, "ICMP");
	answer_add_number(&protocol, ANSWER_NUMBER, 1);
	answer_add_number(&interfaces, ANSWER_NUMBER, 1);
	add_text(&interfaces, ANSWER_NAME, "lo");
	{
		const struct line lines[] = {
			{ "gethostbyname(\"a\") = {h_name=\"a.example\", "
			  "h_aliases=[\"b\", \"c\\n\"], h_addr_list=["
			  "inet_addr(\"127.0.0.1\"), "
			  "inet_addr(\"10.0.0.2\")]}",
			    row_of(host_prims, "gethostbyname"), 0, 0,
			    { TEXT("a"), BYTES(host.data, host.len) } },
			{ "gethostbyname(\"a\") = {h_name=\"a.example\", "
			  "h_aliases=[...], h_addr_list=[...]}",
			    row_of(host_prims, "gethostbyname"), 0, 0,
			    { TEXT("a"), BYTES(host.data, 13) } },
			{ "gethostbyname(\"a\") = NULL TRY_AGAIN (Host name "
			  "lookup failure)",
			    row_of(host_prims, "gethostbyname"), -1,
			    ERR_HOST - TRY_AGAIN, { TEXT("a"), UNFILLED } },
			{ "getservbyname(\"http\", NULL) = {s_name=\"http\", "
			  "s_aliases=[], s_port=htons(80), s_proto=\"tcp\"}",
			    row_of(host_prims, "getservbyname"), 0, 0,
			    { TEXT("http"), NUL,
				BYTES(service.data, service.len) } },
			{ "getprotobyname(\"icmp\") = {p_name=\"icmp\", "
			  "p_aliases=[\"ICMP\"], p_proto=1}",
			    row_of(host_prims, "getprotobyname"), 0, 0,
			    { TEXT("icmp"),
				BYTES(protocol.data, protocol.len) } },
			{ "getprotobyname(\"x\") = NULL (no such entry)",
			    row_of(host_prims, "getprotobyname"), -1,
			    ERR_NO_ENTRY, { TEXT("x"), UNFILLED } },
			{ "if_nameindex() = [{if_index=1, if_name=\"lo\"}]",
			    row_of(interface_prims, "if_nameindex"), 0, 0,
			    { BYTES(interfaces.data, interfaces.len) } },
		};

		assert_lines(lines, LEN(lines));
	}
	sb_free(&host);
	sb_free(&service);
	sb_free(&protocol);
	sb_free(&interfaces);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(test_getaddrinfo),
		cmocka_unit_test(test_structs),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
