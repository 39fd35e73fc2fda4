/* SPDX-License-Identifier: GPL-3.0-or-later */
/* C's functions on strings: text up to the first NUL. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>

#include "base/i18n.h"
#include "lang/cfuncs.h"
#include "model/call.h"
#include "model/xlat.h"

/* Parameter i as C sees a string. */
static bool
text_of(struct call *call, int i, const char **s, size_t *len)
{
	const struct value *v = &call->args[i].v;

	if (v->type != VAL_BYTES) {
		call_mistake(call, i,
		    v->type == VAL_INT && v->i == 0 ?
			_("%s: NULL is no text") :
			_("%s: text is wanted; this is %s"),
		    call->prim->params[i].name, value_type_name(v));
		return false;
	}
	*s = v->bytes->data;
	*len = strnlen(*s, v->bytes->len);
	return true;
}

/* Makes parameter 0 the text before (kept bytes of its own) and s; the NUL
 * needs room too. */
static void
give_text(struct call *call, size_t kept, const char *s, size_t len)
{
	const struct value *v = &call->args[0].v;
	const char *name = call->prim->params[0].name;
	struct bytes *b;

	if (v->type == VAL_UNSET) {
		call_mistake(call, 0,
		    _("%s: nothing is there yet; declare it: char buf[100];"),
		    name);
		return;
	}
	if (v->type != VAL_BYTES) {
		call_mistake(call, 0, _("%s: an array is wanted; this is %s"),
		    name, value_type_name(v));
		return;
	}
	if (v->bytes->array && kept + len + 1 > v->bytes->size) {
		call_mistake(call, 0,
		    _("%s has room for %zu bytes; %zu and the NUL would "
		      "overrun it"),
		    name, v->bytes->size, kept + len);
		return;
	}
	b = v->bytes->array ? bytes_array(v->bytes->size) :
			      bytes_new(NULL, kept + len);
	memcpy(b->data, v->bytes->data, kept);
	if (len != 0)
		memcpy(b->data + kept, s, len);
	b->len = kept + len;
	call_out(call, 0, value_from_bytes(b));
	call_give(call, value_copy(&call->args[0].result));
}

/* strcpy(dest, src), strncpy(dest, src, n): at most max bytes. */
static void
copy(struct call *call, bool append, size_t max)
{
	const char *s, *old;
	size_t len, kept = 0;

	if (!text_of(call, 1, &s, &len) ||
	    (append && !text_of(call, 0, &old, &kept)))
		return;
	give_text(call, kept, s, len < max ? len : max);
}

static void
strcpy_call(struct call *call)
{
	copy(call, false, SIZE_MAX);
}

static void
strcat_call(struct call *call)
{
	copy(call, true, SIZE_MAX);
}

/* Where all n bytes are taken no NUL is written: that is C's trap, and an array
 * that is filled to its end is allowed here as there. */
static void
strncpy_call(struct call *call)
{
	const struct value *v = &call->args[0].v;
	size_t n = (size_t)call_num(call, 2), len;
	struct bytes *b;
	const char *s;

	if (!text_of(call, 1, &s, &len))
		return;
	if (v->type != VAL_BYTES || !v->bytes->array || len < n) {
		give_text(call, 0, s, len < n ? len : n);
	} else if (n > v->bytes->size) {
		call_mistake(call, 2,
		    _("%s has room for %zu bytes; %zu would overrun it"),
		    call->prim->params[0].name, v->bytes->size, n);
	} else {
		b = bytes_array(v->bytes->size);
		memcpy(b->data, s, n);
		b->len = n;
		call_out(call, 0, value_from_bytes(b));
		call_give(call, value_copy(&call->args[0].result));
	}
}

static void
strncat_call(struct call *call)
{
	copy(call, true, (size_t)call_num(call, 2));
}

static void
compare(struct call *call, size_t n,
    int (*fn)(const char *, const char *, size_t))
{
	const char *a, *b;
	size_t alen, blen;
	int rc;

	if (!text_of(call, 0, &a, &alen) || !text_of(call, 1, &b, &blen))
		return;
	/* An array may be full, without a NUL: it ends there all the same. */
	if (alen < n)
		n = alen + 1;
	if (blen < n)
		n = blen + 1;
	rc = fn(a, b, n);
	call_give(call, VALUE_INT((rc > 0) - (rc < 0)));
}

