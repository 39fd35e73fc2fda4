/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Frames in the sequence diagram: every fate in every drawing. */
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "view/ladder.h"

/* A frame at so many us. */
static struct ladder_step *
frame(struct ladder *l, int64_t us, const char *name, int from, int to)
{
	struct ladder_step *f = ladder_add_step(l, LADDER_FRAME);

	f->at = us * 1000;
	f->text = xstrdup(name);
	f->from = from;
	f->to = to;
	return f;
}

/* Frames between two descriptors and between two hosts, of every fate. */
static void
frames_conversation(struct ladder *l)
{
	static const struct {
		const char *name;
		enum ladder_part part;
		enum ladder_fate fate;
		bool back;
	} frames[] = {
		{ "SYN", LADDER_BEGINS, LADDER_HELD, false },
		{ "SYN", LADDER_WHOLE, LADDER_ABSORBED, false },
		{ "SYN", LADDER_ENDS, LADDER_PASSED, false },
		{ "SYN ACK", LADDER_WHOLE, LADDER_PASSED, true },
		{ "data 5", LADDER_WHOLE, LADDER_DROPPED, false },
		{ "FIN ACK", LADDER_WHOLE, LADDER_REPEATED, true },
	};
	int c = ladder_add_lane(l, "c", false);
	int s = ladder_add_lane(l, "s", false);
	int client = ladder_add_lane(l, "client", false);
	int server = ladder_add_lane(l, "server", false);
	struct ladder_step *f;

	frame(l, 0, "ARP", client, server);
	for (size_t i = 0; i < sizeof(frames) / sizeof(frames[0]); i++) {
		f = frame(l, 1000 + 60000 * (int64_t)i, frames[i].name,
		    frames[i].back ? s : c, frames[i].back ? c : s);
		f->part = frames[i].part;
		f->fate = frames[i].fate;
		f->waited = f->part == LADDER_ENDS ? 120000000 : 0;
	}
}

static void
assert_frames(unsigned columns, bool ascii, const char *want)
{
	const struct draw_page page = { .width = columns < 80 ? columns : 80,
		.columns = columns,
		.ascii = ascii };
	struct ladder l = { 0 }, back;
	struct value v;
	struct strbuf out = { 0 };

	frames_conversation(&l);
	/* As the drawing of the command has it: from the value. */
	v = ladder_give(&l);
	assert_true(ladder_take(&back, &v));
	value_drop(&v);
	ladder_text(&out, &back, &page);
	if (getenv("SHOW") != NULL)
		printf("%s\n", sb_text(&out));
	else
		assert_string_equal(sb_text(&out), want);
	ladder_free(&l);
	ladder_free(&back);
	sb_free(&out);
}

/* GOLDEN FRAMES */
/* clang-format off: a line of the picture is a line here */
static void
frames_40(void **state)
{
	(void)state;
	assert_frames(40, false,
	    "ms\n"
	    "  client   server   c        s\n"
	    "0.00     ARP\n"
	    "  │──ARP──▶│        │        │\n"
	    "1.00     SYN ...\n"
	    "  │        │        │───■    │\n"
	    "61.00    SYN\n"
	    "  │        │        │───□    │\n"
	    "121.00   SYN [120.00 ms]\n"
	    "  │        │        │──SYN──▶│\n"
	    "181.00   SYN ACK\n"
	    "  │        │        │◀───────│\n"
	    "241.00   data 5\n"
	    "  │        │        │───✗    │\n"
	    "301.00   FIN ACK\n"
	    "  │        │        │◀◀──────│\n");
	assert_frames(40, true,
	    "ms\n"
	    "  client   server   c        s\n"
	    "0.00     ARP\n"
	    "  |--ARP-->|        |        |\n"
	    "1.00     SYN ...\n"
	    "  |        |        |---=    |\n"
	    "61.00    SYN\n"
	    "  |        |        |---~    |\n"
	    "121.00   SYN [120.00 ms]\n"
	    "  |        |        |--SYN-->|\n"
	    "181.00   SYN ACK\n"
	    "  |        |        |<-------|\n"
	    "241.00   data 5\n"
	    "  |        |        |---x    |\n"
	    "301.00   FIN ACK\n"
	    "  |        |        |<<------|\n");
}

static void
frames_60(void **state)
{
	(void)state;
	assert_frames(60, false,
	    "ms\n"
	    "  client        server        c             s\n"
	    "0.00     ARP\n"
	    "  │────ARP─────▶│             │             │\n"
	    "1.00     SYN ...\n"
	    "  │             │             │─SYN──■      │\n"
	    "61.00    SYN\n"
	    "  │             │             │─SYN──□      │\n"
	    "121.00   SYN [120.00 ms]\n"
	    "  │             │             │────SYN─────▶│\n"
	    "181.00   SYN ACK\n"
	    "  │             │             │◀──SYN ACK───│\n"
	    "241.00   data 5\n"
	    "  │             │             │──────✗      │\n"
	    "301.00   FIN ACK\n"
	    "  │             │             │◀◀─FIN ACK───│\n");
	assert_frames(60, true,
	    "ms\n"
	    "  client        server        c             s\n"
	    "0.00     ARP\n"
	    "  |----ARP----->|             |             |\n"
	    "1.00     SYN ...\n"
	    "  |             |             |-SYN--=      |\n"
	    "61.00    SYN\n"
	    "  |             |             |-SYN--~      |\n"
	    "121.00   SYN [120.00 ms]\n"
	    "  |             |             |----SYN----->|\n"
	    "181.00   SYN ACK\n"
	    "  |             |             |<--SYN ACK---|\n"
	    "241.00   data 5\n"
	    "  |             |             |------x      |\n"
	    "301.00   FIN ACK\n"
	    "  |             |             |<<-FIN ACK---|\n");
}

