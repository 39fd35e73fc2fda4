/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Messages: from values to the kernel, and back. */
#include "sock/message.h"

#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/cmsg.h"
#include "model/layout.h"

enum { CONTROL_MAX = 1 << 20 }; /* the kernel refuses much less */

void
message_free(struct message *m)
{
	for (size_t i = 0; i < m->n && m->bufs != NULL; i++) {
		if (m->bufs[i] != NULL)
			value_drop(&(struct value){ .type = VAL_BYTES,
			    .bytes = m->bufs[i] });
	}
	free(m->bufs);
	free(m->iov);
	sb_free(&m->control);
}

void
message_add(struct message *m, const void *data, size_t len)
{
	m->iov = xgrow(m->iov, m->n, sizeof(m->iov[0]));
	m->iov[m->n++] =
	    (struct iovec){ .iov_base = (void *)data, .iov_len = len };
}

static void
message_add_room(struct message *m, struct bytes *b, size_t len)
{
	m->bufs = xgrow(m->bufs, m->n, sizeof(m->bufs[0]));
	m->bufs[m->n] = b;
	message_add(m, b->data, len);
}

void
message_room(struct message *m, size_t size)
{
	message_add_room(m, bytes_new(NULL, size), size);
}

/* A field of a record by name; NULL if it is absent or None. */
static const struct value *
field(const struct value *record, const char *name)
{
	int i = layout_field_index(record->tuple->layout, name);

	if (i < 0 || (size_t)i >= record->tuple->len ||
	    record->tuple->items[i].type == VAL_NONE)
		return NULL;
	return &record->tuple->items[i];
}

static bool
is_record(const struct value *v, const char *name)
{
	const struct layout *layout = value_layout(v);

	return layout != NULL && strcmp(layout->name, name) == 0;
}

static bool
item_bad(struct call *call, int i, const struct value *item)
{
	const struct value none = VALUE_NONE;
	struct strbuf text = { 0 };

	/* NULL leaves no value. */
	value_repr(&text, item->type == VAL_UNSET ? &none : item, 60);
	call_mistake(call, i, _("%s: %s is neither bytes nor a struct iovec"),
	    call->prim->params[i].name, sb_text(&text));
	sb_free(&text);
	return false;
}

static size_t
bytes_room(const struct bytes *b)
{
	return b->array ? b->size : b->len;
}

/* The bytes that an item of a list is or points to, and how many of them
 * count. False with a mistake. */
static bool
item_bytes(struct call *call, int i, const struct value *item,
    const struct bytes **b, size_t *len)
{
	const struct value *base = item;
	const struct value *n = NULL;

	if (is_record(item, "iovec")) {
		base = field(item, "iov_base");
		n = field(item, "iov_len");
		/* NULL, 0: nothing. */
		if ((base == NULL || base->type == VAL_INT) &&
		    (n == NULL || n->i == 0)) {
			*b = NULL;
			*len = 0;
			return true;
		}
	}
	if (base == NULL || base->type != VAL_BYTES)
		return item_bad(call, i, item);
	*b = base->bytes;
	*len = base->bytes->len;
	if (n == NULL)
		return true;
	if (n->i < 0 || (uint64_t)n->i > bytes_room(*b)) {
		call_mistake(call, i,
		    _("%s: an iov_len of %lld is more than the %zu bytes of "
		      "its iov_base"),
		    call->prim->params[i].name, (long long)n->i,
		    bytes_room(*b));
		return false;
	}
	*len = (size_t)n->i;
	return true;
}

/* A value as a list of at least count items; one alone is a list of itself. */
static bool
items_of(struct call *call, int i, const struct value *v, int64_t count,
    const struct value **items, size_t *n)
{
	*items = v;
	*n = 1;
	if (v->type == VAL_TUPLE && !is_record(v, "iovec")) {
		*items = v->tuple->items;
		*n = v->tuple->len;
	}
	if (count < 0)
		return true;
	if ((uint64_t)count > *n) {
		call_mistake(call, i,
		    _("%s: %lld buffers are more than the %zu there are"),
		    call->prim->params[i].name, (long long)count, *n);
		return false;
	}
	*n = (size_t)count;
	return true;
}

bool
message_send(struct message *m, struct call *call, int i, const struct value *v,
    int64_t count)
{
	const struct value *items;
	const struct bytes *b;
	size_t n, len;

	if (!items_of(call, i, v, count, &items, &n))
		return false;
	for (size_t k = 0; k < n; k++) {
		if (!item_bytes(call, i, &items[k], &b, &len))
			return false;
		message_add(m, b != NULL ? b->data : NULL, len);
	}
	return true;
}

