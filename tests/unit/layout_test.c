/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Structs as values: to memory and back, their fields, what is refused. */
#include "lang_fixture.h"

#include <arpa/inet.h>
#include <netinet/tcp.h>
#include <netpacket/packet.h>
#include <sys/time.h>

#include "base/alloc.h"
#include "base/text.h"
#include "model/addr.h"
#include "model/layout.h"

static const struct layout *
layout(const char *name)
{
	const struct layout *l = layout_find(name);

	assert_non_null(l);
	return l;
}

static void
assert_repr(const struct value *v, const char *want)
{
	struct strbuf sb = { 0 };

	value_repr(&sb, v, 4096);
	assert_string_equal(sb_text(&sb), want);
	sb_free(&sb);
}

static void
assert_cause(char *cause, const char *part)
{
	assert_non_null(cause);
	assert_true(text_plain(cause, strlen(cause)));
	if (strstr(cause, part) == NULL)
		fail_msg("\"%s\" is not in \"%s\"", part, cause);
	free(cause);
}

static void
set(struct value *v, const char *path, struct value to)
{
	char *cause = NULL;

	if (!value_field_set(v, path, &to, &cause))
		fail_msg("%s", cause);
	value_drop(&to);
}

static void
set_fails(struct value *v, const char *path, struct value to, const char *part)
{
	char *cause = NULL;

	assert_false(value_field_set(v, path, &to, &cause));
	assert_cause(cause, part);
	value_drop(&to);
}

static struct value
get(const struct value *v, const char *path)
{
	struct value out = { 0 };
	char *cause = NULL;

	if (!value_field_get(v, path, &out, &cause))
		fail_msg("%s", cause);
	return out;
}

static int64_t
get_int(const struct value *v, const char *path)
{
	struct value out = get(v, path);

	assert_int_equal(out.type, VAL_INT);
	return out.i;
}

/* In each: fields in order, inside the struct, none twice, numbers of a size
 * that there is; zero, written and read, is zero. */
static void
all_layouts_are_sound(void **state)
{
	const struct layout *l;
	size_t n = 0;

	(void)state;
	for (; (l = layout_at(n)) != NULL; n++) {
		unsigned char buf[LAYOUT_SIZE_MAX];
		struct value zero = layout_zero(l), again;
		size_t len = sizeof(buf), end = 0;
		char *cause = NULL;

		assert_ptr_equal(layout_find(l->name), l);
		assert_true(l->size <= LAYOUT_SIZE_MAX);
		assert_int_equal(zero.tuple->len, l->n);
		for (int i = 0; i < l->n; i++) {
			const struct layout_field *f = &l->fields[i];

			assert_int_equal(layout_field_index(l, f->name), i);
			if (l->size == 0)
				continue;
			assert_true(f->kind == LAYOUT_BITS || f->offset >= end);
			end = (size_t)f->offset + f->size;
			assert_true(end <= l->size);
			assert_true(f->kind != LAYOUT_ANY);
		}
		memset(buf, 0xff, sizeof(buf));
		if (l->size == 0) {
			assert_false(
			    layout_encode(l, &zero, buf, &len, &cause));
			assert_cause(cause, l->name);
		} else {
			assert_true(layout_encode(l, &zero, buf, &len, &cause));
			assert_int_equal(len, l->size);
			for (size_t i = 0; i < len; i++)
				assert_int_equal(buf[i], 0);
			assert_int_equal(buf[len], 0xff);
			again = layout_decode(l, buf, len);
			assert_true(value_equal(&zero, &again));
			value_drop(&again);
		}
		value_drop(&zero);
	}
	assert_true(n > 20);
	assert_null(layout_find("nonsense"));
}

/* Any bytes can be read, at any length, and be written back the same. */
static void
bytes_come_back(void **state)
{
	const struct layout *l;
	unsigned seed = 1;

	(void)state;
	for (size_t n = 0; (l = layout_at(n)) != NULL; n++) {
		unsigned char *buf = xmalloc(l->size + 1u);
		unsigned char out[LAYOUT_SIZE_MAX];

		for (size_t i = 0; i < l->size; i++)
			buf[i] = (unsigned char)((seed = seed * 1103515245 +
							 12345) >>
			    16);
		for (size_t len = 0; len <= l->size; len++) {
			struct value v = layout_decode(l, buf, len);
			struct strbuf sb = { 0 };
			size_t room = sizeof(out);
			char *cause = NULL;

			value_repr(&sb, &v, 200);
			sb_free(&sb);
			if (l->size != 0 &&
			    !layout_encode(l, &v, out, &room, &cause))
				fail_msg("%s: %s", l->name, cause);
			for (size_t i = 0; i < v.tuple->len; i++) {
				const struct layout_field *f = &l->fields[i];

				if (f->kind == LAYOUT_CHARS ||
				    f->kind == LAYOUT_BITS ||
				    f->kind == LAYOUT_ADDR)
					continue;
				assert_memory_equal(buf + f->offset,
				    out + f->offset, f->size);
			}
			value_drop(&v);
		}
		free(buf);
	}
}