static void
strcmp_call(struct call *call)
{
	compare(call, SIZE_MAX, strncmp);
}

static void
strncmp_call(struct call *call)
{
	compare(call, (size_t)call_num(call, 2), strncmp);
}

static void
strcasecmp_call(struct call *call)
{
	compare(call, SIZE_MAX, strncasecmp);
}

static void
strncasecmp_call(struct call *call)
{
	compare(call, (size_t)call_num(call, 2), strncasecmp);
}

/* The rest of the text from what was found; NULL if it was not. */
static void
give_found(struct call *call, const char *s, size_t len, const char *found)
{
	call_give(call,
	    found != NULL ? value_bytes(found, len - (size_t)(found - s)) :
			    VALUE_INT(0));
}

static bool
byte_of(struct call *call, int i, char *c)
{
	const struct value *v = &call->args[i].v;

	if (v->type == VAL_BYTES && v->bytes->len == 1)
		*c = *v->bytes->data;
	else if (v->type == VAL_INT && v->i >= -128 && v->i <= 255)
		*c = (char)v->i;
	else
		call_mistake(call, i, _("c: a byte is a number, or 'x'"));
	return call->status == CALL_OK;
}

static void
strchr_call(struct call *call)
{
	const char *s;
	size_t len;
	char c = '\0';

	if (text_of(call, 0, &s, &len) && byte_of(call, 1, &c))
		give_found(call, s, len, memchr(s, c, len + (c == '\0')));
}

static void
strrchr_call(struct call *call)
{
	const char *s;
	size_t len;
	char c = '\0';

	if (text_of(call, 0, &s, &len) && byte_of(call, 1, &c))
		give_found(call, s, len, memrchr(s, c, len + (c == '\0')));
}

static void
strstr_call(struct call *call)
{
	const char *s, *needle;
	size_t len, nlen;

	if (text_of(call, 0, &s, &len) && text_of(call, 1, &needle, &nlen))
		give_found(call, s, len, memmem(s, len, needle, nlen));
}

static void
strdup_call(struct call *call)
{
	const char *s;
	size_t len;

	if (text_of(call, 0, &s, &len))
		call_give(call, value_bytes(s, len));
}

/* The number that a text begins with, and where it ends. */
static bool
number_of(struct call *call, int base, int64_t *n, const char **end)
{
	const char *s;
	size_t len;
	char text[256], *rest;

	if (!text_of(call, 0, &s, &len))
		return false;
	if (len >= sizeof(text))
		len = sizeof(text) - 1;
	memcpy(text, s, len);
	text[len] = '\0';
	*n = strtoll(text, &rest, base);
	*end = s + (rest - text);
	return true;
}

static void
atoi_call(struct call *call)
{
	const char *end;
	int64_t n;

	/* glibc's: strtol, cast to int. */
	if (number_of(call, 10, &n, &end))
		call_give(call, VALUE_INT((int)n));
}

static void
atol_call(struct call *call)
{
	const char *end;
	int64_t n;

	if (number_of(call, 10, &n, &end))
		call_give(call, VALUE_INT(n));
}

enum { STRTOL_END = 1, STRTOL_BASE };

static void
strtol_call(struct call *call)
{
	int64_t base = call_num(call, STRTOL_BASE), n;
	const struct value *v = &call->args[0].v;
	const char *end;

	if (base != 0 && (base < 2 || base > 36)) {
		call_mistake(call, STRTOL_BASE,
		    _("base: %lld is out of range, 2 to 36, or 0"),
		    (long long)base);
		return;
	}
	if (!number_of(call, (int)base, &n, &end))
		return;
	if (!call->args[STRTOL_END].null)
		call_out(call, STRTOL_END,
		    value_bytes(end,
			v->bytes->len - (size_t)(end - v->bytes->data)));
	call_give(call, VALUE_INT(n));
}