bool
message_receive(struct message *m, struct call *call, int i,
    const struct value *v, int64_t count)
{
	const struct value *items;
	const struct bytes *was;
	struct bytes *b;
	size_t n, len;

	if (!items_of(call, i, v, count, &items, &n))
		return false;
	for (size_t k = 0; k < n; k++) {
		if (!item_bytes(call, i, &items[k], &was, &len))
			return false;
		if (was == NULL) {
			message_room(m, 0);
			continue;
		}
		/* An array is written to as far as it goes; else a new one
		 * takes the old one's place. */
		if (items[k].type == VAL_BYTES)
			len = bytes_room(was);
		b = was->array ? bytes_array(was->size) :
				 bytes_new(was->data, was->len);
		message_add_room(m, b, len);
	}
	return true;
}

/* Whether all descriptors in the control messages may be sent. */
static bool
control_fds_users(struct message *m, struct call *call, int i)
{
	char *cause = NULL;
	struct cmsg c;
	size_t at = 0;
	int fd;

	while (cmsg_next(m->control.data, m->control.len, &at, &c)) {
		if (c.level != SOL_SOCKET || c.type != SCM_RIGHTS)
			continue;
		for (size_t k = 0; k < c.len / sizeof(fd); k++) {
			memcpy(&fd, c.data + k * sizeof(fd), sizeof(fd));
			if (fd <= 2 ||
			    session_fd_users(call->task->session, fd, &cause))
				continue;
			call_mistake(call, i, "%s: %s",
			    call->prim->params[i].name, cause);
			free(cause);
			return false;
		}
	}
	return true;
}

bool
message_control(struct message *m, struct call *call, int i,
    const struct value *v)
{
	char *cause = NULL;

	if (v->type == VAL_BYTES)
		sb_add(&m->control, v->bytes->data, v->bytes->len);
	for (size_t k = 0; v->type == VAL_TUPLE && k < v->tuple->len; k++) {
		if (!cmsg_append(&m->control, &v->tuple->items[k], &cause))
			break;
	}
	if (cause == NULL && m->control.len > CONTROL_MAX)
		cause_set(&cause, _("more than %d bytes of control messages"),
		    CONTROL_MAX);
	if (cause != NULL) {
		call_mistake(call, i, "%s: %s", call->prim->params[i].name,
		    cause);
		free(cause);
		return false;
	}
	return control_fds_users(m, call, i);
}

void
message_control_room(struct message *m, size_t size)
{
	sb_fill(&m->control, '\0', size < CONTROL_MAX ? size : CONTROL_MAX);
}

/* msg_name: an address, or only room for one. */
static bool
message_record_name(struct message *m, struct call *call, int i, bool received)
{
	const struct value *record = &call->args[i].v;
	const struct value *name = field(record, "msg_name");
	const struct value *len = field(record, "msg_namelen");

	m->hdr.msg_namelen = len != NULL ? (socklen_t)len->i : 0;
	if (name == NULL || (name->type == VAL_INT && name->i == 0))
		return true;
	m->hdr.msg_name = &m->name;
	if (received)
		return true;
	if (name->type != VAL_ADDR) {
		call_mistake(call, i, _("%s: msg_name is no address"),
		    call->prim->params[i].name);
		return false;
	}
	memcpy(&m->name, &name->addr->u, sizeof(name->addr->u));
	return true;
}

static bool
message_record_control(struct message *m, struct call *call, int i,
    bool received)
{
	const struct value *record = &call->args[i].v;
	const struct value *control = field(record, "msg_control");
	const struct value *len = field(record, "msg_controllen");
	int64_t n = len != NULL ? len->i : 0;
	int64_t most;

	if (control == NULL || control->type == VAL_INT)
		return true;
	if (!received && control->type == VAL_TUPLE)
		return message_control(m, call, i, control);
	/* What is received takes the place of what was received before. */
	most = control->type == VAL_BYTES ?
	    (int64_t)bytes_room(control->bytes) :
	    CONTROL_MAX;
	if (n < 0 || n > most) {
		call_mistake(call, i,
		    _("%s: a msg_controllen of %lld is more than the %lld "
		      "bytes of msg_control"),
		    call->prim->params[i].name, (long long)n, (long long)most);
		return false;
	}
	if (control->type == VAL_BYTES)
		sb_add(&m->control, control->bytes->data, (size_t)n);
	else
		message_control_room(m, (size_t)n);
	return received || control_fds_users(m, call, i);
}

bool
message_from_record(struct message *m, struct call *call, int i, bool received)
{
	const struct value *record = &call->args[i].v;
	const struct value *iov, *n;

	if (!is_record(record, "msghdr")) {
		call_mistake(call, i,
		    _("%s: no struct msghdr; struct msghdr m; makes one"),
		    call->prim->params[i].name);
		return false;
	}
	iov = field(record, "msg_iov");
	n = field(record, "msg_iovlen");
	if (iov != NULL && iov->type != VAL_INT &&
	    !(received ? message_receive : message_send)(m, call, i, iov,
		n != NULL ? n->i : 0))
		return false;
	return message_record_name(m, call, i, received) &&
	    message_record_control(m, call, i, received);
}

void
message_ready(struct message *m)
{
	m->hdr.msg_iov = m->iov;
	m->hdr.msg_iovlen = m->n;
	m->hdr.msg_control = m->control.len != 0 ? m->control.data : NULL;
	m->hdr.msg_controllen = m->control.len;
	m->log = (struct msg){ &m->hdr, m->hdr.msg_namelen };
}