static void
a_timeval(void **state)
{
	struct timeval tv = { .tv_sec = -5, .tv_usec = 7 }, back;
	struct value v = layout_decode(layout("timeval"), &tv, sizeof(tv));
	struct value shared = value_copy(&v);
	size_t len = sizeof(back);
	char *cause = NULL;

	(void)state;
	assert_repr(&v, "{tv_sec=-5, tv_usec=7}");
	assert_int_equal(get_int(&v, "tv_sec"), -5);
	set(&v, "tv_sec", VALUE_INT(INT64_MAX));
	assert_int_equal(get_int(&v, "tv_sec"), INT64_MAX);
	/* What was shared is as it was. */
	assert_int_equal(get_int(&shared, "tv_sec"), -5);
	assert_int_equal(shared.tuple->refs, 1);
	assert_true(
	    layout_encode(layout("timeval"), &shared, &back, &len, &cause));
	assert_memory_equal(&back, &tv, sizeof(tv));
	value_drop(&shared);
	set_fails(&v, "tv_sec", VALUE_FLOAT(2.5), "tv_sec takes a number");
	set_fails(&v, "tv_nsec", VALUE_INT(1),
	    "struct timeval has no field tv_nsec; did you mean tv_sec?");
	set_fails(&v, "x", VALUE_INT(1), "it has tv_sec, tv_usec");
	set_fails(&v, "tv_sec.x", VALUE_INT(1), "has no fields");
	len = sizeof(back) - 1;
	assert_false(layout_encode(layout("timeval"), &v, &back, &len, &cause));
	assert_cause(cause, "timeval");
	value_drop(&v);
}

static void
addresses_in_a_struct(void **state)
{
	struct value v = layout_zero(layout("ip_mreq"));
	struct value in = layout_zero(layout("in_addr"));
	struct ip_mreq mreq;
	size_t len = sizeof(mreq);
	char *cause = NULL;

	(void)state;
	set(&v, "imr_multiaddr.s_addr", VALUE_INT(inet_addr("224.0.0.1")));
	set(&v, "imr_interface", value_str("127.0.0.1"));
	assert_repr(&v,
	    "{imr_multiaddr=inet_addr(\"224.0.0.1\"), "
	    "imr_interface=inet_addr(\"127.0.0.1\")}");
	assert_int_equal(get_int(&v, "imr_interface"), inet_addr("127.0.0.1"));
	assert_int_equal(get_int(&v, "imr_multiaddr.s_addr"),
	    inet_addr("224.0.0.1"));
	set(&in, "s_addr", value_bytes("\1\2\3\4", 4));
	set(&v, "imr_interface", value_copy(&in));
	assert_true(layout_encode(layout("ip_mreq"), &v, &mreq, &len, &cause));
	assert_int_equal(mreq.imr_interface.s_addr, inet_addr("1.2.3.4"));
	set_fails(&v, "imr_interface", value_str("1.2.3"),
	    "imr_interface takes an IPv4 address");
	set_fails(&v, "imr_interface", VALUE_INT(-1), "not -1");
	set_fails(&v, "imr_interface.s_add", VALUE_INT(1), "has no fields");
	value_drop(&in);
	value_drop(&v);
	v = layout_zero(layout("ipv6_mreq"));
	set(&v, "ipv6mr_multiaddr", value_str("ff02::1"));
	set(&v, "ipv6mr_interface", VALUE_INT(3));
	assert_repr(&v, "{ipv6mr_multiaddr=\"ff02::1\", ipv6mr_interface=3}");
	set_fails(&v, "ipv6mr_multiaddr.s6_addr", value_str("ff02::x"),
	    "IPv6 address");
	value_drop(&v);
}

