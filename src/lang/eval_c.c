/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What C has and Python has not, carried out: steps, for (;;), do. */
#include <arpa/inet.h>
#include <string.h>

#include "base/i18n.h"
#include "lang/interp.h"
#include "lang/memory.h"

enum exec
eval_cond(struct interp *in, const struct node *node, struct value *out)
{
	bool truth = false;
	enum exec rc = exec_condition(in, node->kids[0], &truth);

	return rc == EXEC_OK ? eval(in, node->kids[truth ? 1 : 2], out) : rc;
}

/* buf + n and &buf[n]: what begins there, with the room that is left; of an
 * array of others, the element. Numbers are added. */
enum exec
eval_pointer(struct interp *in, const struct node *node,
    const struct value *what, const struct value *n, struct value *out)
{
	struct node plus = *node;
	const struct bytes *b = what->bytes;
	size_t room, len;

	if (what->type == VAL_TUPLE && n->type == VAL_INT)
		return eval_index(in, node, what, n, out);
	plus.op = OP_ADD;
	if (what->type != VAL_BYTES || n->type != VAL_INT)
		return eval_binary(in, &plus, what, n, out);
	room = b->array ? b->size : b->len;
	if (n->i < 0 || (uint64_t)n->i > room)
		return mistake(in, node,
		    _("[%lld] lies outside: there are %zu bytes"),
		    (long long)n->i, room);
	room -= (size_t)n->i;
	len = b->len > (size_t)n->i ? b->len - (size_t)n->i : 0;
	if (!b->array) {
		*out = value_bytes(b->data + n->i, len);
		return EXEC_OK;
	}
	*out = value_from_bytes(bytes_array(room));
	memcpy(out->bytes->data, b->data + n->i, room);
	out->bytes->len = len;
	return EXEC_OK;
}

/* x = x op v; takes over v. */
static enum exec
change(struct interp *in, const struct node *node, struct value *v)
{
	struct value old = { 0 }, sum = { 0 };
	enum exec rc = eval(in, node->kids[0], &old);

	if (rc == EXEC_OK)
		rc = eval_binary(in, node, &old, v, &sum);
	value_drop(&old);
	value_drop(v);
	if (rc == EXEC_OK)
		*v = sum;
	return rc;
}

/* (x = value), (x += value): for conditions and chains, as C has it. */
enum exec
eval_set(struct interp *in, const struct node *node, struct value *out)
{
	enum exec rc = eval(in, node->kids[1], out);

	/* As a statement "x = recv …" that fails. */
	if (rc == EXEC_FAILED && node->op == OP_NONE)
		eval_assign(in, node->kids[0], VALUE_INT(-1));
	if (rc == EXEC_OK && node->op != OP_NONE)
		rc = change(in, node, out);
	if (rc != EXEC_OK)
		return rc;
	rc = eval_assign(in, node->kids[0], value_copy(out));
	if (rc != EXEC_OK)
		value_drop(out);
	return rc;
}

/* x++ is x before, ++x what it becomes. */
enum exec
eval_step(struct interp *in, const struct node *node, struct value *out)
{
	struct value old = { 0 }, one = VALUE_INT(1), sum = { 0 };
	enum exec rc = eval(in, node->kids[0], &old);

	if (rc == EXEC_OK)
		rc = eval_binary(in, node, &old, &one, &sum);
	if (rc == EXEC_OK)
		rc = eval_assign(in, node->kids[0], value_copy(&sum));
	if (rc == EXEC_OK)
		*out = value_copy(node->flag ? &sum : &old);
	value_drop(&old);
	value_drop(&sum);
	return rc;
}

/* A part of for (;;) that may be missing. */
static enum exec
exec_part(struct interp *in, const struct node *node)
{
	return node != NULL ? exec_statement(in, node) : EXEC_OK;
}

/* Whether the body is to run once more; *rc says what went wrong if not. */
static bool
loop_holds(struct interp *in, const struct node *node, enum exec *rc)
{
	bool truth = true;

	if (node != NULL)
		*rc = exec_condition(in, node, &truth);
	return *rc == EXEC_OK && truth;
}

enum exec
exec_cfor(struct interp *in, const struct node *node)
{
	enum exec rc = exec_part(in, node->kids[0]);

	while (rc == EXEC_OK && loop_holds(in, node->kids[1], &rc)) {
		rc = exec_block(in, node->kids[3]);
		/* What fails in one turn cannot be expected by the next. */
		if (rc == EXEC_FAILED)
			in->failing = false;
		if (exec_goes_on(in, &rc))
			rc = exec_part(in, node->kids[2]);
	}
	return rc == EXEC_BREAK ? EXEC_OK : rc;
}

enum exec
exec_do(struct interp *in, const struct node *node)
{
	enum exec rc;

	do {
		rc = exec_block(in, node->kids[0]);
		if (rc == EXEC_FAILED)
			in->failing = false;
	} while (exec_goes_on(in, &rc) && loop_holds(in, node->kids[1], &rc));
	return rc == EXEC_BREAK ? EXEC_OK : rc;
}

/* send(fd, &n, sizeof n, 0): the bytes of n; how many, the next argument says.
 */
enum exec
bind_memory(struct interp *in, const struct node *node, uint32_t i,
    struct value *args)
{
	const struct node *kid = node->kids[i];
	struct strbuf memory = { 0 };
	size_t want = 0;
	char *cause = NULL;

	if (kid->kind != NODE_UNARY || kid->op != OP_REF ||
	    args[i].type == VAL_BYTES || args[i].type == VAL_UNSET)
		return EXEC_OK;
	if (i + 1 < node->nkids && args[i + 1].type == VAL_INT &&
	    args[i + 1].i > 0)
		want = (size_t)args[i + 1].i;
	if (!memory_get(&args[i], want, &memory, &cause))
		return mistake_cause(in, kid, cause);
	value_drop(&args[i]);
	args[i] = value_bytes(sb_text(&memory), memory.len);
	sb_free(&memory);
	return EXEC_OK;
}

/* recv(c, &n, sizeof n, 0): the bytes that came are the number n. */
bool
bind_back(const struct call *call, struct arg *arg, char **cause)
{
	const struct bytes *b = arg->result.bytes;
	struct value v;

	if (call->prim->params[arg - call->args].type != PARAM_OUT_BYTES ||
	    arg->result.type != VAL_BYTES || arg->v.type == VAL_BYTES ||
	    arg->v.type == VAL_UNSET || arg->v.type == VAL_NONE)
		return true;
	if (!memory_set(&v, &arg->v, b->data, b->size, b->len, cause))
		return false;
	value_drop(&arg->result);
	arg->result = v;
	return true;
}

bool
eval_hostent(const struct value *what, const char *field, struct value *out)
{
	struct in_addr in;
	struct value list;
	char *cause = NULL;

	if (what->type != VAL_BYTES || strncmp(field, "h_", 2) != 0 ||
	    inet_pton(AF_INET, what->bytes->data, &in) != 1)
		return false;
	list = value_bytes((const char *)&in, sizeof(in));
	if (strcmp(field, "h_addr") == 0) {
		*out = list;
		return true;
	}
	if (strcmp(field, "h_addr_list") == 0)
		return value_tuple(out, &list, 1, &cause);
	value_drop(&list);
	if (strcmp(field, "h_length") == 0)
		*out = VALUE_INT(sizeof(in));
	else if (strcmp(field, "h_addrtype") == 0)
		*out = VALUE_INT(AF_INET);
	else if (strcmp(field, "h_name") == 0)
		*out = value_copy(what);
	else
		return false;
	return true;
}