/* Buffer k, of which n bytes were written, as a value that was an item. */
static struct value
buffer_taken(struct message *m, size_t k, size_t n)
{
	struct bytes *b = m->bufs[k];

	m->bufs[k] = NULL;
	if (b->array)
		b->len = n;
	return value_from_bytes(b);
}

struct value
message_taken(struct message *m, const struct value *v, size_t n)
{
	bool list = v->type == VAL_TUPLE && !is_record(v, "iovec");
	const struct value *items = list ? v->tuple->items : v;
	size_t len = list ? v->tuple->len : 1;
	struct value *now = xmalloc((len + 1) * sizeof(now[0])), whole;
	char *cause = NULL;

	for (size_t k = 0; k < len; k++) {
		size_t got = k < m->n && n < m->iov[k].iov_len ? n :
		    k < m->n ? m->iov[k].iov_len :
			       0;
		struct value b;

		now[k] = value_copy(&items[k]);
		if (k >= m->n)
			continue;
		n -= got;
		b = buffer_taken(m, k, got);
		if (items[k].type == VAL_BYTES) {
			value_drop(&now[k]);
			now[k] = value_copy(&b);
		} else if (field(&items[k], "iov_base") != NULL) {
			value_field_set(&now[k], "iov_base", &b, &cause);
		}
		value_drop(&b);
	}
	if (!list) {
		whole = now[0];
	} else if (!value_tuple(&whole, now, len, &cause)) {
		whole = VALUE_NONE;
	}
	free(cause);
	free(now);
	return whole;
}

/* What the kernel says that it wrote, but never beyond the room. */
static size_t
control_len(const struct message *m)
{
	return m->hdr.msg_controllen < m->control.len ? m->hdr.msg_controllen :
							m->control.len;
}

struct value
message_ancdata(const struct message *m)
{
	return cmsg_values(m->control.data, control_len(m));
}

struct value
message_name(const struct message *m)
{
	socklen_t len = m->hdr.msg_namelen;

	if (len > m->log.name_room)
		len = m->log.name_room;
	if (len > sizeof(m->name))
		len = sizeof(m->name);
	if (m->hdr.msg_name == NULL || len == 0)
		return VALUE_NONE;
	return value_from_addr(
	    addr_from_sa((const struct sockaddr *)&m->name, len));
}

/* Sets a field; takes over v. */
static void
set_field(struct value *record, const char *name, struct value v)
{
	char *cause = NULL;

	if (!value_field_set(record, name, &v, &cause))
		free(cause);
	value_drop(&v);
}

struct value
message_to_record(struct message *m, const struct value *record, size_t n)
{
	const struct value *iov = field(record, "msg_iov");
	struct value now = value_copy(record);

	if (iov != NULL && m->bufs != NULL)
		set_field(&now, "msg_iov", message_taken(m, iov, n));
	if (m->hdr.msg_name != NULL)
		set_field(&now, "msg_name", message_name(m));
	set_field(&now, "msg_namelen", VALUE_INT(m->hdr.msg_namelen));
	if (m->hdr.msg_control != NULL)
		set_field(&now, "msg_control", message_ancdata(m));
	set_field(&now, "msg_controllen",
	    VALUE_INT((int64_t)m->hdr.msg_controllen));
	set_field(&now, "msg_flags", VALUE_INT(m->hdr.msg_flags));
	return now;
}

struct value
message_data(struct message *m, size_t n)
{
	const struct bytes *b = m->bufs[0];

	/* With MSG_TRUNC more may be told than was written. */
	return value_bytes(b->data, n < b->len ? n : b->len);
}

/* What it is, if it is a socket: nobody here has made it. */
static int
socket_property(int fd, int option)
{
	socklen_t len = sizeof(int);
	int n = 0;

	return getsockopt(fd, SOL_SOCKET, option, &n, &len) == 0 ? n : 0;
}

static void
adopt(struct call *call, int fd)
{
	int family = socket_property(fd, SO_DOMAIN);
	int type = 0, protocol = 0;

	if (family != AF_UNSPEC) {
		type = socket_property(fd, SO_TYPE);
		protocol = socket_property(fd, SO_PROTOCOL);
	}
	session_fd_opened(call->task->session, fd, family, type, protocol);
	session_fd_read(call->task, fd);
}

void
message_adopt(const struct message *m, struct call *call)
{
	struct cmsg c;
	size_t at = 0;
	int fd;

	while (cmsg_next(m->control.data, control_len(m), &at, &c)) {
		const struct cmsg_kind *kind = cmsg_kind_find(c.level, c.type);

		if (kind == NULL || kind->form != CMSG_FDS)
			continue;
		for (size_t k = 0; k < c.len / sizeof(fd); k++) {
			memcpy(&fd, c.data + k * sizeof(fd), sizeof(fd));
			if (fd >= 0)
				adopt(call, fd);
		}
	}
}
