/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be asked of a descriptor and set on it: fcntl and ioctl. */
#include <fcntl.h>
#include <net/if.h>
#include <stddef.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/socket.h>

#include "base/i18n.h"
#include "model/call.h"
#include "model/request.h"
#include "model/xlat.h"
#include "sock/sock.h"

/* Parameters by their place in the rows below. */
enum {
	CTL_FD,
	CTL_REQUEST,
	CTL_ARG,
};

/* A request whose argument would be a pointer that nobody has looked at. */
static void
unknown_request(struct call *call, const char *name)
{
	if (name != NULL)
		call_mistake(call, CTL_REQUEST,
		    _("%s: %s takes a struct that socksh has not"),
		    call->prim->params[CTL_REQUEST].name, name);
	else
		call_mistake(call, CTL_REQUEST,
		    _("%s: %#llx is no request that socksh knows; what it "
		      "would write, and where, nobody could tell"),
		    call->prim->params[CTL_REQUEST].name,
		    (unsigned long long)call_num(call, CTL_REQUEST));
}

/* Standard input and output are shared with whoever started us: what is set on
 * them stays when we have gone, and stops our own terminal. */
static bool
may_change(struct call *call)
{
	char *cause = NULL;

	if (session_fd_users(call->task->session, call->fd, &cause))
		return true;
	call_mistake(call, CTL_FD, "%s", cause);
	free(cause);
	return false;
}

static void
fcntl_call(struct call *call)
{
	int number = (int)call_num(call, CTL_REQUEST);
	const struct fcntl_request *r = fcntl_request(number);
	int arg = (int)call_num(call, CTL_ARG);

	if (r == NULL) {
		unknown_request(call, xlat_name(&xlat_fcntls, number));
		return;
	}
	if (r->takes != FCNTL_NONE && !call_given(call, CTL_ARG)) {
		call_mistake(call, CTL_REQUEST,
		    _("%s: %s takes a third argument"),
		    call->prim->params[CTL_REQUEST].name,
		    xlat_name(&xlat_fcntls, number));
		return;
	}
	if (r->takes != FCNTL_NONE && r->takes != FCNTL_INT &&
	    !may_change(call))
		return;
	CALL(call, fcntl(call->fd, number, arg));
	if (call->status != CALL_OK ||
	    (number != F_DUPFD && number != F_DUPFD_CLOEXEC))
		return;
	session_fd_duplicated(call->task->session, call->fd, (int)call->result);
	call_give(call, session_fd_value(call->task->session, call->result));
}

/* The third argument, if there is one, is no such thing. */
static bool
unfit_argument(struct call *call, const char *wants)
{
	call_mistake(call, CTL_ARG, _("%s: %s takes %s"),
	    call->prim->params[CTL_ARG].name,
	    xlat_name(&xlat_requests, (uint32_t)call_num(call, CTL_REQUEST)),
	    wants);
	return false;
}

/* int *: NULL stands for itself. */
static void
ioctl_number(struct call *call, const struct ioctl_request *r)
{
	struct arg *arg = &call->args[CTL_ARG];
	bool null = call_given(call, CTL_ARG) && !arg->ref &&
	    (arg->v.type == VAL_NONE || arg->v.tag == VALUE_TAG_NULL);
	int n = arg->v.type == VAL_INT ? (int)arg->v.i : 0;

	if (r->form == IOCTL_SET && !null &&
	    (!call_given(call, CTL_ARG) || arg->v.type != VAL_INT ||
		arg->v.i != n)) {
		unfit_argument(call, _("a whole number"));
		return;
	}
	if (r->form == IOCTL_SET && !may_change(call))
		return;
	arg->data = null ? NULL : &n;
	arg->len = sizeof(n);
	CALL(call, ioctl(call->fd, r->number, null ? NULL : &n));
	arg->data = NULL;
	if (call->status != CALL_OK || r->form == IOCTL_SET)
		return;
	if (arg->ref)
		call_out(call, CTL_ARG, VALUE_INT(n));
	else
		call_give(call, VALUE_INT(n));
}