static void
an_address_in_a_struct(void **state)
{
	struct value v = layout_zero(layout("group_req"));
	struct addr *a = addr_new(AF_INET);
	struct group_req req;
	size_t len = sizeof(req);
	char *cause = NULL;

	(void)state;
	a->u.in.sin_addr.s_addr = inet_addr("224.0.0.5");
	set(&v, "gr_group", value_from_addr(a));
	set(&v, "gr_group.sin_port", VALUE_INT(htons(7)));
	assert_int_equal(get_int(&v, "gr_group.sin_port"), htons(7));
	set(&v, "gr_interface", VALUE_INT(UINT32_MAX));
	assert_true(layout_encode(layout("group_req"), &v, &req, &len, &cause));
	assert_int_equal(len, sizeof(req));
	assert_int_equal(((struct sockaddr_in *)&req.gr_group)->sin_port,
	    htons(7));
	assert_int_equal(req.gr_interface, UINT32_MAX);
	set_fails(&v, "gr_group", VALUE_INT(1), "an address");
	set_fails(&v, "gr_interface", VALUE_INT(-1), "0 to 4294967295");
	value_drop(&v);
}

static void
what_the_kernel_gives(void **state)
{
	unsigned char bytes[512] = { TCP_ESTABLISHED, TCP_CA_Recovery };
	struct tcp_info *info = (void *)bytes;
	struct value v, state_of;
	char *cause = NULL;

	(void)state;
	info->tcpi_options = TCPI_OPT_SACK | TCPI_OPT_WSCALE;
	info->tcpi_snd_wscale = 7;
	info->tcpi_rcv_wscale = 9;
	info->tcpi_rtt = 4000000000u;
	memset(bytes + 112, 0xff, 8);
	/* libc's struct, which is the kernel's of long ago. */
	v = layout_decode(layout("tcp_info"), bytes, sizeof(*info));
	assert_int_equal(get_int(&v, "tcpi_state"), TCP_ESTABLISHED);
	assert_int_equal(get_int(&v, "tcpi_snd_wscale"), 7);
	assert_int_equal(get_int(&v, "tcpi_rcv_wscale"), 9);
	assert_int_equal(get_int(&v, "tcpi_rtt"), 4000000000u);
	assert_false(
	    value_field_get(&v, "tcpi_bytes_acked", &state_of, &cause));
	assert_cause(cause, "tcpi_bytes_acked: the kernel gave no such field");
	state_of = get(&v, "tcpi_state");
	assert_repr(&state_of, "TCP_ESTABLISHED");
	state_of = get(&v, "tcpi_ca_state");
	assert_repr(&state_of, "TCP_CA_Recovery");
	state_of = get(&v, "tcpi_options");
	assert_repr(&state_of, "TCPI_OPT_SACK|TCPI_OPT_WSCALE");
	value_drop(&v);
	v = layout_decode(layout("tcp_info"), bytes, sizeof(bytes));
	assert_int_equal(get_int(&v, "tcpi_max_pacing_rate"), -1);
	assert_int_equal(get_int(&v, "tcpi_received_ce_bytes"), 0);
	value_drop(&v);
	v = layout_decode(layout("tcp_info"), bytes, 5);
	assert_repr(&v,
	    "{tcpi_state=TCP_ESTABLISHED, tcpi_ca_state=TCP_CA_Recovery, "
	    "tcpi_retransmits=0, tcpi_probes=0, tcpi_backoff=0}");
	value_drop(&v);
	v = layout_decode(layout("tcp_info"), bytes, 0);
	assert_repr(&v, "{}");
	value_drop(&v);
}

/* A record of values: each is converted; a plain tuple is as good. */
static void
records_of_values(void **state)
{
	const struct layout *l = layout("ip_mreqn");
	struct value items[4], v, plain, other;
	unsigned char buf[LAYOUT_SIZE_MAX];
	size_t len = sizeof(buf);
	char *cause = NULL;

	(void)state;
	items[0] = value_str("224.0.0.1");
	items[1] = VALUE_INT(0);
	items[2] = VALUE_INT(3);
	assert_true(layout_record(l, items, 3, &v, &cause));
	assert_int_equal(get_int(&v, "imr_ifindex"), 3);
	items[0] = VALUE_INT(inet_addr("224.0.0.1"));
	items[1] = VALUE_INT(0);
	items[2] = VALUE_INT(3);
	assert_true(value_tuple(&plain, items, 3, &cause));
	assert_true(value_equal(&v, &plain));
	assert_true(layout_encode(l, &plain, buf, &len, &cause));
	value_drop(&plain);
	other = layout_zero(layout("ip_mreq"));
	assert_false(layout_encode(l, &other, buf, &len, &cause));
	assert_cause(cause, "struct ip_mreqn");
	value_drop(&other);
	items[0] = value_str("1");
	items[1] = VALUE_INT(1);
	assert_false(layout_record(l, items, 2, &other, &cause));
	assert_cause(cause, "imr_multiaddr takes an IPv4 address");
	for (int i = 0; i < 4; i++)
		items[i] = VALUE_INT(0);
	assert_false(layout_record(l, items, 4, &other, &cause));
	assert_cause(cause, "struct ip_mreqn has 3 fields");
	assert_false(value_item_set(&v, 2, value_str("x"), &cause));
	assert_cause(cause, "imr_ifindex takes an interface's index or name");
	assert_true(value_item_set(&v, 2, VALUE_INT(9), &cause));
	assert_int_equal(get_int(&v, "imr_ifindex"), 9);
	value_drop(&v);
	v = layout_zero(layout("ucred"));
	set(&v, "uid", VALUE_INT(-1));
	assert_true(layout_encode(layout("ucred"), &v, buf, &len, &cause));
	assert_memory_equal(buf + 4, "\xff\xff\xff\xff\0\0\0\0", 8);
	set_fails(&v, "gid", VALUE_INT(-2), "-1 to 4294967295");
	value_drop(&v);
	v = layout_zero(layout("packet_mreq"));
	set(&v, "mr_address", value_bytes("\1\2", 2));
	assert_repr(&v,
	    "{mr_ifindex=0, mr_type=PACKET_MR_MULTICAST, mr_alen=0, "
	    "mr_address=\"\\1\\2\\0\\0\\0\\0\\0\\0\"}");
	set_fails(&v, "mr_address", value_str("123456789"),
	    "has room for 8 bytes, not 9");
	set_fails(&v, "mr_type", VALUE_INT(65536), "0 to 65535");
	value_drop(&v);
}

