/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The shell in the lab: the command lab, the prompt, the echo's host. */
#include "shell/lab.h"

#include <arpa/inet.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/call.h"
#include "shell/shell.h"
#include "shell/wire.h"
#include "view/width.h"
#include "wire/capture.h"
#include "wire/lab.h"

bool
shell_enter_lab(struct shell *sh, const char *names, char **cause)
{
	struct lab_names list;
	bool ok;

	if (!lab_names(&list, names, cause))
		return false;
	session_lock(&sh->session);
	ok = lab_start(&sh->interp->task, &list, cause);
	session_unlock(&sh->session);
	return ok;
}

void
shell_enter_wanted(struct shell *sh, struct strbuf *say)
{
	char *names = sh->wants_lab, *cause = NULL;

	sh->wants_lab = NULL;
	if (names == NULL)
		return;
	if (!shell_enter_lab(sh, names, &cause))
		sb_printf(say, "socksh: %s\n", cause);
	free(cause);
	free(names);
}

void
shell_leave_lab(struct shell *sh)
{
	session_lock(&sh->session);
	capture_stop(&sh->session);
	session_unlock(&sh->session);
	wire_print_end(sh, true);
	/* Closing what the wire is made of takes its time. */
	output_flush(&sh->out);
	session_lock(&sh->session);
	lab_stop(&sh->session);
	session_unlock(&sh->session);
	wire_pcap_end(sh);
	free(sh->wants_lab);
}

const char *
shell_prompt(struct shell *sh)
{
	const char *name = lab_name(sh->session.lab, sh->interp->task.host);

	if (sh->guide != NULL)
		return sh->guide->prompt(sh->guide->ctx);
	if (name == NULL)
		return "socksh> ";
	snprintf(sh->prompt, sizeof(sh->prompt), "%s> ", name);
	return sh->prompt;
}

void
shell_host_prefix(struct strbuf *out, const struct shell *sh,
    const struct event *ev)
{
	const char *name = lab_name(sh->session.lab, ev->host);

	if (name != NULL)
		sb_printf(out, "%s: ", name);
}

struct jsonl_who
shell_who(const struct shell *sh, const struct task *task)
{
	return (struct jsonl_who){ task->job,
		lab_name(sh->session.lab, task->host) };
}

bool
shell_on_host(struct interp *in, const char *name, uint8_t number,
    uint8_t *before, char **cause)
{
	struct lab *lab = in->task.session->lab;

	if (lab == NULL)
		return cause_set(cause,
		    _("%s is for the lab: enter it with lab, or start socksh "
		      "--lab"),
		    "on");
	*before = in->task.host;
	if (name != NULL)
		number = lab_find(lab, name);
	if (number == 0)
		return cause_set(cause,
		    _("no host is called %.40s; lab shows which there are"),
		    name);
	return lab_go(&in->task, number, cause);
}

static void
print(struct call *call, struct strbuf *text)
{
	shell_say(call, text);
	sb_free(text);
}

static void
host_line(struct strbuf *out, const struct lab *lab, unsigned i, bool here)
{
	const struct host *h = &lab->hosts[i];
	char addr[INET6_ADDRSTRLEN];
	uint8_t mac[6];
	uint32_t in = host_addr(h);
	struct in6_addr in6;

	host_mac(h, mac);
	inet_ntop(AF_INET, &in, addr, sizeof(addr));
	sb_printf(out, "%c %-15s %s/%d  %02x:%02x:%02x:%02x:%02x:%02x",
	    here ? '*' : ' ', h->name, addr, HOST_PREFIX, mac[0], mac[1],
	    mac[2], mac[3], mac[4], mac[5]);
	if (lab->ipv6) {
		lab_addr6(h, &in6);
		inet_ntop(AF_INET6, &in6, addr, sizeof(addr));
		sb_printf(out, "  %s", addr);
	}
	sb_char(out, '\n');
}

static void
lab_show(struct call *call)
{
	struct lab *lab = call->task->session->lab;
	struct strbuf text = { 0 };

	for (unsigned i = 0; i < lab->n; i++)
		host_line(&text, lab, i, call->task->host == i + 1);
	wire_text(&text, lab, false);
	call_give(call, VALUE_NONE);
	print(call, &text);
}

/* The names of hosts among the words; empty: those there are, or client and
 * server. */
static char *
names_given(struct call *call)
{
	const struct lab *lab = call->task->session->lab;
	struct strbuf text = { 0 };

	for (size_t i = 0; i < call->nrest; i++) {
		if (i != 0)
			sb_char(&text, ',');
		value_text(&text, &call->rest[i]);
	}
	for (unsigned i = 0; call->nrest == 0 && lab != NULL && i < lab->n; i++)
		sb_printf(&text, "%s%s", i != 0 ? "," : "", lab->hosts[i].name);
	sb_char(&text, '\0');
	return text.data;
}

