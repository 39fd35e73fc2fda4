/* SPDX-License-Identifier: GPL-3.0-or-later */
/* ladder: what is asked for, what the session knows beyond the log, the file. */
#include "base/io.h"
#include "shell/ladder.h"

#include <errno.h>
#include <fcntl.h>
#include <netinet/in.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "kernel/look.h"
#include "model/call.h"
#include "model/xlat.h"
#include "shell/shell.h"
#include "view/ladder.h"
#include "wire/lab.h"

enum {
	HOLDS_MOST = 8, /* a longer tuple is no pair or list of descriptors */
};

/* A use of a descriptor's number, and a variable that holds it. */
struct held {
	int fd;
	uint32_t generation;
	const struct symbol *sym;
	int at; /* its place in the variable's tuple, or -1 */
};

struct asking {
	struct call *call;
	struct shell *sh;
	struct held *held;
	size_t nheld;
	struct value *wanted; /* descriptors */
	size_t nwanted;
	size_t last;
	const char *svg; /* a file's name, or NULL */
	bool clear;
	struct ladder_waiting *waiting;
	size_t nwaiting;
};

/* The variables that hold descriptors. */

static void
hold(struct asking *a, const struct value *v, const struct symbol *sym, int at)
{
	if (v->type != VAL_INT || v->tag != VALUE_TAG_FD || v->i < 0 ||
	    v->i > INT32_MAX)
		return;
	a->held = xgrow(a->held, a->nheld, sizeof(a->held[0]));
	a->held[a->nheld++] =
	    (struct held){ (int)v->i, v->generation, sym, at };
}

/* By number, then by generation; of those that hold one, the first used. */
static int
compare_held(const void *a, const void *b)
{
	const struct held *x = a, *y = b;

	if (x->fd != y->fd)
		return x->fd < y->fd ? -1 : 1;
	if (x->generation != y->generation)
		return x->generation < y->generation ? -1 : 1;
	if (x->sym->slot != y->sym->slot)
		return x->sym->slot < y->sym->slot ? -1 : 1;
	return x->at - y->at;
}

static void
hold_all(struct asking *a)
{
	const struct interp *in = interp_of(a->call->task);
	struct symbol *sym = NULL;
	size_t bucket = 0;

	while ((sym = symbol_walk(in->symbols, &bucket, sym)) != NULL) {
		const struct value *v;

		if (sym->slot >= in->vars->n)
			continue;
		v = &in->vars->v[sym->slot];
		if (v->type != VAL_TUPLE) {
			hold(a, v, sym, -1);
			continue;
		}
		/* The pair of accept serves as a descriptor: no place. */
		for (size_t i = 0;
		     i < v->tuple->len && v->tuple->len <= HOLDS_MOST; i++)
			hold(a, &v->tuple->items[i], sym,
			    v->tuple->len == 2 &&
				    v->tuple->items[1].type == VAL_ADDR ?
				-1 :
				(int)i);
	}
	if (a->nheld > 1)
		qsort(a->held, a->nheld, sizeof(a->held[0]), compare_held);
}

/* A new string, or NULL. */
static char *
name_of(const struct asking *a, int fd, uint32_t generation)
{
	size_t low = 0, high = a->nheld;

	while (low < high) {
		size_t middle = (low + high) / 2;
		const struct held *h = &a->held[middle];

		if (h->fd < fd || (h->fd == fd && h->generation < generation))
			low = middle + 1;
		else
			high = middle;
	}
	if (low == a->nheld || a->held[low].fd != fd ||
	    a->held[low].generation != generation)
		return NULL;
	if (a->held[low].at == -1)
		return xstrdup(a->held[low].sym->name);
	return xasprintf("%s[%d]", a->held[low].sym->name, a->held[low].at);
}

/* ladder_source.fd */

static void
look_addresses(int fd, struct ladder_fd *out)
{
	socklen_t len = sizeof(out->local);

	if (getsockname(fd, (struct sockaddr *)&out->local, &len) == 0 &&
	    len <= sizeof(out->local))
		out->local_len = len;
	len = sizeof(out->peer);
	if (getpeername(fd, (struct sockaddr *)&out->peer, &len) == 0 &&
	    len <= sizeof(out->peer))
		out->peer_len = len;
}

/* TCP's alone: of others the picture tells no states. */
static const char *
know_state(void *ctx, int fd)
{
	const char *name;
	int state, protocol = 0;
	socklen_t len = sizeof(protocol);

	(void)ctx;
	if (getsockopt(fd, SOL_SOCKET, SO_PROTOCOL, &protocol, &len) != 0 ||
	    protocol != IPPROTO_TCP)
		return NULL;
	state = look_state(fd);
	name = xlat_name(&xlat_tcp_states, state);
	if (name == NULL)
		return NULL;
	name += strlen(xlat_tcp_states.prefix);
	return strcmp(name, "CLOSE") == 0 ? "CLOSED" : name;
}