/* An interface by its name, or for SIOCGIFNAME by its index. */
static bool
ifreq_fill(struct call *call, const struct ioctl_request *r, struct ifreq *req)
{
	const struct value *v = &call->args[CTL_ARG].v;

	memset(req, 0, sizeof(*req));
	if (r->form == IOCTL_NAME) {
		if (!call_given(call, CTL_ARG) || v->type != VAL_INT ||
		    v->i != (int)v->i)
			return unfit_argument(call, _("an interface's index"));
		req->ifr_ifindex = (int)v->i;
		return true;
	}
	if (!call_given(call, CTL_ARG) || v->type != VAL_BYTES ||
	    v->bytes->len >= sizeof(req->ifr_name) ||
	    strlen(v->bytes->data) != v->bytes->len)
		return unfit_argument(call,
		    _("an interface's name, of at most 15 bytes"));
	memcpy(req->ifr_name, v->bytes->data, v->bytes->len);
	return true;
}

static struct value
ifreq_value(const struct ioctl_request *r, const struct ifreq *req)
{
	enum { HARDWARE_LEN = 6 };

	switch (r->form) {
	case IOCTL_NAME:
		return value_bytes(req->ifr_name,
		    strnlen(req->ifr_name, sizeof(req->ifr_name)));
	case IOCTL_ADDR:
		return value_from_addr(
		    addr_from_sa(&req->ifr_addr, sizeof(req->ifr_addr)));
	case IOCTL_FLAGS:
		return VALUE_INT((uint16_t)req->ifr_flags);
	case IOCTL_HARD:
		return value_bytes(req->ifr_hwaddr.sa_data, HARDWARE_LEN);
	default:
		return VALUE_INT(req->ifr_ifindex);
	}
}

static void
ioctl_interface(struct call *call, const struct ioctl_request *r)
{
	struct arg *arg = &call->args[CTL_ARG];
	struct ifreq req;

	if (!ifreq_fill(call, r, &req))
		return;
	arg->data = &req;
	arg->len = sizeof(req);
	CALL(call, ioctl(call->fd, r->number, &req));
	arg->data = NULL;
	if (call->status != CALL_OK)
		return;
	if (arg->ref)
		call_out(call, CTL_ARG, ifreq_value(r, &req));
	else
		call_give(call, ifreq_value(r, &req));
}

/* What SIOCGIFCONF gave: pairs (name, address). */
static bool
ifconf_value(struct call *call, const struct ifreq *reqs, size_t n,
    struct value *out)
{
	struct value items[IFCONF_MAX];
	size_t made = 0;

	for (size_t i = 0; i < n; i++) {
		struct value pair[2] = {
			value_bytes(reqs[i].ifr_name,
			    strnlen(reqs[i].ifr_name,
				sizeof(reqs[i].ifr_name))),
			value_from_addr(addr_from_sa(&reqs[i].ifr_addr,
			    sizeof(reqs[i].ifr_addr))),
		};

		if (value_tuple(&items[made], pair, 2, &call->cause))
			made++;
	}
	return value_tuple(out, items, made, &call->cause);
}

/* The lengths and the entries as the echo reads them. */
struct ifconf_shown {
	int32_t before;
	int32_t after;
	struct ifreq reqs[IFCONF_MAX];
};

/* The call itself; *len is how much of shown the event gets. */
static int
ifconf_noted(int fd, struct ifconf_shown *shown, size_t *len)
{
	struct ifconf conf = { .ifc_len = shown->before,
		.ifc_req = shown->reqs };
	int rc = ioctl(fd, SIOCGIFCONF, &conf);

	shown->after = rc == 0 ? conf.ifc_len : 0;
	*len = offsetof(struct ifconf_shown, reqs) + (size_t)shown->after;
	return rc;
}

static void
ioctl_interfaces(struct call *call)
{
	struct arg *arg = &call->args[CTL_ARG];
	struct ifconf_shown shown = { .before = sizeof(shown.reqs) };
	struct value v;

	if (call_given(call, CTL_ARG)) {
		unfit_argument(call, _("none here: socksh gives it room"));
		return;
	}
	arg->data = &shown;
	CALL(call, ifconf_noted(call->fd, &shown, &arg->len));
	arg->data = NULL;
	if (call->status == CALL_OK &&
	    ifconf_value(call, shown.reqs,
		(size_t)shown.after / sizeof(shown.reqs[0]), &v))
		call_give(call, v);
}