/* What a program does with a record in the variable r. */
static void
assert_program(struct value r, const char *text, const char *want)
{
	struct fixture f;
	struct symbol *sym;

	fixture_init(&f);
	sym = symbol_get(&f.symbols, "r", 1);
	*interp_global(&f.interp, sym) = r;
	run(&f, text);
	if (!fits(sb_text(&f.out), want))
		fail_msg("%s\n  gave   %s\n  wanted %s", text, sb_text(&f.out),
		    want);
	fixture_free(&f);
}

static void
in_the_language(void **state)
{
	struct value list, items[2];
	char *cause = NULL;

	(void)state;
	assert_program(layout_zero(layout("timeval")),
	    "r.tv_sec = 5; print(r); a, b = r; print(a + b, r[0], len(r)); "
	    "print(r == (5, 0), sizeof(r), r.tv_sec)",
	    "{tv_sec=5, tv_usec=0}\n5 5 2\n1 16 5\n");
	assert_program(layout_zero(layout("timeval")),
	    "s = r; r.tv_sec += 2; r[1] = 9; print(r, s)",
	    "{tv_sec=2, tv_usec=9} {tv_sec=0, tv_usec=0}\n");
	assert_program(layout_zero(layout("timeval")),
	    "for x in r { print(x) }; print(r + (1,), r[0:1])",
	    "0\n0\n(0, 0, 1) (0,)\n");
	assert_program(layout_zero(layout("ip_mreq")),
	    "r.imr_multiaddr.s_addr = 1; print(r.imr_multiaddr.s_addr)", "1\n");
	assert_program(VALUE_INT(1), "r.tv_sec = 1",
	    "!r holds no struct; struct timeval r; makes one");
	assert_program(VALUE_INT(1), "r.sin_port = 1",
	    "!r holds no address; struct sockaddr_in r; makes one");
	assert_program(layout_zero(layout("timeval")), "r.tv_sec = \"a\"",
	    "!tv_sec takes a number from -9223372036854775808 to "
	    "9223372036854775807, not \"a\"");
	assert_program(layout_zero(layout("timeval")), "r[2] = 1",
	    "![2] lies outside of the 2 values");
	/* A struct in a list, and the index found once. */
	items[0] = layout_zero(layout("linger"));
	items[1] = layout_zero(layout("linger"));
	assert_true(value_tuple(&list, items, 2, &cause));
	assert_program(list,
	    "def f(i) { print(\"f\"); return i }; r[f(1)].l_linger = 7; "
	    "r[0] = (1, 2); print(r[1].l_linger, r)",
	    "f\n7 ((1, 2), {l_onoff=0, l_linger=7})\n");
	/* Deeper than anything is. */
	assert_program(VALUE_INT(1),
	    "r[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0]"
	    "[0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0][0] = 1",
	    "!this cannot be assigned to");
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(all_layouts_are_sound),
		cmocka_unit_test(bytes_come_back),
		cmocka_unit_test(a_timeval),
		cmocka_unit_test(addresses_in_a_struct),
		cmocka_unit_test(an_address_in_a_struct),
		cmocka_unit_test(what_the_kernel_gives),
		cmocka_unit_test(records_of_values),
		cmocka_unit_test(in_the_language),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