static void
frames_80(void **state)
{
	(void)state;
	assert_frames(80, false,
	    "      ms                     client      server      c           s\n"
	    "    0.00 ARP                 │───ARP────▶│           │           │\n"
	    "    1.00 SYN ...             │           │           │─────■     │\n"
	    "   61.00 SYN                 │           │           │─────□     │\n"
	    "  121.00 SYN [120.00 ms]     │           │           │───SYN────▶│\n"
	    "  181.00 SYN ACK             │           │           │◀─SYN ACK──│\n"
	    "  241.00 data 5              │           │           │─────✗     │\n"
	    "  301.00 FIN ACK             │           │           │◀◀FIN ACK──│\n");
	assert_frames(80, true,
	    "      ms                     client      server      c           s\n"
	    "    0.00 ARP                 |---ARP---->|           |           |\n"
	    "    1.00 SYN ...             |           |           |-----=     |\n"
	    "   61.00 SYN                 |           |           |-----~     |\n"
	    "  121.00 SYN [120.00 ms]     |           |           |---SYN---->|\n"
	    "  181.00 SYN ACK             |           |           |<-SYN ACK--|\n"
	    "  241.00 data 5              |           |           |-----x     |\n"
	    "  301.00 FIN ACK             |           |           |<<FIN ACK--|\n");
}

static void
frames_120(void **state)
{
	(void)state;
	assert_frames(120, false,
	    "      ms                                                 client         server         c              s\n"
	    "    0.00 ARP                                             │─────ARP─────▶│              │              │\n"
	    "    1.00 SYN ...                                         │              │              │─SYN──■       │\n"
	    "   61.00 SYN                                             │              │              │─SYN──□       │\n"
	    "  121.00 SYN [120.00 ms]                                 │              │              │─────SYN─────▶│\n"
	    "  181.00 SYN ACK                                         │              │              │◀──SYN ACK────│\n"
	    "  241.00 data 5                                          │              │              │──────✗       │\n"
	    "  301.00 FIN ACK                                         │              │              │◀◀─FIN ACK────│\n");
	assert_frames(120, true,
	    "      ms                                                 client         server         c              s\n"
	    "    0.00 ARP                                             |-----ARP----->|              |              |\n"
	    "    1.00 SYN ...                                         |              |              |-SYN--=       |\n"
	    "   61.00 SYN                                             |              |              |-SYN--~       |\n"
	    "  121.00 SYN [120.00 ms]                                 |              |              |-----SYN----->|\n"
	    "  181.00 SYN ACK                                         |              |              |<--SYN ACK----|\n"
	    "  241.00 data 5                                          |              |              |------x       |\n"
	    "  301.00 FIN ACK                                         |              |              |<<-FIN ACK----|\n");
}
/* clang-format on */

/* Each fate in words, and in the slide. */
static void
frames_told(void **state)
{
	const struct draw_page page = { .width = 80, .columns = 80 };
	struct ladder l = { 0 };
	struct strbuf out = { 0 };

	(void)state;
	frames_conversation(&l);
	ladder_plain(&out, &l, &page);
	assert_string_equal(sb_text(&out),
	    "0.00 ms: ARP. A frame from client to server.\n"
	    "1.00 ms: SYN. A frame from c to s. It is held.\n"
	    "61.00 ms: SYN. A frame from c to s. It is a copy of one that is "
	    "held, and goes\n"
	    "no further.\n"
	    "121.00 ms: SYN, after waiting for 120.00 ms. A frame from c to "
	    "s.\n"
	    "181.00 ms: SYN ACK. A frame from s to c.\n"
	    "241.00 ms: data 5. A frame from c to s. It was dropped.\n"
	    "301.00 ms: FIN ACK. A frame from s to c. It was delivered "
	    "twice.\n");
	sb_clear(&out);
	ladder_svg(&out, &l);
	/* A full square for what is held, an empty one for its copy. */
	assert_non_null(strstr(sb_text(&out),
	    "height=\"8\" stroke=\"black\" fill=\"black\"/>"));
	assert_non_null(strstr(sb_text(&out),
	    "height=\"8\" stroke=\"black\" fill=\"white\"/>"));
	assert_non_null(strstr(sb_text(&out), ">FIN ACK</text>"));
	ladder_free(&l);
	sb_free(&out);
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(frames_40),
		cmocka_unit_test(frames_60),
		cmocka_unit_test(frames_80),
		cmocka_unit_test(frames_120),
		cmocka_unit_test(frames_told),
	};

	return cmocka_run_group_tests(tests, NULL, NULL);
}