static void
ioctl_call(struct call *call)
{
	uint32_t number = (uint32_t)call_num(call, CTL_REQUEST);
	const struct ioctl_request *r = ioctl_request(number);

	if (r == NULL && number >> 8 == 'T') {
		call_mistake(call, CTL_REQUEST,
		    _("%s: this one is about the terminal, which is socksh's "
		      "own"),
		    call->prim->params[CTL_REQUEST].name);
		return;
	}
	if (r == NULL) {
		unknown_request(call, NULL);
		return;
	}
	switch (r->form) {
	case IOCTL_NONE:
		CALL(call, ioctl(call->fd, number));
		break;
	case IOCTL_GET:
	case IOCTL_SET:
		ioctl_number(call, r);
		break;
	case IOCTL_CONF:
		ioctl_interfaces(call);
		break;
	default:
		ioctl_interface(call, r);
		break;
	}
}

/* The rows by which Python's functions are shown. */
enum { ROW_FCNTL, ROW_IOCTL };

/* As Python does it: two ioctls that need no argument. */
static void
set_inheritable_call(struct call *call)
{
	unsigned long number =
	    call_num(call, CTL_REQUEST) != 0 ? FIONCLEX : FIOCLEX;
	struct command cmd;
	struct call sub;

	sock_sub_begin(&sub, &cmd, call, &sock_fcntl_prims[ROW_IOCTL]);
	sub.args[CTL_REQUEST].v = VALUE_INT((int64_t)number);
	CALL(&sub, ioctl(call->fd, number));
	if (sock_sub_ended(call, &sub))
		call_give(call, VALUE_NONE);
}

static void
get_inheritable_call(struct call *call)
{
	struct command cmd;
	struct call sub;

	sock_sub_begin(&sub, &cmd, call, &sock_fcntl_prims[ROW_FCNTL]);
	sub.args[CTL_REQUEST].v = VALUE_INT(F_GETFD);
	CALL(&sub, fcntl(call->fd, F_GETFD));
	if (sock_sub_ended(call, &sub))
		call_give(call, VALUE_INT((sub.result & FD_CLOEXEC) == 0));
}

const struct prim sock_fcntl_prims[] = {
	[ROW_FCNTL] = {
	    .name = "fcntl",
	    .params = { { "fd", PARAM_FD, 0 }, { "cmd", PARAM_FCNTL, 0 },
		{ "arg", PARAM_FCNTL_ARG, 0 } },
	    .forms = { "fd cmd [arg]" },
	    .call = fcntl_call,
	    .man = "fcntl(2)",
	    .help = N_("a descriptor's flags, its owner, a pipe's size; asked "
		       "or set"),
	    .topic = TOPIC_TUNING,
	    .example = "s = socket tcp\n"
		"flags = fcntl(s, F_GETFL)\n"
		"fcntl(s, F_SETFL, flags | O_NONBLOCK)\n"
		"= 0",
	},
	[ROW_IOCTL] = {
	    .name = "ioctl",
	    .params = { { "fd", PARAM_FD, 0 }, { "request", PARAM_REQUEST, 0 },
		{ "arg", PARAM_IOCTL_ARG, 0 } },
	    .forms = { "fd request [arg]" },
	    .call = ioctl_call,
	    .man = "ioctl(2)",
	    .help = N_("bytes waiting (FIONREAD, SIOCOUTQ), FIONBIO, interfaces "
		       "(SIOCGIF…)"),
	    .topic = TOPIC_TUNING,
	    .example = "a, b = socketpair()\n"
		"send a \"hello\"\n"
		"ioctl(b, FIONREAD)\n"
		"= 0\n"
		"print _\n"
		"> 5",
	},
	{
	    .name = "set_inheritable",
	    .params = { { "fd", PARAM_FD, 0 },
		{ "inheritable", PARAM_ONOFF, 0 } },
	    .forms = { "fd inheritable" },
	    .call = set_inheritable_call,
	    .flags = PRIM_NOT_C,
	    .man = "ioctl(2)",
	    .help = N_("whether a program that is started gets it too (on)"),
	    .topic = TOPIC_TUNING,
	    .example = "s = socket tcp\n"
		"set_inheritable s off\n"
		"print get_inheritable(s)\n"
		"> 0",
	},
	{
	    .name = "get_inheritable",
	    .params = { { "fd", PARAM_FD, 0 } },
	    .forms = { "fd" },
	    .call = get_inheritable_call,
	    .flags = PRIM_NOT_C,
	    .man = "fcntl(2)",
	    .help = N_("whether a program that is started would get it too"),
	    .topic = TOPIC_TUNING,
	    .example = "s = socket tcp\n"
		"print get_inheritable(s)\n"
		"> 1",
	},
	{ .name = NULL },
};
