/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Commands about the hosts of the lab: host, sysctl, timewait. */
#include <errno.h>
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/call.h"
#include "wire/lab.h"
#include "wire/netlink.h"

static struct lab *
lab_of(const struct call *call)
{
	return call->task->session->lab;
}

/* The host that argument i names; 0 with a mistake. */
static uint8_t
host_argument(struct call *call, int i)
{
	const char *name = call->args[i].v.bytes->data;
	const struct lab *lab = lab_of(call);
	uint8_t number = lab_find(lab, name);
	struct strbuf all = { 0 };

	if (number != 0)
		return number;
	for (unsigned h = 0; h < lab->n; h++)
		sb_printf(&all, "%s%s", h != 0 ? ", " : "", lab->hosts[h].name);
	call_mistake(call, i, _("no host is called %.40s; there are %s"), name,
	    sb_text(&all));
	sb_free(&all);
	return 0;
}

static void
host_call(struct call *call)
{
	uint8_t number;
	char *cause = NULL;

	if (!lab_wanted(call))
		return;
	if (!call_given(call, 0)) {
		call_give(call,
		    value_str(lab_name(lab_of(call), call->task->host)));
		return;
	}
	number = host_argument(call, 0);
	if (number == 0)
		return;
	if (lab_go(call->task, number, &cause))
		call_give(call, value_str(lab_name(lab_of(call), number)));
	else
		call_mistake(call, 0, "%s", cause);
	free(cause);
}

/* "tcp_sack" and "net.ipv4.tcp_sack" are the same. Beyond net there would be the
 * whole machine's settings: NULL. The caller frees it. */
static char *
setting_name(const char *name)
{
	const char allowed[] = "abcdefghijklmnopqrstuvwxyz"
			       "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-.";

	if (*name == '\0' || *name == '.' || strstr(name, "..") != NULL ||
	    name[strspn(name, allowed)] != '\0')
		return NULL;
	if (strncmp(name, "net.", 4) == 0)
		return xstrdup(name);
	if (strchr(name, '.') != NULL)
		return NULL;
	return xasprintf("net.ipv4.%s", name);
}

/* A number if it is one; "4096 131072 6291456" is text. */
static struct value
setting_value(const char *text)
{
	int64_t number;
	char *cause = NULL;

	if (number_parse(text, strlen(text), false, &number, &cause) == 1)
		return VALUE_INT(number);
	free(cause);
	return value_str(text);
}

static void
sysctl_call(struct call *call)
{
	const char *given = call->args[0].v.bytes->data;
	struct strbuf value = { 0 };
	char text[512] = "", *name;
	int err;

	if (!lab_wanted(call))
		return;
	name = setting_name(given);
	if (name == NULL) {
		call_mistake(call, 0,
		    _("%.60s: a setting of this host's network belongs here, "
		      "such as tcp_fin_timeout or net.core.somaxconn"),
		    given);
		return;
	}
	for (size_t i = 0; i < call->nrest; i++) {
		if (i != 0)
			sb_char(&value, ' ');
		value_text(&value, &call->rest[i]);
	}
	err = host_sysctl(name, call->nrest != 0 ? sb_text(&value) : NULL, text,
	    sizeof(text));
	if (err == ENOENT)
		call_mistake(call, 0, _("%s: this kernel has no such setting"),
		    name);
	else if (err == EINVAL)
		call_mistake(call, 1, _("%s: the kernel does not take %.60s"),
		    name, sb_text(&value));
	else if (err == EROFS)
		call_mistake(call, 0,
		    _("%s: /proc/sys is read-only here, as in a container; "
		      "docker run --privileged has it writable"),
		    name);
	else if (err != 0)
		call_mistake(call, 0, "%s: %s", name, strerror(err));
	else
		call_give(call, setting_value(text));
	sb_free(&value);
	free(name);
}

static void
timewait_skip(struct call *call)
{
	const struct lab *lab = lab_of(call);
	char *cause = NULL;
	unsigned n, all = 0;
	int err = 0;

	for (unsigned i = 0; i < lab->n && err == 0; i++) {
		err = ns_enter(lab->hosts[i].ns);
		if (err == 0)
			err = timewait_destroy(&n);
		all += err == 0 ? n : 0;
	}
	if (!lab_go(call->task, call->task->host, &cause))
		err = err != 0 ? err : EPERM;
	free(cause);
	if (err == EOPNOTSUPP)
		call_mistake(call, -1,
		    _("this kernel cannot end sockets of others "
		      "(CONFIG_INET_DIAG_DESTROY): wait for them, or lab "
		      "reset"));
	else if (err != 0)
		call_mistake(call, -1,
		    _("the sockets cannot be ended: %s; lab reset begins anew"),
		    strerror(err));
	else
		call_give(call, VALUE_INT(all));
}

static void
verb_call(struct call *call)
{
	const struct verb *verb;

	if (!lab_wanted(call))
		return;
	verb = call_verb(call, 0);
	if (verb != NULL)
		verb->call(call);
}

static const struct verb timewait_verbs[] = {
	{ "skip", NULL, timewait_skip,
	    N_("end all sockets in TIME_WAIT, and tell how many") },
	{ .name = NULL },
};

const struct prim lab_prims[] = {
	{
	    .name = "host",
	    .params = { { "host", PARAM_LAB_HOST, 0 } },
	    .forms = { "[host]" },
	    .call = host_call,
	    .flags = PRIM_PURE | PRIM_SILENT,
	    .help = N_("go to a host of the lab: new sockets are made there"),
	    .topic = TOPIC_LAB,
	    .example = "lab\n"
		       "host server\n"
		       "print host()\n"
		       "> server",
	},
	{
	    .name = "sysctl",
	    .params = { { "name", PARAM_SYSCTL, 0 },
		{ "value", PARAM_WORDS, 0 } },
	    .forms = { "name [value...]" },
	    .call = sysctl_call,
	    .flags = PRIM_PURE,
	    .help = N_("look at a setting of the host's network, or set it: "
		       "sysctl tcp_fin_timeout 5"),
	    .topic = TOPIC_LAB,
	    .example = "lab\n"
		       "sysctl tcp_fin_timeout 5\n"
		       "print sysctl(tcp_fin_timeout)\n"
		       "> 5",
	},
	{
	    .name = "timewait",
	    .params = { { "verb", PARAM_VERB, 0 } },
	    .forms = { "verb" },
	    .call = verb_call,
	    .flags = PRIM_PURE,
	    .verbs = timewait_verbs,
	    .help = N_("see to the lab's sockets in TIME_WAIT"),
	    .topic = TOPIC_LAB,
	    .example = "lab\n"
		       "print timewait(skip)\n"
		       "> 0",
	},
	{ .name = NULL },
};