static bool
is_wanted(const struct asking *a, int fd, uint32_t generation, bool latest)
{
	for (size_t i = 0; i < a->nwanted; i++) {
		const struct value *v = &a->wanted[i];

		if (v->i == fd &&
		    (v->tag == VALUE_TAG_FD ? v->generation == generation :
					      latest))
			return true;
	}
	return false;
}

static void
know_fd(void *ctx, int fd, uint32_t generation, bool open,
    struct ladder_fd *out)
{
	const struct asking *a = ctx;
	const struct session *s = &a->sh->session;
	uint32_t latest = (size_t)fd < s->nfds ? s->fds[fd].generation : 0;
	const struct fd_info *info = session_fd(s, fd);

	if (generation == 0)
		generation = latest;
	out->name = name_of(a, fd, generation);
	out->wanted = is_wanted(a, fd, generation, generation == latest);
	if (!open || info == NULL || info->generation != generation)
		return;
	out->open = true;
	if (info->kind == FD_SOCKET)
		look_addresses(fd, out);
}

static const char *
know_job(void *ctx, uint32_t job)
{
	const struct asking *a = ctx;
	const struct job *found = jobs_by_number(a->sh, job);

	return found != NULL ? found->name : NULL;
}

static const char *
know_host(void *ctx, unsigned host)
{
	const struct asking *a = ctx;
	const struct lab *lab = a->sh->session.lab;

	return lab != NULL && host >= 1 && host <= lab->n ?
	    lab->hosts[host - 1].name :
	    NULL;
}

/* Calls that wait now; this one's own line is none of them. */
static void
note_waiting(struct asking *a)
{
	for (const struct task *t = a->sh->session.waiting; t != NULL;
	     t = t->next_waiting) {
		if (t->waits_in == NULL || (t->waits_in->flags & PRIM_PURE))
			continue;
		a->waiting =
		    xgrow(a->waiting, a->nwaiting, sizeof(a->waiting[0]));
		a->waiting[a->nwaiting++] = (struct ladder_waiting){
			.prim = t->waits_in,
			.fd = t->waits_fd,
			.generation = t->waits_generation,
			.job = atomic_load(&t->job),
			.since = t->waits_since,
		};
	}
}

/* What is asked for. */

static bool
unfit(struct asking *a, const struct value *v)
{
	struct strbuf text = { 0 };

	value_repr(&text, v, 60);
	call_mistake(a->call, 0, _("ladder: %s is %s; it takes %s"),
	    sb_text(&text), value_type_name(v), param_wants(PARAM_LANES));
	sb_free(&text);
	return false;
}

static bool
want(struct asking *a, const struct value *v)
{
	if (v->type == VAL_TUPLE && param_accepts(PARAM_FD, v))
		return want(a, &v->tuple->items[0]);
	if (v->type == VAL_TUPLE) {
		for (size_t i = 0; i < v->tuple->len; i++) {
			if (v->tuple->items[i].type != VAL_INT) {
				return unfit(a, v);
			}
			want(a, &v->tuple->items[i]);
		}
		return true;
	}
	a->wanted = xgrow(a->wanted, a->nwanted, sizeof(a->wanted[0]));
	a->wanted[a->nwanted++] = *v;
	return true;
}

static bool
ask_last(struct asking *a, const struct value *n)
{
	if (n == NULL || n->type != VAL_INT || n->i < 1 ||
	    n->i > LADDER_EVENTS) {
		call_mistake(a->call, 0,
		    _("ladder: how many steps belongs behind last, 1 to %d"),
		    LADDER_EVENTS);
		return false;
	}
	a->last = (size_t)n->i;
	return true;
}

static bool
ask_svg(struct asking *a, const struct value *file)
{
	if (file == NULL || file->type != VAL_BYTES || file->bytes->len == 0 ||
	    strlen(file->bytes->data) != file->bytes->len) {
		call_mistake(a->call, 0,
		    _("ladder: the name of a file belongs behind svg: ladder "
		      "svg slides.svg"));
		return false;
	}
	a->svg = file->bytes->data;
	return true;
}

/* One argument, and what belongs to it behind; how many that are, 0 after a
 * mistake. */
static size_t
ask(struct asking *a, const struct value *v, const struct value *next)
{
	static const char *const words[] = { "last", "svg", "clear" };
	struct nearest nearest = { 0 };
	char *shown;

	if (v->type != VAL_BYTES)
		return want(a, v);
	nearest.name = v->bytes->data;
	for (size_t i = 0; i < sizeof(words) / sizeof(words[0]); i++)
		nearest_offer(&nearest, words[i]);
	if (strcmp(nearest.name, "last") == 0)
		return ask_last(a, next) ? 2 : 0;
	if (strcmp(nearest.name, "svg") == 0)
		return ask_svg(a, next) ? 2 : 0;
	if (strcmp(nearest.name, "clear") == 0) {
		a->clear = true;
		return 1;
	}
	shown = xstrndup(nearest.name, 60);
	if (nearest.best != NULL)
		call_mistake(a->call, 0,
		    _("%s is not a variable, nor %s; did you mean %s?"), shown,
		    param_wants(PARAM_LANES), nearest.best);
	else
		call_mistake(a->call, 0, _("%s is not a variable, nor %s"),
		    shown, param_wants(PARAM_LANES));
	free(shown);
	return 0;
}

