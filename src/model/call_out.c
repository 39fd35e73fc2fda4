/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a call gives back: buffers and addresses, and the call's value. */
#include <stdlib.h>
#include <string.h>

#include "base/alloc.h"
#include "base/i18n.h"
#include "model/call.h"

struct bytes *
call_buffer(struct call *call, int i, int64_t size)
{
	struct arg *arg = &call->args[i];
	struct bytes *b;

	if (arg->v.type == VAL_BYTES && arg->v.bytes->array &&
	    (size_t)size > arg->v.bytes->size) {
		call_mistake(call, i + 1,
		    _("%s: the array has room for %zu bytes; %lld would "
		      "overrun it"),
		    call->prim->params[i + 1].name, arg->v.bytes->size,
		    (long long)size);
		return NULL;
	}
	if (call->c_form && arg->v.type == VAL_BYTES && arg->v.bytes->array)
		b = bytes_array(arg->v.bytes->size);
	else if (call->c_form)
		b = bytes_array((size_t)size);
	else
		b = bytes_new(NULL, (size_t)size);
	arg->out = b->data;
	arg->room = (size_t)size;
	return b;
}

socklen_t
call_addr_size(const struct call *call)
{
	const struct fd_info *info = session_fd(call->task->session, call->fd);
	socklen_t size = info != NULL ? addr_family_size(info->family) : 0;

	return size != 0 ? size : sizeof(struct sockaddr_storage);
}

struct sockaddr *
call_addr_room(struct call *call, int i, struct sockaddr_storage *room)
{
	struct arg *arg = &call->args[i], *len = arg + 1;

	/* The kernel never writes more than sizeof(*room), whatever the user
	 * offers. */
	len->inout =
	    len->v.type == VAL_INT ? (socklen_t)len->v.i : call_addr_size(call);
	if (arg->null)
		return NULL;
	memset(room, 0, sizeof(*room));
	arg->out = room;
	arg->room = len->inout < sizeof(*room) ? len->inout : sizeof(*room);
	return (struct sockaddr *)room;
}

socklen_t *
call_inout(struct call *call, int i)
{
	return call->args[i].null ? NULL : &call->args[i].inout;
}

void
call_give(struct call *call, struct value v)
{
	value_drop(&call->ret);
	call->ret = v;
}

void
call_out(struct call *call, int i, struct value v)
{
	value_drop(&call->args[i].result);
	call->args[i].result = v;
}

/* A short answer in a large buffer: give the memory back. */
static struct bytes *
buffer_trim(struct bytes *b, size_t len)
{
	if (b->size - len > 4096 && len < b->size / 2)
		b = xrealloc(b, sizeof(*b) + len + 1);
	b->len = len;
	b->size = len;
	b->data[len] = '\0';
	return b;
}

void
call_give_buffer(struct call *call, int i, struct bytes *b)
{
	size_t len = call->result > 0 ? (size_t)call->result : 0;

	/* MSG_TRUNC returns the datagram's length, of which only room bytes
	 * were written. */
	if (len > call->args[i].room)
		len = call->args[i].room;
	call->args[i].out = NULL;
	if (call->status != CALL_OK) {
		value_drop(&(struct value){ .type = VAL_BYTES, .bytes = b });
	} else if (call->c_form) {
		b->len = len;
		call_out(call, i, value_from_bytes(b));
	} else {
		call_give(call, value_from_bytes(buffer_trim(b, len)));
	}
}

struct value
call_addr_value(struct call *call, int i)
{
	struct arg *arg = &call->args[i], *len = arg + 1;
	struct value v = VALUE_NONE;

	if (arg->out == NULL || call->status != CALL_OK)
		return v;
	if (len->inout != 0 && arg->room != 0) {
		socklen_t n =
		    len->inout < arg->room ? len->inout : (socklen_t)arg->room;

		v = value_from_addr(addr_from_sa(arg->out, n));
	}
	if (call->c_form) {
		call_out(call, i, value_copy(&v));
		call_out(call, i + 1, VALUE_INT(len->inout));
	}
	return v;
}
