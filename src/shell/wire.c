/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The command wire: frames held, let go, harmed and waited for. */
#include "shell/wire.h"

#include <errno.h>
#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/call.h"
#include "shell/shell.h"
#include "wire/lab.h"

enum {
	WAIT_SECONDS = 5, /* where none are given */
	WAIT_SECONDS_MAX = 86400,
	STEP_MAX = 1000000,
	DELAY_MAX = 3600, /* seconds */
};

static struct lab *
lab_of(const struct call *call)
{
	return call->task->session->lab;
}

void
wire_words(const struct call *call, struct strbuf *out)
{
	for (size_t i = 0; i < call->nrest; i++) {
		if (i != 0)
			sb_char(out, ' ');
		value_text(out, &call->rest[i]);
	}
}

/* Takes the last word of text away if it is this one. */
static bool
take_last(struct strbuf *text, const char *word)
{
	size_t len = strlen(word);
	const char *at = sb_text(text) + text->len;

	if (text->len < len || memcmp(at - len, word, len) != 0 ||
	    (text->len > len && at[-(ptrdiff_t)len - 1] != ' '))
		return false;
	sb_truncate(text, text->len - len);
	while (text->len != 0 && text->data[text->len - 1] == ' ')
		sb_truncate(text, text->len - 1);
	return true;
}

/* "within 2" at the end: so many seconds. False with a mistake. */
static bool
take_within(struct call *call, struct strbuf *text, int64_t *ns)
{
	char *at = text->len != 0 ? strstr(text->data, "within ") : NULL;
	double seconds;
	char *end;

	*ns = WAIT_SECONDS * INT64_C(1000000000);
	if (at == NULL || (at != text->data && at[-1] != ' '))
		return true;
	seconds = strtod(at + strlen("within "), &end);
	if (end == at + strlen("within ") ||
	    (*end != '\0' && strcmp(end, "s") != 0) ||
	    !(seconds >= 0 && seconds <= WAIT_SECONDS_MAX)) {
		call_mistake(call, 1,
		    _("within: a number of seconds from 0 to %d belongs here"),
		    WAIT_SECONDS_MAX);
		return false;
	}
	*ns = (int64_t)(seconds * 1e9);
	sb_truncate(text, (size_t)(at - text->data));
	while (text->len != 0 && text->data[text->len - 1] == ' ')
		sb_truncate(text, text->len - 1);
	return true;
}

static bool
take_filter(struct call *call, const struct strbuf *text, struct filter *filter)
{
	const char *names[LAB_HOSTS_MAX];
	unsigned n = lab_filter_names(lab_of(call), names);
	char *cause = NULL;

	*filter = (struct filter){ 0 };
	if (text->len == 0 ||
	    filter_parse(filter, text->data, text->len, names, n, &cause))
		return true;
	call_mistake(call, 1, "%s", cause);
	free(cause);
	return false;
}

/* A whole number, alone; preset if there is none. False with a mistake. */
static bool
take_number(struct call *call, const struct strbuf *text, int64_t least,
    int64_t most, int64_t *number)
{
	char *cause = NULL;

	if (text->len == 0)
		return true;
	if (number_parse(text->data, text->len, false, number, &cause) == 1 &&
	    *number >= least && *number <= most)
		return true;
	free(cause);
	call_mistake(call, 1,
	    _("%.60s: a whole number from %lld to %lld belongs here"),
	    text->data, (long long)least, (long long)most);
	return false;
}

bool
wire_number(struct call *call, int64_t least, int64_t most, int64_t *number)
{
	struct strbuf text = { 0 };
	bool ok;

	wire_words(call, &text);
	ok = take_number(call, &text, least, most, number);
	sb_free(&text);
	return ok;
}

/* Waits until something happens on the wire; false when it is over. */
static bool
wait_wire(struct call *call, struct frames_watch *watch, int64_t deadline)
{
	CALL(call, frames_wait(watch, deadline - clock_now()));
	if (call->status == CALL_FAILED && call->err == ETIMEDOUT)
		call->why = _("the time is over");
	return call->status == CALL_OK;
}