static void
strerror_call(struct call *call)
{
	const char *s = errno_text((int)call_num(call, 0));

	call_give(call, value_bytes(s, strlen(s)));
}

#define DEST                               \
	{                                  \
		"dest", PARAM_OUT_VALUE, 0 \
	}
#define TEXT(name)                   \
	{                            \
		name, PARAM_VALUE, 0 \
	}
#define COUNT                      \
	{                          \
		"n", PARAM_SIZE, 0 \
	}

const struct prim string_prims[] = {
	{
	    .name = "strcpy",
	    .params = { DEST, TEXT("src") },
	    .forms = { "dest src" },
	    .call = strcpy_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	    .man = "strcpy(3)",
	    .help = N_("copy text into an array"),
	    .topic = TOPIC_MEMORY,
	    .example = "char buf[32];\n"
		       "strcpy(buf, \"hello\");\n"
		       "print buf\n"
		       "> hello",
	},
	{
	    .name = "strncpy",
	    .params = { DEST, TEXT("src"), COUNT },
	    .forms = { "dest src n" },
	    .call = strncpy_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	    .man = "strncpy(3)",
	    .help = N_("copy at most n bytes of text into an array"),
	    .topic = TOPIC_MEMORY,
	    .example = "char buf[32];\n"
		       "strncpy(buf, \"hello\", 4);\n"
		       "print buf\n"
		       "> hell",
	},
	{
	    .name = "strcat",
	    .params = { DEST, TEXT("src") },
	    .forms = { "dest src" },
	    .call = strcat_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	    .man = "strcat(3)",
	    .help = N_("append text to that in an array"),
	    .topic = TOPIC_MEMORY,
	    .example = "char buf[32] = \"hello\";\n"
		       "strcat(buf, \" world\");\n"
		       "print buf\n"
		       "> hello world",
	},
	{
	    .name = "strncat",
	    .params = { DEST, TEXT("src"), COUNT },
	    .forms = { "dest src n" },
	    .call = strncat_call,
	    .flags = PRIM_PURE | PRIM_SILENT | PRIM_C,
	    .man = "strncat(3)",
	    .help = N_("append at most n bytes of text to that in an array"),
	    .topic = TOPIC_MEMORY,
	    .example = "char buf[32] = \"hello\";\n"
		       "strncat(buf, \"!!!\", 1);\n"
		       "print buf\n"
		       "> hello!",
	},
	{
	    .name = "strcmp",
	    .params = { TEXT("s1"), TEXT("s2") },
	    .forms = { "s1 s2" },
	    .call = strcmp_call,
	    .flags = PRIM_PURE | PRIM_C,
	    .man = "strcmp(3)",
	    .help = N_("compare texts; gives 0 if they are the same"),
	    .topic = TOPIC_MEMORY,
	    .example =
		"print strcmp(\"abc\", \"abc\") (strcmp(\"a\", \"b\") < 0)\n"
		"> 0 1",
	},
	{
	    .name = "strncmp",
	    .params = { TEXT("s1"), TEXT("s2"), COUNT },
	    .forms = { "s1 s2 n" },
	    .call = strncmp_call,
	    .flags = PRIM_PURE | PRIM_C,
	    .man = "strncmp(3)",
	    .help = N_("compare the first n bytes of texts"),
	    .topic = TOPIC_MEMORY,
	    .example = "print strncmp(\"GET /\", \"GET\", 3)\n"
		       "> 0",
	},
	{
	    .name = "strcasecmp",
	    .params = { TEXT("s1"), TEXT("s2") },
	    .forms = { "s1 s2" },
	    .call = strcasecmp_call,
	    .flags = PRIM_PURE | PRIM_C,
	    .man = "strcasecmp(3)",
	    .help = N_("compare texts, upper and lower case alike"),
	    .topic = TOPIC_MEMORY,
	    .example = "print strcasecmp(\"Host\", \"HOST\")\n"
		       "> 0",
	},
	{
	    .name = "strncasecmp",
	    .params = { TEXT("s1"), TEXT("s2"), COUNT },
	    .forms = { "s1 s2 n" },
	    .call = strncasecmp_call,
	    .flags = PRIM_PURE | PRIM_C,
	    .man = "strncasecmp(3)",
	    .help = N_("compare the first n bytes, upper and lower case "
		       "alike"),
	    .topic = TOPIC_MEMORY,
	    .example = "print strncasecmp(\"Host: lab\", \"host\", 4)\n"
		       "> 0",
	},
	{
	    .name = "strchr",
	    .params = { TEXT("s"), TEXT("c") },
	    .forms = { "s c" },
	    .call = strchr_call,
	    .flags = PRIM_PURE | PRIM_C,
	    .man = "strchr(3)",
	    .help = N_("the text from the first such byte on; NULL if there "
		       "is none"),
	    .topic = TOPIC_MEMORY,
	    .example = "print strchr(\"key=value\", '=')\n"
		       "> =value",
	},
	{
	    .name = "strrchr",
	    .params = { TEXT("s"), TEXT("c") },
	    .forms = { "s c" },
	    .call = strrchr_call,
	    .flags = PRIM_PURE | PRIM_C,
	    .man = "strrchr(3)",
	    .help = N_("the text from the last such byte on; NULL if there "
		       "is none"),
	    .topic = TOPIC_MEMORY,
	    .example = "print strrchr(\"/usr/bin/nc\", '/')\n"
		       "> /nc",
	},
	{
	    .name = "strstr",
	    .params = { TEXT("haystack"), TEXT("needle") },
	    .forms = { "haystack needle" },
	    .call = strstr_call,
	    .flags = PRIM_PURE | PRIM_C,
	    .man = "strstr(3)",
	    .help = N_("the text from where another is found on; NULL if it "
		       "is not"),
	    .topic = TOPIC_MEMORY,
	    .example = "print strstr(\"one two three\", \"two\")\n"
		       "> two three",
	},
	{
	    .name = "strdup",
	    .params = { TEXT("s") },
	    .forms = { "s" },
	    .call = strdup_call,
	    .flags = PRIM_PURE | PRIM_C,
	    .man = "strdup(3)",
	    .help = N_("a copy of a text"),
	    .topic = TOPIC_MEMORY,
	    .example = "s = strdup(\"hello\")\n"
		       "print s\n"
		       "> hello",
	},
	{
	    .name = "atoi",
	    .params = { TEXT("nptr") },
	    .forms = { "nptr" },
	    .call = atoi_call,
	    .flags = PRIM_PURE | PRIM_C,
	    .man = "atoi(3)",
	    .help = N_("the number that a text begins with, else 0"),
	    .topic = TOPIC_MEMORY,
	    .example = "print atoi(\"8080 and more\") atoi(\"none\")\n"
		       "> 8080 0",
	},
	{
	    .name = "atol",
	    .params = { TEXT("nptr") },
	    .forms = { "nptr" },
	    .call = atol_call,
	    .flags = PRIM_PURE | PRIM_C,
	    .man = "atol(3)",
	    .help = N_("the number that a text begins with, else 0"),
	    .topic = TOPIC_MEMORY,
	    .example = "print atol(\"8080\")\n"
		       "> 8080",
	},
	{
	    .name = "strtol",
	    .params = { TEXT("nptr"), { "endptr", PARAM_OUT_VALUE, 0 },
		{ "base", PARAM_INT, 0 } },
	    .forms = { "nptr endptr base" },
	    .call = strtol_call,
	    .flags = PRIM_PURE | PRIM_C,
	    .man = "strtol(3)",
	    .help = N_("the number that a text begins with, in a base"),
	    .topic = TOPIC_MEMORY,
	    .example = "print strtol(\"1f90\", NULL, 16)\n"
		       "> 8080",
	},
	{
	    .name = "strerror",
	    .params = { { "errnum", PARAM_INT, 0 } },
	    .forms = { "errnum" },
	    .call = strerror_call,
	    .flags = PRIM_PURE | PRIM_C,
	    .man = "strerror(3)",
	    .help = N_("what an errno means, in words"),
	    .topic = TOPIC_PRINTING,
	    .example = "print strerror(EADDRINUSE)\n"
		       "> Address already in use",
	},
	{ .name = NULL },
};