static bool
ask_all(struct asking *a)
{
	const struct call *call = a->call;

	for (size_t i = 0; i < call->nrest;) {
		const struct value *v = &call->rest[i];
		size_t n;

		if (v->type != VAL_BYTES && v->type != VAL_INT &&
		    v->type != VAL_TUPLE) {
			return unfit(a, v);
		}
		n = ask(a, v, i + 1 < call->nrest ? v + 1 : NULL);
		if (n == 0)
			return false;
		i += n;
	}
	if (a->clear && call->nrest != 1) {
		call_mistake(a->call, 0,
		    _("ladder: clear stands alone: it forgets all"));
		return false;
	}
	return true;
}

static void
read_ladder(struct asking *a, struct ladder *l)
{
	struct ladder_source from = {
		.log = a->sh->session.log,
		.since = a->sh->ladder_since,
		.last = a->last,
		.chosen = a->nwanted != 0,
		.now = clock_now(),
		.fd = know_fd,
		.state = know_state,
		.job = know_job,
		.host = know_host,
		.frames = a->sh->session.frames,
		.frames_since = a->sh->ladder_frames_since,
		.ctx = a,
	};

	if (from.frames != NULL)
		frames_settle(from.frames, from.frames_since);
	hold_all(a);
	note_waiting(a);
	from.waiting = a->waiting;
	from.nwaiting = a->nwaiting;
	ladder_read(l, &from);
}

/* The file. */

/* A new file beside path, complete, before it gets its name: 0, or an errno. */
static int
write_beside(const char *path, const char *new, const struct strbuf *text)
{
	int fd = open(new, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW,
	    0666);
	int err;

	if (fd == -1)
		return errno;
	err = io_write_all(fd, text->data, text->len);
	if (fsync(fd) == -1 && err == 0 && errno != EINVAL)
		err = errno;
	if (close(fd) == -1 && err == 0)
		err = errno;
	if (err == 0 &&
	    renameat2(AT_FDCWD, new, AT_FDCWD, path, RENAME_NOREPLACE) == -1)
		err = errno;
	/* A file system that cannot do that. */
	if (err == EINVAL)
		err = link(new, path) == 0 ? 0 : errno;
	unlink(new);
	return err;
}

static bool
write_svg(struct asking *a, const struct ladder *l)
{
	char *new = xasprintf("%s.%ld.new", a->svg, (long)getpid());
	struct strbuf text = { 0 };
	int err;

	ladder_svg(&text, l);
	err = write_beside(a->svg, new, &text);
	sb_free(&text);
	free(new);
	if (err == EEXIST)
		call_mistake(a->call, 0,
		    _("%s: there is such a file already, and it is kept; "
		      "another name, or remove it first"),
		    a->svg);
	else if (err != 0)
		call_mistake(a->call, 0, "%s: %s", a->svg, errno_text(err));
	return err == 0;
}

static void
ladder_call(struct call *call)
{
	struct asking a = { .call = call,
		.sh = shell_of(call->task->session),
		.last = LADDER_LAST };
	const struct event *last = log_last(call->task->session->log);
	struct ladder l = { 0 };

	if (!ask_all(&a)) {
		free(a.wanted);
		return;
	}
	if (a.svg != NULL && call->task->session->confined) {
		call_mistake(call, 0,
		    _("this lesson did not come with socksh: it may reach "
		      "neither files nor programs"));
	} else if (a.clear) {
		a.sh->ladder_since = last != NULL ? last->seq + 1 : 0;
		if (a.sh->session.frames != NULL)
			a.sh->ladder_frames_since =
			    frames_last(a.sh->session.frames) + 1;
		call_give(call, VALUE_NONE);
	} else {
		read_ladder(&a, &l);
		if (a.svg == NULL)
			call_give(call, ladder_give(&l));
		else if (write_svg(&a, &l))
			call_give(call, VALUE_NONE);
	}
	ladder_free(&l);
	free(a.held);
	free(a.wanted);
	free(a.waiting);
}

const struct prim ladder_prims[] = {
	{
	    .name = "ladder",
	    .params = { { "what", PARAM_LANES, 0 } },
	    .forms = { "[what...]" },
	    .call = ladder_call,
	    .flags = PRIM_PURE | PRIM_LOOKS | PRIM_SILENT,
	    .help = N_("draw who said what to whom, call by call: all, or of "
		       "some descriptors; last 20 steps; svg FILE for slides; "
		       "clear to begin anew"),
	    .topic = TOPIC_LOOKING,
	    .example = "srv = create_server :8080\n"
		       "c = create_connection :8080\n"
		       "send c \"hello\"\n"
		       "ladder\n"
		       "> ...",
	},
	{ .name = NULL },
};