static void
wire_hold(struct call *call)
{
	struct strbuf text = { 0 };
	struct filter filter;

	wire_words(call, &text);
	if (take_filter(call, &text, &filter)) {
		pump_hold(lab_of(call)->pump, &filter);
		call_give(call, VALUE_NONE);
	}
	sb_free(&text);
}

static void
wire_go(struct call *call)
{
	call_give(call, VALUE_INT(pump_go(lab_of(call)->pump)));
}

/* Until n frames that were held have gone, or been dropped, one way or the
 * other. */
static void
held_one_by_one(struct call *call, int64_t n, int64_t ns,
    unsigned (*act)(struct pump *p, unsigned n))
{
	struct pump *pump = lab_of(call)->pump;
	struct frames *frames = call->task->session->frames;
	int64_t deadline = clock_now() + ns, done;
	struct frames_watch watch;

	frames_watch(frames, &watch);
	done = act(pump, (unsigned)n);
	while (done < n && wait_wire(call, &watch, deadline))
		done += act(pump, (unsigned)(n - done));
	frames_unwatch(frames, &watch);
	if (call->status == CALL_OK)
		call_give(call, VALUE_INT(done));
}

static bool
is_held(struct call *call)
{
	struct wire_state state;

	pump_state(lab_of(call)->pump, &state);
	if (state.holds || state.held != 0)
		return true;
	call_mistake(call, 0,
	    _("the wire is not held: wire hold, and then step by step"));
	return false;
}

static void
wire_step(struct call *call)
{
	struct strbuf text = { 0 };
	int64_t n = 1, ns;

	wire_words(call, &text);
	if (is_held(call) && take_within(call, &text, &ns) &&
	    take_number(call, &text, 1, STEP_MAX, &n))
		held_one_by_one(call, n, ns, pump_step);
	sb_free(&text);
}

static void
add_fault(struct call *call, struct wire_fault *fault, struct strbuf *text)
{
	fault->always = take_last(text, "always");
	if (!take_filter(call, text, &fault->filter))
		return;
	if (pump_fault(lab_of(call)->pump, fault))
		call_give(call, VALUE_NONE);
	else
		call_mistake(call, 0,
		    _("%d faults wait already; wire mend forgets them"),
		    FAULTS_MAX);
}

/* Where the wire is held, the frame that would go next. */
static void
wire_drop(struct call *call)
{
	struct wire_fault fault = { .kind = FAULT_DROP };
	struct strbuf text = { 0 };
	struct wire_state state;

	wire_words(call, &text);
	pump_state(lab_of(call)->pump, &state);
	if (text.len == 0 && state.holds)
		held_one_by_one(call, 1, WAIT_SECONDS * INT64_C(1000000000),
		    pump_drop_held);
	else
		add_fault(call, &fault, &text);
	sb_free(&text);
}

static void
wire_fault(struct call *call, enum fault_kind kind)
{
	struct wire_fault fault = { .kind = kind };
	struct strbuf text = { 0 };

	wire_words(call, &text);
	add_fault(call, &fault, &text);
	sb_free(&text);
}

static void
wire_dup(struct call *call)
{
	wire_fault(call, FAULT_DUP);
}

static void
wire_swap(struct call *call)
{
	wire_fault(call, FAULT_SWAP);
}

static void
wire_corrupt(struct call *call)
{
	wire_fault(call, FAULT_CORRUPT);
}

/* "50ms", "2 s", "0.5": seconds; -1 if it is none. *end gets what follows. */
static double
seconds_of(const char *text, const char **end)
{
	static const struct {
		const char *unit;
		double seconds;
	} units[] = { { "ms", 1e-3 }, { "us", 1e-6 }, { "s", 1 }, { "", 1 } };
	char *at;
	double n = strtod(text, &at);
	size_t i = 0;

	if (at == text || !(n >= 0 && n <= 1e9))
		return -1;
	while (strncmp(at, units[i].unit, strlen(units[i].unit)) != 0)
		i++;
	at += strlen(units[i].unit);
	*end = at + (*at == ' ');
	return *at == '\0' || *at == ' ' ? n * units[i].seconds : -1;
}