/* Jobs stand on hosts, and in the way of a user namespace. */
static bool
jobs_stand(struct call *call)
{
	const struct shell *sh = shell_of(call->task->session);

	if (call->task->job == 0 &&
	    sh->jobs.running == (sh->interactive ? 1 : 0))
		return false;
	call_mistake(call, -1,
	    _("jobs still run: wait for them, or kill them first"));
	return true;
}

static void
lab_enter(struct call *call)
{
	struct shell *sh = shell_of(call->task->session);
	struct lab_names list;
	char *names, *cause = NULL;
	bool ok;

	if (call->task->session->lab != NULL) {
		call_mistake(call, -1,
		    _("this is the lab already; lab reset begins anew"));
		return;
	}
	if (jobs_stand(call))
		return;
	/* The lab has a wire of its own, and other threads are in its way. */
	wire_off(call);
	names = names_given(call);
	ok = lab_names(&list, names, &cause);
	/* The loop's thread does it when this one is gone: unshare(2) wants to be
	 * alone. */
	if (ok && sh->interactive) {
		free(sh->wants_lab);
		sh->wants_lab = names;
		names = NULL;
	} else if (ok) {
		ok = lab_start(call->task, &list, &cause);
	}
	if (ok)
		call_give(call, VALUE_NONE);
	else
		call_mistake(call, -1, "%s", cause);
	free(cause);
	free(names);
}

/* What is open on hosts that are gone goes with them. */
static unsigned
close_all(struct session *s)
{
	unsigned n = 0;

	for (size_t fd = 0; fd < s->nfds; fd++) {
		if (!s->fds[fd].open || s->fds[fd].host == 0)
			continue;
		session_fd_closed(s, (int)fd);
		close((int)fd);
		n++;
	}
	return n;
}

static void
lab_anew(struct call *call)
{
	struct session *s = call->task->session;
	struct lab_names list;
	char *names, *cause = NULL;
	unsigned closed = 0;

	if (!lab_wanted(call) || jobs_stand(call))
		return;
	names = names_given(call);
	if (!lab_names(&list, names, &cause)) {
		call_mistake(call, -1, "%s", cause);
	} else {
		/* It knows the hosts that were. */
		wire_off(call);
		if (lab_reset(call->task, &list, &cause)) {
			closed = close_all(s);
			call_give(call, VALUE_NONE);
		} else {
			call_mistake(call, -1, "%s", cause);
		}
		if (closed != 0)
			call_remark(call,
			    _("descriptors that went with the old hosts: %u"),
			    closed);
	}
	free(cause);
	free(names);
}

static void
change_hosts(struct call *call, bool (*change)(struct task *task, char **cause))
{
	char *cause = NULL;

	if (!lab_wanted(call))
		return;
	if (change(call->task, &cause))
		call_give(call, VALUE_NONE);
	else
		call_mistake(call, -1, "%s", cause);
	free(cause);
}

static void
lab_make_simple(struct call *call)
{
	change_hosts(call, lab_simplify);
}

static void
lab_with_ipv6(struct call *call)
{
	change_hosts(call, lab_add_ipv6);
}

static const struct verb verbs[] = {
	{ "start", N_("[host...]"), lab_enter,
	    N_("enter it, with two to four hosts of these names") },
	{ "reset", N_("[host...]"), lab_anew,
	    N_("begin anew: new hosts, a wire that does no harm") },
	{ "simple", NULL, lab_make_simple,
	    N_("short frames: no SACK, timestamps or window scaling, and no "
	       "ARP") },
	{ "ipv6", NULL, lab_with_ipv6,
	    N_("give the hosts addresses of IPv6 too: fd00::1, fd00::2, …") },
	{ .name = NULL },
};

static void
lab_call(struct call *call)
{
	const struct verb *verb;

	if (!call_given(call, 0)) {
		if (call->task->session->lab != NULL)
			lab_show(call);
		else
			lab_enter(call);
		return;
	}
	verb = call_verb(call, 0);
	if (verb != NULL)
		verb->call(call);
}

const struct prim shell_lab_prims[] = {
	{
	    .name = "lab",
	    .params = { { "verb", PARAM_VERB, 0 }, { "word", PARAM_WORDS, 0 } },
	    .forms = { "[verb] [word...]" },
	    .call = lab_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .verbs = verbs,
	    .help = N_("enter the lab, hosts with a wire between them; or show "
		       "it"),
	    .topic = TOPIC_LAB,
	    .example = "lab start alice bob\n"
		       "on bob { b = socket udp; bind b bob:53 }\n"
		       "a = socket udp\n"
		       "sendto a \"hello\" bob:53\n"
		       "recv b\n"
		       "= \"hello\"",
	},
	{ .name = NULL },
};