/* All frames from now on, if no filter says which; 0 puts an end to that. */
static void
wire_delay(struct call *call)
{
	struct wire_fault fault = { .kind = FAULT_DELAY };
	struct strbuf text = { 0 }, rest = { 0 };
	const char *behind = "";
	double seconds;

	wire_words(call, &text);
	seconds = seconds_of(sb_text(&text), &behind);
	if (!(seconds >= 0 && seconds <= DELAY_MAX)) {
		call_mistake(call, 1,
		    _("delay: a time belongs here, such as 50ms or 2s"));
	} else {
		sb_str(&rest, behind);
		fault.delay = (int64_t)(seconds * 1e9);
		if (rest.len == 0)
			sb_str(&rest, "always");
		add_fault(call, &fault, &rest);
	}
	sb_free(&rest);
	sb_free(&text);
}

static void
wire_loss(struct call *call)
{
	struct strbuf text = { 0 };
	const char *rest;
	char *end;
	double loss;
	int64_t seed = 1;
	struct strbuf number = { 0 };

	wire_words(call, &text);
	loss = strtod(sb_text(&text), &end);
	if (*end == '%') {
		loss /= 100;
		end++;
	}
	if (end == text.data || !(loss >= 0 && loss <= 1) ||
	    (*end != '\0' && *end != ' ')) {
		call_mistake(call, 1,
		    _("loss: a share belongs here, such as 5%% or 0.05"));
		sb_free(&text);
		return;
	}
	rest = end + (*end == ' ');
	sb_str(&number, rest);
	if (take_number(call, &number, 1, INT64_MAX, &seed)) {
		pump_loss(lab_of(call)->pump, loss, (uint64_t)seed);
		call_give(call, VALUE_NONE);
	}
	sb_free(&number);
	sb_free(&text);
}

static void
wire_mtu(struct call *call)
{
	struct strbuf text = { 0 };
	int64_t mtu = HOST_MTU;
	char *cause = NULL;

	wire_words(call, &text);
	if (take_number(call, &text, HOST_MTU_MIN, HOST_MTU, &mtu)) {
		if (lab_set_mtu(call->task, (int)mtu, &cause))
			call_give(call, VALUE_NONE);
		else
			call_mistake(call, 1, "%s", cause);
	}
	free(cause);
	sb_free(&text);
}

static void
wire_cut(struct call *call)
{
	pump_cut(lab_of(call)->pump);
	call_give(call, VALUE_NONE);
}

static void
wire_mend(struct call *call)
{
	pump_mend(lab_of(call)->pump);
	call_give(call, VALUE_NONE);
}

/* The first frame behind the one found last that matches; 0 if there is none. */
static uint64_t
find_frame(struct call *call, const struct filter *filter)
{
	struct frames *frames = call->task->session->frames;
	struct lab *lab = lab_of(call);
	struct frames_kept frame;
	struct frame_key key;

	while (frames_get(frames, lab->expected + 1, &frame)) {
		lab->expected = frame.head.seq;
		frame_key_read(&key, frame.data, frame.head.kept);
		if (frame.head.fate != FATE_ABSORBED &&
		    frame.head.fate != FATE_READ &&
		    filter_match(filter, &key, frame.head.from - 1,
			frame.head.to == FRAMES_TO_ALL ? -1 :
							 frame.head.to - 1))
			return frame.head.seq;
	}
	return 0;
}

static void
expect_frame(struct call *call, const struct filter *filter, int64_t ns)
{
	struct frames *frames = call->task->session->frames;
	int64_t deadline = clock_now() + ns;
	struct frames_watch watch;
	uint64_t found;

	frames_watch(frames, &watch);
	do
		found = find_frame(call, filter);
	while (found == 0 && wait_wire(call, &watch, deadline));
	frames_unwatch(frames, &watch);
	if (found != 0)
		call_give(call, VALUE_INT((int64_t)found));
	else if (call->status == CALL_FAILED && call->err == ETIMEDOUT)
		call->why = _("no such frame came in time");
}

static void
wire_expect(struct call *call)
{
	struct strbuf text = { 0 };
	struct filter filter;
	int64_t ns;

	wire_words(call, &text);
	if (take_within(call, &text, &ns) && take_filter(call, &text, &filter))
		expect_frame(call, &filter, ns);
	sb_free(&text);
}

static const struct verb verbs[] = {
	{ "on", N_("[interface]"), wire_on,
	    N_("print frames as they pass; outside the lab this shell's own, on "
	       "lo") },
	{ "all", N_("[interface]"), wire_all, N_("print everybody's frames") },
	{ "off", NULL, wire_off, N_("print them no more") },
	{ "last", N_("[n]"), wire_last, N_("print the last n frames (10)") },
	{ "stat", NULL, wire_stat,
	    N_("tell what all frames were, and how many the kernel dropped") },
	{ "read", N_("file [first] [count]"), wire_read,
	    N_("print the frames of a pcap or pcapng file") },
	{ "pcap", N_("[file]"), wire_pcap,
	    N_("write the frames to a new file, for Wireshark, those before "
	       "and those to come; pcap off ends it") },
	{ "send", N_("[field...]"), wire_send,
	    N_("put a frame on the wire: wire send RST sport=8080 seq=1; wire "
	       "send raw BYTES") },
	{ "hold", N_("[filter]"), wire_hold,
	    N_("let frames wait on the wire, all or those that match") },
	{ "step", N_("[n] [within seconds]"), wire_step,
	    N_("let the oldest n that wait go (1), as soon as there are so "
	       "many") },
	{ "go", NULL, wire_go, N_("let all go, and hold no more") },
	{ "drop", N_("[filter] [always]"), wire_drop,
	    N_("lose the next frame that matches; of a held wire the first") },
	{ "dup", N_("[filter] [always]"), wire_dup,
	    N_("deliver the next frame that matches twice") },
	{ "delay", N_("time [filter] [always]"), wire_delay,
	    N_("deliver frames later: wire delay 50ms") },
	{ "swap", N_("[filter] [always]"), wire_swap,
	    N_("deliver the next frame that matches behind the one after it") },
	{ "corrupt", N_("[filter] [always]"), wire_corrupt,
	    N_("flip a bit of the next frame that matches") },
	{ "loss", N_("share [seed]"), wire_loss,
	    N_("lose frames at random: wire loss 5%") },
	{ "mtu", N_("[bytes]"), wire_mtu,
	    N_("let packets be so large at most (1500)") },
	{ "cut", NULL, wire_cut, N_("lose everything") },
	{ "mend", NULL, wire_mend,
	    N_("lose, change and delay nothing any more") },
	{ "expect", N_("[filter] [within seconds]"), wire_expect,
	    N_("wait for a frame, behind the one expected before; gives its "
	       "number") },
	{ .name = NULL },
};

/* What needs no wire of ours: looking. */
static bool
works_outside(const struct verb *verb)
{
	return verb->call == wire_on || verb->call == wire_all ||
	    verb->call == wire_off || verb->call == wire_last ||
	    verb->call == wire_read || verb->call == wire_stat ||
	    verb->call == wire_pcap;
}

static void
wire_call(struct call *call)
{
	const struct verb *verb;

	if (!call_given(call, 0)) {
		wire_show(call);
		return;
	}
	verb = call_verb(call, 0);
	if (verb != NULL && (works_outside(verb) || lab_wanted(call)))
		verb->call(call);
}

const struct prim wire_prims[] = {
	{
	    .name = "wire",
	    .params = { { "verb", PARAM_VERB, 0 }, { "word", PARAM_WORDS, 0 } },
	    .forms = { "[verb] [word...]" },
	    .call = wire_call,
	    .flags = PRIM_PURE | PRIM_BLOCKS | PRIM_SILENT,
	    .verbs = verbs,
	    .help = N_("show the frames that pass; in the lab hold them, lose "
		       "them"),
	    .topic = TOPIC_LAB,
	    .example = "lab\n"
		       "lab simple\n"
		       "on server { s = socket tcp; bind s *:8080; listen s }\n"
		       "c = socket tcp\n"
		       "wire hold\n"
		       "connect c server:8080 &\n"
		       "wire expect SYN\n"
		       "print state(c)\n"
		       "> SYN_SENT\n"
		       "wire go\n"
		       "wait",
	},
	{ .name = NULL },
};
